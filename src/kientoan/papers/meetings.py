"""The papers of a meeting: the invitation, and minutes made of what was frozen when they were signed (decision 24).

Sources: DOMAIN DF-03 to DF-16 (forms), PD-07 (what minutes of households say and who signs), PD-09, PD-11. Field by field they say what the rules ask for; forms 01 and 04 of decree
59/2023 were not seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from kientoan.papers.elections.parts import numbers_table
from kientoan.papers.model import Block, PageSize, Paper, Signature, Text
from kientoan.papers.profiles import Body, profile_on, small
from kientoan.papers.wording import KEPT_HERE, day_in_words, number_line
from kientoan.rules.days import WEEKDAYS_VI, write_day
from kientoan.rules.words import with_words


def hour_in_words(moment: time) -> str:
    """``19 giờ 30``, ``08 giờ``: the hour as papers write it."""
    return f"{moment.hour:02} giờ" + (f" {moment.minute:02}" if moment.minute else "")


@dataclass(frozen=True)
class Invitation:
    """What an invitation says.

    Parameters:
        body: whose form it takes.
        issuer: who invites, as names, higher body first.
        place: before the date; empty leaves room.
        written_on: the paper's date.
        invited: who is invited.
        meeting: what they are invited to, in small letters.
        day, begins_at, venue: when and where.
        agenda: the items.
        notes: what is to be heeded.
        signature: who signs.
        is_demo: whether the data is invented.
    """

    body: Body
    issuer: tuple[str, ...]
    place: str
    written_on: date
    invited: str
    meeting: str
    day: date
    begins_at: time
    venue: str
    agenda: tuple[str, ...]
    notes: tuple[str, ...]
    signature: Signature
    is_demo: bool = False


def invitation_paper(invitation: Invitation, page: PageSize = PageSize.A4) -> Paper:
    """The invitation as a paper, in the form of its day.

    Parameters:
        page: a whole sheet or half of one.
    """
    profile = profile_on(invitation.body, invitation.written_on)
    body: list[Block] = [
        Text(f"Kính mời: {invitation.invited}"), Text(f"Đến dự {invitation.meeting}."),
        Text(f"Thời gian: {hour_in_words(invitation.begins_at)}, {WEEKDAYS_VI[invitation.day.weekday()]}, {day_in_words(invitation.day)}."),
        Text(f"Địa điểm: {invitation.venue}."), Text("Nội dung", is_heading=True),
        *(Text(f"{at}. {title}") for at, title in enumerate(invitation.agenda, start=1)),
        *map(Text, invitation.notes)]
    return Paper(
        profile=small(profile) if page is PageSize.A5 else profile, issuer=invitation.issuer, number="", place=invitation.place, day=invitation.written_on, kind="Giấy mời",
        abstract=invitation.meeting, body=tuple(body), recipients=("Như trên;", KEPT_HERE), signatures=(invitation.signature,), is_demo=invitation.is_demo, page=page)


def _item(at: int, item: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = [Text(f"{at}. {item['title']}", is_heading=True)]
    if not item["text"]:
        return [*blocks, Text("Đã trao đổi, không biểu quyết.")]
    blocks.append(Text(f"Nội dung biểu quyết: {item['text']}"))
    if item["matter_label"]:
        blocks.append(Text(f"Loại việc: {item['matter_label']}."))
    blocks += [Text("Biểu quyết tại cuộc họp:"), numbers_table(_pairs(item["hands"]))]
    if item["ballots"]:
        blocks += [Text(item["round"]), numbers_table(_pairs(item["ballots"]))]
    return [*blocks, *map(Text, item["lines"])]


def _pairs(rows: Sequence[Sequence[Any]]) -> list[tuple[str, int]]:
    return [(str(label), int(number)) for label, number in rows]


def minutes_paper(content: Mapping[str, Any], mark: str, *, is_demo: bool) -> Paper:
    """Minutes as a paper, in the form of their day (DF-13).

    Parameters:
        content: as ``meetings.papers.content_of`` makes it.
        mark: the fingerprint of signed minutes; empty for a draft, which then says so.
        is_demo: whether the data is invented.
    """
    body, day = Body(content["body"]), date.fromisoformat(content["day"])
    chair, secretary = content["chair"], content["secretary"]
    blocks: list[Block] = [
        Text(f"Hôm nay, hồi {hour_in_words(time.fromisoformat(content['begins_at']))}, {day_in_words(day)}, tại {content['venue']}, {content['unit']} {content['held']}."),
        Text("I. Thành phần", is_heading=True), Text(f"Chủ trì: {chair or '…'}, {content['chair_post']}. Thư ký: {secretary or '…'}."), numbers_table(_pairs(content["numbers"])),
        *map(Text, content["absent"]), Text("II. Nội dung và kết quả biểu quyết", is_heading=True)]
    if content["base"]:
        blocks.append(Text(content["base"]))
    for at, item in enumerate(content["items"], start=1):
        blocks += _item(at, item)
    ended = f" Cuộc họp kết thúc hồi {hour_in_words(time.fromisoformat(content['ended_at']))} cùng ngày." if content["ended_at"] else ""
    blocks += [Text("III. Kết thúc", is_heading=True), Text(f"Biên bản đã đọc trước cuộc họp, lập thành {with_words(content['copies'])} bản.{ended}")]
    signed = [Signature((), "Thư ký", secretary), *(Signature((), post, name) for post, name in content["others"]), Signature((), content["chair_sign"], chair)]
    notes = [content["replaces"]] if content["replaces"] else []
    return Paper(
        profile=profile_on(body, day), issuer=tuple(content["issuer"]), number=number_line(body, "BB", content["symbol"], content["number"]) if content["symbol"] else "",
        place=content["place"], day=day, kind="Biên bản", abstract=content["abstract"], body=tuple(blocks), notes=tuple(notes),
        foot=f"Vân tay của biên bản: {mark}" if mark else "Dự thảo, chưa ký", recipients=tuple(content["recipients"]), signatures=tuple(signed), is_demo=is_demo)


def replaces(version: int, signed_on: date, reason: str) -> str:
    """The line of minutes that take the place of others.

    Parameters:
        version: of these.
        signed_on: the day on which the version before was signed.
        reason: why.
    """
    return f"Bản thứ {version}, thay bản ký ngày {write_day(signed_on)}: {reason}."
