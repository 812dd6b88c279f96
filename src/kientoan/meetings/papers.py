"""The papers of a meeting, drafted from what was recorded: the invitation, the calendar file, the minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.translation import override

from kientoan.core import clock
from kientoan.meetings.enums import AttendanceState, MatterName
from kientoan.meetings.models import Call, SignedMinutes
from kientoan.meetings.queries import Item, Standing, member_lines, votes_of
from kientoan.org.enums import UnitLevel
from kientoan.org.queries import chain_of
from kientoan.papers import meetings as papers
from kientoan.papers.calendar import Appointment
from kientoan.papers.model import PageSize, Paper, Signature
from kientoan.papers.profiles import Body
from kientoan.papers.wording import KEPT_HERE, party_issuer, peoples_committee
from kientoan.people.enums import PostKind, title_of
from kientoan.people.queries import posts_of
from kientoan.rules.days import write_day
from kientoan.rules.meetings import Outcome, Votes
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import tidy

COPIES = {False: 2, True: 3}
"""Copies of a cell's minutes, and of a hamlet's: for the commune, its Front and the hamlet (PD-07)."""


@dataclass(frozen=True)
class Names:
    """Who signs minutes.

    Parameters:
        chair, secretary: of the meeting.
        front: the head of the Front work committee; of households only (PD-07).
        witnesses: two representatives of households (PD-07).
        ended_at: when the meeting ended; None when nobody noted it.
    """

    chair: str = ""
    secretary: str = ""
    front: str = ""
    witnesses: tuple[str, ...] = ()
    ended_at: time | None = None


@dataclass(frozen=True)
class _Issuer:
    names: tuple[str, ...]
    place: str
    symbol: str
    authority: tuple[str, ...]
    post: str
    holder: str


def leading_post(found: Standing) -> tuple[PostKind, str, str]:
    """Who calls and chairs (PD-09): the post, its title and the name of who holds it on the day, empty when nobody does."""
    kind = PostKind.HAMLET_HEAD if found.of_households else PostKind.SECRETARY
    title = title_of(kind, unit_kind=found.unit.kind, level=UnitLevel.CELL if not found.of_households else found.unit.level)
    holder = next((each.name for post in posts_of(found.unit, found.day) if post.kind == kind for each in post.holders), "")
    return kind, title, holder


def front_head(found: Standing) -> str:
    """The head of the hamlet's Front work committee on the day; empty when none is known."""
    return next((each.name for post in posts_of(found.unit, found.day) if post.kind == PostKind.FRONT_HEAD for each in post.holders), "")


def _issuer(found: Standing) -> _Issuer:
    above = chain_of(found.unit, found.day)
    _kind, title, holder = leading_post(found)
    if not found.of_households:
        own, higher = party_issuer(found.unit.name), party_issuer(above[-1].name) if above else None
        return _Issuer((*([higher.name] if higher else []), own.name), own.place or (higher.place if higher else ""), own.symbol or "CB", ("T/M CHI BỘ",), title, holder)
    commune = next((each for each in reversed(above) if each.level == UnitLevel.COMMUNE), None)
    place = commune.name.partition(" ")[2] if commune else ""
    return _Issuer((*([peoples_committee(commune.name)] if commune else []), found.unit.name), place, "", (), title, holder)


def invitation_of(found: Standing, *, is_demo: bool, page: PageSize = PageSize.A4) -> Paper:
    """The invitation as a paper, signed by whoever leads the unit on the day of the meeting."""
    with override("vi"):
        issuer = _issuer(found)
        written_on = min(found.call.recorded_at.astimezone(clock.ZONE).date(), found.day)
        notes = ("Mỗi hộ một người đại diện đủ năng lực hành vi dân sự, hoặc người được ủy quyền; mỗi hộ một tiếng nói (PD-09, PD-13).",) if found.of_households else ()
        invited = f"đại diện các hộ {found.unit.name}" if found.of_households else f"các đồng chí đảng viên {found.unit.name}"
        return papers.invitation_paper(papers.Invitation(
            Body.STATE if found.of_households else Body.PARTY, issuer.names, issuer.place, written_on, invited, _name(found), found.day, found.call.begins_at, found.call.place,
            tuple(item.fact.title for item in found.items), notes, Signature(issuer.authority, issuer.post, issuer.holder), is_demo), page)


def _name(found: Standing) -> str:
    month = f"tháng {found.day.month} năm {found.day.year}"
    return f"cuộc họp các hộ {found.unit.name[:1].lower()}{found.unit.name[1:]} {month}" if found.of_households else f"họp chi bộ thường kỳ {month}"


def appointment_of(found: Standing) -> Appointment:
    """The meeting as a calendar keeps it; each correction takes the place of what was sent before."""
    changes = Call.objects.filter(meeting=found.meeting).count() - 1 + (found.cancelled is not None)
    said_at = found.cancelled.recorded_at if found.cancelled else found.call.recorded_at
    begins_at = datetime.combine(found.day, found.call.begins_at, tzinfo=clock.ZONE)
    with override("vi"):
        agenda = "\n".join(f"{at}. {item.fact.title}" for at, item in enumerate(found.items, start=1))
        return Appointment(f"meeting-{found.meeting.pk}", changes, said_at, begins_at, f"{found.unit.name}: {_name(found)}", found.call.place, agenda, found.cancelled is not None)


# -- minutes -------------------------------------------------------------------------------------------------------------------------------


