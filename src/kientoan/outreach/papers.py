"""The papers of a campaign: the list that a visitor carries, and the words for the loudspeaker; in Vietnamese whatever their reader reads."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from kientoan.org.enums import UnitLevel
from kientoan.org.queries import chain_of
from kientoan.outreach.queries import HamletFound, Home
from kientoan.papers.model import Align, Block, Column, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, profile_on
from kientoan.papers.wording import KEPT_HERE, peoples_committee
from kientoan.people.enums import PostKind, title_of
from kientoan.people.queries import posts_of
from kientoan.rules.days import write_day
from kientoan.rules.outreach import pack_of

COLUMNS = (Column("Số hộ", width=9), Column("Người đại diện hộ", width=34, align=Align.LEFT), Column("Phụ trách", width=24, align=Align.LEFT), Column("Đã gặp", width=11),
           Column("Vắng nhà", width=11), Column("Hẹn lại ngày", width=16))


def _paper(found: HamletFound, day: date, kind: str, body: Sequence[Block], *, is_demo: bool, recipients: tuple[str, ...]) -> Paper:
    """A paper of the hamlet, signed by its head."""
    commune = next((each for each in reversed(chain_of(found.unit, day)) if each.level == UnitLevel.COMMUNE), None)
    head = next((each.name for post in posts_of(found.unit, day) if post.kind == PostKind.HAMLET_HEAD for each in post.holders), "")
    return Paper(
        profile=profile_on(Body.STATE, day), issuer=(*([peoples_committee(commune.name)] if commune else []), found.unit.name), number="",
        place=commune.name.partition(" ")[2] if commune else "", day=day, kind=kind, abstract=found.text.title, body=tuple(body), recipients=recipients,
        signatures=(Signature((), title_of(PostKind.HAMLET_HEAD, unit_kind=found.unit.kind, level=found.unit.level), head),), is_demo=is_demo)


def visiting_list(found: HamletFound, homes: Sequence[Home], day: date, *, is_demo: bool) -> Paper:
    """The list of households to be ticked by hand: names and boxes, and no room for words."""
    with override("vi"):
        rows = tuple((home.number, home.representative, home.visitor, "", "", "") for home in homes)
        body = (Text(f"Đánh dấu một ô mỗi hộ, không ghi gì khác. Hạn của đợt: {write_day(found.text.due_on)}. Điều bà con hỏi thì ghi riêng, không kèm tên hộ."), Table(COLUMNS, rows))
        return _paper(found, day, "Danh sách đến từng hộ", body, is_demo=is_demo, recipients=("Người phụ trách hộ;",))


def loudspeaker_text(found: HamletFound, day: date, *, is_demo: bool) -> Paper:
    """The words that the loudspeaker says, with how often."""
    with override("vi"):
        asked = pack_of(found.text.occurred_on).loudspeaker_days
        body: list[Block] = [Text(f"Đọc chậm, rõ, {asked} ngày liền; nghỉ một ngày thì tính lại từ đầu (PD-03)."), Text("Kính thưa bà con,"), *map(Text, found.text.text.splitlines())]
        if found.text.hotline:
            body.append(Text(f"Bà con cần hỏi xin gọi {found.text.hotline}."))
        return _paper(found, day, "Lời phát thanh", body, is_demo=is_demo, recipients=("Người đọc loa;", KEPT_HERE))
