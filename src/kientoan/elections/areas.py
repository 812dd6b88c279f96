"""What is done to the polling areas of an electoral unit: named, corrected, taken away, and held again after a vote was annulled (NA-02, NA-09).

The vote in an area is an election that is part of its unit's; its team, turnout, ballots and seal are written by the same operations as every other count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.facts import correct, record, record_many, withdraw
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal, explained
from kientoan.elections import queries
from kientoan.elections.enums import Body
from kientoan.elections.models import Election, PollingArea
from kientoan.elections.operations import begin, enter, opened
from kientoan.elections.queries import Standing
from kientoan.rules.days import write_day
from kientoan.rules.election.areas import heeded_size
from kientoan.rules.vntext import tidy

MOST_AREAS, HIGHEST_NUMBER, MOST_REGISTERED = 500, 9_999, 1_000_000


@dataclass(frozen=True)
class AreaRow:
    """A polling area to be named.

    Parameters:
        number: by which it is known in its unit.
        name: what it is called.
        registered: voters on its roll.
        place: where one votes; empty where it is not said.
    """

    number: int
    name: str
    registered: int
    place: str = ""


def _judged(row: AreaRow) -> AreaRow:
    """An area as it is kept.

    Raises:
        Refusal: for a number, a name or a roll that cannot be.
    """
    if not 1 <= row.number <= HIGHEST_NUMBER:
        raise Refusal(_("Số của khu vực bỏ phiếu từ 1 đến 9.999. Gõ lại."), place="number", rule="NA-02")
    if not tidy(row.name):
        raise Refusal(_("Khu vực bỏ phiếu số %(number)s thiếu tên. Gõ tên, ví dụ Xóm An Ninh.") % {"number": row.number}, place="name", rule="NA-02")
    if not 1 <= row.registered <= MOST_REGISTERED:
        raise Refusal(_("Khu vực bỏ phiếu số %(number)s: số cử tri từ 1 đến 1.000.000. Gõ lại.") % {"number": row.number}, place="registered", rule="NA-02")
    return AreaRow(row.number, tidy(row.name)[:120], row.registered, tidy(row.place)[:200])


def _heeded(rows: Sequence[AreaRow]) -> list[str]:
    return [explained(reason) for row in rows if (reason := heeded_size(row.number, row.registered)) is not None]


def _refuse_counting(found: Standing) -> None:
    """Refuse to change which areas there are once the count began, in the unit as one or in any of them."""
    if found.seal is not None or found.counting:
        raise Refusal(_("Đã phát phiếu, việc kiểm đã bắt đầu, nên không thêm bớt khu vực bỏ phiếu. Thiếu khu vực thì hủy cuộc bầu cử này và mở lại với đủ khu vực."),
                      place="stage", rule="NA-02")
    if found.roll is not None:
        raise Refusal(_("Đã chốt số cử tri cho cả đơn vị kiểm một lần. Rút lại bước ấy rồi mới chia khu vực bỏ phiếu."), place="stage", rule="NA-02")


@operation(title=gettext_lazy("Ghi khu vực bỏ phiếu"), right=Right.HOLD_ELECTIONS)
def add_areas(act: Act, *, election_id: int, rows: Sequence[AreaRow]) -> list[str]:
    """Say into which polling areas an electoral unit is divided; each is counted by itself, and the unit is their sum (NA-02).

    Parameters:
        election_id: the unit's election, of voters.
        rows: all are named, or none.

    Returns:
        sentences on areas that are smaller or larger than the law wants.

    Raises:
        Refusal: for another body than the voters, a number that stands already, once the count began.
    """
    found = begin(act, election_id)
    if found.area is not None or found.call.body != Body.VALID_BALLOTS:
        raise Refusal(_("Chỉ đơn vị bầu cử của Quốc hội, Hội đồng nhân dân (cử tri bầu) mới chia khu vực bỏ phiếu. Mở trang cuộc bầu cử của đơn vị, hoặc sửa nơi bầu."),
                      place="stage", rule="NA-02")
    _refuse_counting(found)
    kept = [_judged(row) for row in rows]
    taken = {each.area.number for each in found.areas}
    if twice := next((row.number for at, row in enumerate(kept) if row.number in taken or any(row.number == other.number for other in kept[:at])), None):
        raise Refusal(_("Khu vực bỏ phiếu số %(number)s đã có. Mỗi khu vực một số; sửa số, hoặc sửa khu vực đã ghi.") % {"number": twice}, place="number", rule="NA-02")
    if not kept or len(taken) + len(kept) > MOST_AREAS:
        raise Refusal(_("Một đơn vị bầu cử có từ 1 đến %(most)s khu vực bỏ phiếu. Xem lại các dòng.") % {"most": MOST_AREAS}, place="areas", rule="NA-02")
    record_many(PollingArea, [
        {"whole": found.election, "election": Election.objects.create(unit_id=found.election.unit_id, part_of=found.election), "number": row.number, "name": row.name,
         "place": row.place, "registered": row.registered, "occurred_on": min(found.call.occurred_on, act.today)} for row in kept], at=act.at)
    enter(act, found, count=len(kept), areas=[[row.number, row.name, row.registered] for row in kept])
    return _heeded(kept)


def _area_of(found: Standing) -> PollingArea:
    """The polling area that is asked.

    Raises:
        Refusal: for an election that is none.
    """
    if found.area is None:
        raise Refusal(_("Đây không phải khu vực bỏ phiếu. Mở trang của khu vực từ trang của đơn vị bầu cử."), place="stage", rule="NA-02")
    return found.area


@operation(title=gettext_lazy("Sửa khu vực bỏ phiếu"), right=Right.HOLD_ELECTIONS)
def correct_area(act: Act, *, election_id: int, name: str, registered: int, place: str = "") -> list[str]:
    """Say otherwise what a polling area is called, where it votes, how many are registered, until its turnout is closed.

    Returns:
        a sentence when it is smaller or larger than the law wants.

    Raises:
        Refusal: once its turnout is closed, without a change.
    """
    found = begin(act, election_id)
    area = _area_of(found)
    if found.roll is not None:
        raise Refusal(_("Khu vực này đã chốt số cử tri đã bỏ phiếu. Rút lại bước ấy trước; đã phát phiếu thì không sửa được nữa."), place="stage", rule="NA-02")
    row = _judged(AreaRow(area.number, name, registered, place))
    changed = {key: value for key, value in (("name", row.name), ("registered", row.registered), ("place", row.place)) if value != getattr(area, key)}
    if not changed:
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="name")
    correct(area, at=act.at, **changed)
    enter(act, found, changed=changed)
    return _heeded([row])


@operation(title=gettext_lazy("Bỏ khu vực bỏ phiếu"), right=Right.HOLD_ELECTIONS)
def remove_area(act: Act, *, election_id: int) -> None:
    """Take away a polling area that was named by mistake, before it has a team.

    Raises:
        Refusal: once it has its team, or the count began anywhere in the unit.
    """
    found = begin(act, election_id)
    area = _area_of(found)
    if found.board:
        raise Refusal(_("Khu vực này đã ghi tổ bầu cử. Rút lại bước ấy trước."), place="stage", rule="NA-02")
    if area.turn == 1:
        _refuse_counting(queries.standing(area.whole_id))
    withdraw(area, at=act.at)
    enter(act, found, name=area.name)


@operation(title=gettext_lazy("Bầu lại ở khu vực bỏ phiếu"), right=Right.HOLD_ELECTIONS)
def hold_area_again(act: Act, *, election_id: int, on: date) -> int:
    """Hold the vote in a polling area again, with the same candidates, after it was annulled (NA-09); what was annulled stays with its seal.

    Parameters:
        election_id: the vote that was annulled or cancelled.
        on: the day of the new vote.

    Returns:
        the new vote's id.

    Raises:
        Refusal: for a vote that stands, one that is held again already, a day before the annulment, a unit that was cancelled.
    """
    found = opened(act, election_id)
    area = _area_of(found)
    whole = queries.standing(area.whole_id)
    if found.cancelled is None:
        raise Refusal(_("Cuộc bỏ phiếu ở khu vực này chưa bị hủy. Ghi văn bản hủy trước rồi mới bầu lại."), place="stage", rule="NA-09")
    if whole.cancelled is not None or whole.seal is not None:
        raise Refusal(_("Cuộc bầu cử của đơn vị đã hủy hoặc đã niêm. Xem trang của đơn vị."), place="stage", rule="NA-09")
    if any(each.area.pk == area.pk for each in whole.past_areas):
        raise Refusal(_("Khu vực này đã mở bầu lại. Xem ở trang của đơn vị."), place="stage", rule="NA-09")
    if on < found.cancelled.occurred_on:
        raise Refusal(_("Ngày bầu lại từ ngày hủy %(day)s trở đi. Sửa ngày.") % {"day": write_day(found.cancelled.occurred_on)}, place="on", rule="NA-09")
    again = Election.objects.create(unit_id=found.election.unit_id, part_of_id=area.whole_id, follows=found.election)
    record(PollingArea, at=act.at, whole_id=area.whole_id, election=again, number=area.number, turn=area.turn + 1, name=area.name, place=area.place,
           registered=area.registered, occurred_on=on)
    enter(act, found, again=on.isoformat(), turn=area.turn + 1)
    return again.pk