def _numbers(found: Standing) -> list[tuple[str, int]]:
    if found.of_households:
        roll = found.household_roll
        return [("Tổng số hộ của xóm", roll.households), ("Hộ có đại diện dự họp", roll.present), ("Hộ không có đại diện dự họp", roll.households - roll.present)]
    members = found.member_roll
    return [("Đảng viên chính thức", members.official), ("Đảng viên chính thức có mặt", members.present), ("Sinh hoạt tạm thời nơi khác", members.temporary),
            ("Được miễn sinh hoạt, vắng", members.exempt), *([("Đảng viên dự bị có mặt", members.probationary)] if members.probationary else [])]


def _absent(found: Standing) -> list[str]:
    """Members who are not here, by why, as minutes of a cell name them."""
    if found.of_households or found.taken is None:
        return []
    lines = member_lines(found)
    return [f"{str(state.label).capitalize()}: {', '.join(names)}." for state in AttendanceState if state is not AttendanceState.PRESENT
            if (names := [line.name for line in lines if line.state == state])]


def _votes(votes: Votes) -> list[tuple[str, int]]:
    return [("Tán thành", votes.for_it), ("Không tán thành", votes.against), ("Ý kiến khác", votes.other)]


def _said(reason: Reason) -> str:
    return f"{reason.vi.rstrip('.')} ({reason.rule})."


def _result(outcome: Outcome) -> list[str]:
    return [f"Kết quả: {_said(outcome.reason)}", *([_said(outcome.effect)] if outcome.effect else [])]


def _content_item(item: Item) -> dict[str, Any]:
    said, count, handed = item.decision, item.count, item.round
    lines = _result(item.meeting_outcome) if item.meeting_outcome else []
    if count is not None and item.outcome is not None:
        lines = [f"Tại cuộc họp: {_said(item.meeting_outcome.reason)}" if item.meeting_outcome else "", *_result(item.outcome),
                 f"Tổ phát và kiểm phiếu: {', '.join(handed.team)}. Người chứng kiến: {', '.join(count.witnesses)}." if handed else ""]
    return {
        "key": str(item.fact.fact_id), "title": item.fact.title, "text": said.text if said else "", "matter": said.matter if said else "",
        "matter_label": str(MatterName(said.matter).label) if said and said.matter else "", "hands": _votes(votes_of(said)) if said else [],
        "round": f"Lấy ý kiến bằng phiếu đến hộ, từ ngày {write_day(handed.occurred_on)} đến ngày {write_day(handed.last_on)}:" if handed else "",
        "ballots": [("Số phiếu phát ra", handed.issued), ("Số phiếu thu về", count.collected), *_votes(votes_of(count)), ("Không hợp lệ", count.invalid)] if handed and count else [],
        "lines": [line for line in lines if line], "passed": bool(item.outcome and item.outcome.passed)}


def content_of(found: Standing, names: Names, *, number: int | None = None, before: SignedMinutes | None = None) -> dict[str, Any]:
    """All that minutes say, as JSON: what is signed is this, and it is printed from this.

    Parameters:
        names: who signs.
        number: from the register; None where there is none, or not yet.
        before: the version that this one takes the place of.
    """
    with override("vi"):
        issuer = _issuer(found)
        households = found.of_households
        body = Body.STATE if households else Body.PARTY
        others = [("Trưởng ban công tác Mặt trận", names.front), *(("Đại diện hộ", name) for name in (*names.witnesses, "", "")[:2])] if households else []
        recipients = ("Ủy ban nhân dân xã;", "Ủy ban Mặt trận Tổ quốc xã;", KEPT_HERE) if households else (f"{issuer.names[0]} (để báo cáo);", KEPT_HERE)
        content: dict[str, Any] = {
            "unit": found.unit.name, "body": body.value, "issuer": list(issuer.names), "symbol": issuer.symbol, "number": number, "place": issuer.place,
            "day": found.day.isoformat(), "abstract": _name(found), "begins_at": found.call.begins_at.isoformat("minutes"), "venue": found.call.place,
            "ended_at": names.ended_at.isoformat("minutes") if names.ended_at else "", "held": "họp các hộ" if households else f"họp thường kỳ tháng {found.day.month}",
            "chair": tidy(names.chair), "chair_post": issuer.post, "chair_sign": f"Chủ trì, {issuer.post}" if households else "Chủ trì", "secretary": tidy(names.secretary),
            "others": others, "numbers": _numbers(found), "absent": _absent(found), "base": _said(found.base) if found.base else "",
            "items": [_content_item(item) for item in found.items], "copies": COPIES[households], "recipients": list(recipients),
            "version": before.version + 1 if before else 1,
            "replaces": papers.replaces(before.version + 1, before.recorded_at.astimezone(clock.ZONE).date(), before.reopened) if before else ""}
    return content


def draft_minutes(found: Standing, *, is_demo: bool) -> Paper:
    """Minutes before they are signed, with room for the names; they say that they are a draft."""
    _kind, _title, holder = leading_post(found)
    return papers.minutes_paper(content_of(found, Names(chair=holder)), "", is_demo=is_demo)


def signed_paper(minutes: SignedMinutes, mark: str, *, is_demo: bool) -> Paper:
    """Minutes as they were signed; each printing is the same."""
    return papers.minutes_paper(minutes.content, mark, is_demo=is_demo)


def as_chair(found: Standing) -> Sequence[str]:
    """The names that the form of signing begins with: chair, head of the Front."""
    _kind, _title, holder = leading_post(found)
    return holder, front_head(found) if found.of_households else ""


