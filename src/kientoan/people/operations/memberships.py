"""Membership of the Party: who is in which organisation. The road to it is kept elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, end_many, record_many, withdraw
from kientoan.core.given import refuse_to_come
from kientoan.core.models import Decision
from kientoan.core.operation import Act, in_operation, operation
from kientoan.core.refusal import Refusal
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import Unit
from kientoan.people.enums import MembershipEnd, MemberStage
from kientoan.people.models import Membership
from kientoan.people.operations import steps
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.persons import refuse_membership


@dataclass(frozen=True)
class NewMembership:
    """A membership to be recorded.

    Parameters:
        unit_id: the Party organisation, normally a cell.
        stage: probationary or official.
        admitted_on: the day of admission, which the Party age is counted from; None when unknown.
        official_on: the day of becoming official; None for a probationary member or when unknown.
        since: the day from which they are in this organisation; the admission's when None.
        person_id: who; filled in where persons are entered with their membership.
    """

    unit_id: int
    stage: MemberStage = MemberStage.OFFICIAL
    admitted_on: date | None = None
    official_on: date | None = None
    since: date | None = None
    person_id: int = 0


@dataclass(frozen=True)
class MemberMove:
    """A member who goes to another organisation on a day, or becomes official, or leaves.

    Parameters:
        person_id: who.
        on: from which day.
        unit_id: whereto; None for one who stays or leaves.
        reason: why it ended, for one who leaves.
    """

    person_id: int
    on: date
    unit_id: int | None = None
    reason: MembershipEnd = MembershipEnd.TRANSFERRED


def _refuse_units(rows: Sequence[tuple[int, date]], names: Sequence[str]) -> None:
    """Refuse a unit of the other tree, or one that is not there on the day."""
    units = {unit for unit, _day in rows}
    trees = {unit: of for part in steps.chunks(units) for unit, of in Unit.objects.filter(pk__in=part).values_list("pk", "tree")}
    lives = steps.lives(units)
    for (unit, day), name in zip(rows, names, strict=True):
        prefix = f"{name}: " if len(rows) > 1 else ""
        if trees.get(unit) != Tree.PARTY:
            raise Refusal(prefix + _("Đơn vị này là địa bàn, không có đảng viên. Chọn chi bộ hoặc tổ chức đảng."), place="unit")
        life = lives.get(unit)
        if life is None or day not in life:
            first, last = (write_day(life.start), write_day(life.end)) if life else ("", "")
            raise Refusal(prefix + (
                _("Ngày %(day)s tổ chức chưa có (lập ngày %(first)s). Sửa ngày.") if life is None or day < life.start else
                _("Ngày %(day)s tổ chức đã kết thúc (từ ngày %(last)s). Chọn tổ chức tiếp nhận.")) % {"day": write_day(day), "first": first, "last": last},
                place="unit", rule="TN-11")


def admit(rows: Sequence[NewMembership], *, decision: Decision | None) -> list[str]:
    """Record memberships; a step of operations.

    Returns:
        sentences about what stands though it is to be looked at.

    Raises:
        Refusal: for dates that contradict one another, a unit of the other tree or not there, a person who is a member already.
    """
    act = in_operation()
    if not rows:
        return []
    ids = [row.person_id for row in rows]
    tree.hold()
    names, births = steps.names_of(ids), steps.births_of(ids)
    warnings: list[str] = []
    facts: list[dict[str, Any]] = []
    begins = [row.since or row.admitted_on or act.today for row in rows]
    _refuse_units([(row.unit_id, day) for row, day in zip(rows, begins, strict=True)], [names.get(each, "") for each in ids])
    standing = {member.person_id: member for part in steps.chunks(ids) for member in Membership.objects.known().filter(person__in=part, valid_to=OPEN_END)}
    for row, day in zip(rows, begins, strict=True):
        named = names.get(row.person_id, "") if len(rows) > 1 else ""
        if before := standing.get(row.person_id):
            raise Refusal(_("%(name)s đang sinh hoạt ở một tổ chức từ ngày %(day)s. Chuyển sinh hoạt, đừng thêm lần nữa.")
                          % {"name": names.get(row.person_id, ""), "day": write_day(before.valid_from)}, place="person")
        if row.official_on and row.stage == MemberStage.PROBATIONARY:
            raise Refusal(_("Đảng viên dự bị chưa có ngày chính thức. Bỏ ngày đó, hoặc chọn đảng viên chính thức."), place="official_on")
        found = refuse_membership(row.admitted_on, row.official_on, day, birth=births.get(row.person_id), today=act.today)
        warnings += steps.refuse_first([found] if found else [], named=named, place="official_on" if row.official_on else "admitted_on")
        facts.append({"person_id": row.person_id, "unit_id": row.unit_id, "stage": row.stage, "admitted_on": row.admitted_on,
                      "official_on": row.official_on, "valid_from": day, "decision": decision})
    record_many(Membership, facts, at=act.at)
    return warnings


def _label(act: Act, person_ids: Sequence[int]) -> str:
    return steps.names_of(person_ids).get(person_ids[0], "") if len(person_ids) == 1 else ""


@operation(title=gettext_lazy("Ghi đảng viên vào tổ chức"), right=Right.KEEP_PERSONS)
def admit_members(act: Act, *, rows: Sequence[NewMembership], decision: Citation | None = None) -> tuple[str, ...]:
    """Say that persons are members of the Party in organisations.

    Returns:
        sentences about what stands though it is to be looked at.

    Raises:
        Refusal: for dates that contradict one another, a unit that is no Party organisation or not there, or a member elsewhere.
    """
    act.ask({row.unit_id for row in rows})
    steps.refuse_unseen(act, [row.person_id for row in rows])
    warnings = admit(rows, decision=cite(decision, today=act.today))
    act.enter(unit=_label(act, [row.person_id for row in rows]), day=max((row.since or row.admitted_on or act.today for row in rows), default=None),
              count=len(rows), detail={"admitted": [[row.person_id, row.unit_id] for row in rows]})
    return tuple(warnings)


def _standing(act: Act, rows: Sequence[MemberMove]) -> dict[int, Membership]:
    """The membership of each, to be ended on its day.

    Raises:
        Refusal: for a day to come, for who is no member, and for a day on or before the membership began.
    """
    ids = [row.person_id for row in rows]
    if len(set(ids)) != len(ids):
        raise Refusal(_("Một người có hai dòng trong danh sách. Bỏ một dòng."), place="person")
    steps.refuse_unseen(act, ids)
    return _found(act, rows)


def _found(act: Act, rows: Sequence[MemberMove]) -> dict[int, Membership]:
    """``_standing`` for persons of whom the operation under way may know."""
    ids = [row.person_id for row in rows]
    names = steps.names_of(ids)
    found = {member.person_id: member for part in steps.chunks(ids) for member in Membership.objects.known().filter(person__in=part, valid_to=OPEN_END)}
    for row in rows:
        refuse_to_come(act, row.on)
        member = found.get(row.person_id)
        if member is None:
            raise Refusal(_("%(name)s không đang sinh hoạt ở tổ chức nào. Ghi vào tổ chức trước.") % {"name": names.get(row.person_id, "")}, place="person")
        if row.on <= member.valid_from:
            raise Refusal(_("%(name)s vào tổ chức ngày %(day)s. Chọn ngày sau đó.")
                          % {"name": names.get(row.person_id, ""), "day": write_day(member.valid_from)}, place="on")
    return found


def _end(act: Act, rows: Sequence[MemberMove], found: dict[int, Membership]) -> None:
    for day, reason in sorted({(row.on, str(row.reason)) for row in rows}):
        end_many([found[row.person_id] for row in rows if (row.on, str(row.reason)) == (day, reason)], at=act.at, on=day, end_reason=reason)


def _move(act: Act, targets: Sequence[tuple[MemberMove, int]], found: dict[int, Membership], paper: Decision | None) -> None:
    """End what stands of members and let it go on elsewhere."""
    _end(act, [row for row, _unit in targets], found)
    record_many(Membership, [
        {"person_id": row.person_id, "unit_id": unit, "stage": found[row.person_id].stage, "admitted_on": found[row.person_id].admitted_on,
         "official_on": found[row.person_id].official_on, "valid_from": row.on, "decision": paper} for row, unit in targets], at=act.at)


def move_member(person_id: int, unit_id: int, on: date, *, paper: Decision | None) -> None:
    """From a day on a member is in another organisation; a step of operations that asked both sides.

    Raises:
        Refusal: for who is no member, a unit of the other tree or not there, or a day on or before the membership began.
    """
    act = in_operation()
    tree.hold()
    row = MemberMove(person_id, on, unit_id)
    found = _found(act, [row])
    _refuse_units([(unit_id, on)], [""])
    _move(act, [(row, unit_id)], found, paper)


def strike_off(person_id: int, on: date) -> Membership:
    """From a day on a member on probation is struck off; a step of operations. The version that ended.

    Raises:
        Refusal: for who is no member, or a day on or before the membership began.
    """
    act = in_operation()
    row = MemberMove(person_id, on, reason=MembershipEnd.STRUCK_OFF)
    found = _found(act, [row])
    _end(act, [row], found)
    return found[person_id]


def confirm(person_id: int, official_on: date, *, paper: Decision | None) -> Membership:
    """A member on probation is official from the exact day, however late that was decided and wherever the member is meanwhile (NM-12); a step of operations.

    Returns:
        the first version that holds from that day.

    Raises:
        Refusal: for who is no member on probation on that day.
    """
    act = in_operation()
    lasting = list(Membership.objects.known().filter(person=person_id, valid_to__gt=official_on).order_by("valid_from"))
    if not lasting or any(each.stage == MemberStage.OFFICIAL for each in lasting) or lasting[0].valid_from >= official_on:
        raise Refusal(_("Ngày %(day)s người này không phải đảng viên dự bị. Xem lại sinh hoạt đảng trên trang của người đó.") % {"day": write_day(official_on)}, place="on")
    first, *later = lasting
    kept = {"unit_id": first.unit_id, "admitted_on": first.admitted_on, "valid_to": first.valid_to, "end_reason": first.end_reason}
    correct(first, at=act.at, valid_to=official_on, end_reason=MembershipEnd.STAGE_CHANGED)
    made = record_many(Membership, [{"person_id": person_id, "stage": MemberStage.OFFICIAL, "official_on": official_on, "valid_from": official_on, "decision": paper, **kept}], at=act.at)
    for each in later:
        correct(each, at=act.at, stage=MemberStage.OFFICIAL, official_on=official_on)
    return made[0]


def take_back_membership(key: UUID) -> None:
    """Take back a membership that a later stage of the road wrote, the newest of its person; what it had ended goes on. A step of operations.

    Raises:
        Refusal: when something rests on it: a transfer, an end.
    """
    act = in_operation()
    version = Membership.objects.known().filter(fact_id=key).first()
    newest = Membership.objects.known().filter(person=version.person_id).order_by("-valid_from").first() if version else None
    if version is None or newest is None or newest.pk != version.pk:
        raise Refusal(_("Sinh hoạt đảng của người này đã được ghi tiếp sau bước đó. Rút lại bản ghi sau trên trang của người đó trước."))
    _take_back(act, version)


@operation(title=gettext_lazy("Chuyển sinh hoạt đảng"), right=Right.KEEP_PERSONS)
def transfer_members(act: Act, *, rows: Sequence[MemberMove], decision: Citation | None = None) -> int:
    """From a day on members are in another organisation.

    Raises:
        Refusal: for who is no member, a unit of the other tree, or the organisation where they are.
    """
    wanted = {row.unit_id for row in rows if row.unit_id is not None}
    act.ask(wanted)
    tree.hold()
    found = _standing(act, rows)
    act.ask({member.unit_id for member in found.values()} | wanted)
    names = steps.names_of(found)
    targets = [(row, row.unit_id) for row in rows if row.unit_id is not None]
    if len(targets) != len(rows) or any(unit == found[row.person_id].unit_id for row, unit in targets):
        raise Refusal(_("Tổ chức đến phải khác tổ chức đang sinh hoạt. Chọn tổ chức khác."), place="unit")
    _refuse_units([(unit, row.on) for row, unit in targets], [names.get(row.person_id, "") for row in rows])
    _move(act, targets, found, cite(decision, today=act.today))
    act.enter(unit=_label(act, list(found)), day=max((row.on for row in rows), default=None), count=len(rows),
              detail={"transferred": [[row.person_id, found[row.person_id].unit_id, unit] for row, unit in targets]})
    return len(rows)


@operation(title=gettext_lazy("Công nhận đảng viên chính thức"), right=Right.KEEP_PERSONS)
def confirm_members(act: Act, *, rows: Sequence[MemberMove], decision: Citation | None = None) -> int:
    """From a day on probationary members are official.

    Raises:
        Refusal: for who is no member or is official already, or a day before the admission.
    """
    found = _standing(act, rows)
    act.ask({member.unit_id for member in found.values()})
    for row in rows:
        member = found[row.person_id]
        if member.stage == MemberStage.OFFICIAL:
            raise Refusal(_("Người này đã là đảng viên chính thức."), place="person")
        refused = refuse_membership(member.admitted_on, row.on, max(member.valid_from, member.admitted_on or member.valid_from), birth=None, today=act.today)
        steps.refuse_first([refused] if refused else [], named="", place="on")
    paper = cite(decision, today=act.today)
    _end(act, [MemberMove(row.person_id, row.on, None, MembershipEnd.STAGE_CHANGED) for row in rows], found)
    record_many(Membership, [
        {"person_id": row.person_id, "unit_id": found[row.person_id].unit_id, "stage": MemberStage.OFFICIAL,
         "admitted_on": found[row.person_id].admitted_on, "official_on": row.on, "valid_from": row.on, "decision": paper} for row in rows], at=act.at)
    act.enter(unit=_label(act, list(found)), day=max((row.on for row in rows), default=None), count=len(rows),
              detail={"confirmed": [row.person_id for row in rows]})
    return len(rows)


@operation(title=gettext_lazy("Ghi thôi sinh hoạt đảng"), right=Right.KEEP_PERSONS)
def end_memberships(act: Act, *, rows: Sequence[MemberMove]) -> int:
    """From a day on persons are no longer members, for a reason.

    Raises:
        Refusal: for who is no member, or a day to come.
    """
    found = _standing(act, rows)
    act.ask({member.unit_id for member in found.values()})
    _end(act, rows, found)
    act.enter(unit=_label(act, list(found)), day=max((row.on for row in rows), default=None), count=len(rows),
              detail={"ended": [[row.person_id, row.reason] for row in rows]})
    return len(rows)


def _take_back(act: Act, version: Membership) -> None:
    """Undo an end, or take a membership back and let the one before go on."""
    if not steps.is_open(version):
        correct(version, at=act.at, valid_to=OPEN_END, end_reason="")
        return
    before = Membership.objects.known().filter(person=version.person_id, valid_to=version.valid_from).first()
    withdraw(version, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=OPEN_END, end_reason="")


@operation(title=gettext_lazy("Rút lại sinh hoạt đảng đã ghi"), right=Right.KEEP_PERSONS)
def withdraw_membership(act: Act, *, version_id: int) -> None:
    """Take back what was last recorded of a membership: an end is undone, a transfer goes back, an entry never was.

    Raises:
        Refusal: when it is not the newest of the person, or somebody changed it meanwhile.
    """
    version: Membership = steps.seen(Membership, version_id)
    steps.ask_person(act, version.person_id)
    steps.refuse_superseded(version)
    newest = Membership.objects.known().filter(person=version.person_id).order_by("-valid_from").first()
    if newest is not None and newest.pk != version.pk:
        raise Refusal(_("Chỉ rút lại được bản ghi mới nhất."), place="person")
    _take_back(act, version)
    act.enter(unit=_label(act, [version.person_id]), day=version.valid_from, detail={"person": version.person_id, "withdrawn": str(version.fact_id)})
