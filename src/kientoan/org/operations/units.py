"""Establish, rename, reclassify, move, dissolve; link an organisation to the area it covers; take a change back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, end, end_many, record, record_many, withdraw
from kientoan.core.models import Decision
from kientoan.core.operation import Act, in_operation, operation
from kientoan.core.participants import Change, Kind, participants, unsettled
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import queries, tree
from kientoan.org.enums import LEVELS_OF_TREE, Tree, UnitKind, UnitLevel, kinds_of
from kientoan.org.models import OFFICIAL_CODE, Coverage, Placement, Unit, UnitClass, UnitCode, UnitName, UnitVersion
from kientoan.org.plans import NewUnit
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.vntext import one_placement, tidy

DATED = (UnitName, UnitClass, Placement, UnitCode)


def clean_name(name: str) -> str:
    """A unit's name as it is stored.

    Raises:
        Refusal: for an empty one, or one too long.
    """
    tidied = tidy(name)
    if not tidied:
        raise Refusal(_("Thiếu tên đơn vị. Gõ tên đầy đủ, ví dụ Xã Dương Thành."), place="name")
    if len(tidied) > 200:
        raise Refusal(_("Tên dài quá 200 chữ. Rút ngắn tên."), place="name")
    return tidied


def check_kind(unit_tree: Tree, level: UnitLevel, kind: UnitKind) -> None:
    """Refuse a level of another tree, or a kind of another level."""
    if level not in LEVELS_OF_TREE[unit_tree]:
        raise Refusal(_("Cấp “%(level)s” không thuộc cây này. Chọn cấp khác.") % {"level": level.label}, place="level")
    if kind not in kinds_of(level):
        raise Refusal(_("Loại “%(kind)s” không thuộc cấp “%(level)s”. Chọn loại khác.")
                      % {"kind": kind.label, "level": level.label}, place="kind")


def refuse_twins(parent_ids: set[int], day: date, *, among: set[int]) -> None:
    """Refuse a unit of ``among``, whose name a person chooses, when a namesake of its level stands under the same parent. Others, such
    as what a merger or a move brought together, are left alone; so is what awaits a decision."""
    seen: dict[tuple[int, str, str], int] = {}
    ordered = sorted(parent_ids)
    for start in range(0, len(ordered), 500):
        rows = tree.versions(day).filter(parent__in=ordered[start:start + 500], awaiting=False).values_list("parent", "level", "name", "unit")
        for parent, level, name, unit in rows:
            other = seen.setdefault((parent, level, one_placement(name)), unit)
            if other != unit and {other, unit} & among:
                raise Refusal(_("Đã có “%(name)s” cùng cấp dưới đơn vị này. Gõ tên khác, hoặc mở đơn vị đã có.")
                              % {"name": name}, place="name")


def establish(rows: Sequence[NewUnit], *, on: date, decision: Decision | None, unconfirmed: bool, derive: bool = True) -> dict[str, int]:
    """Establish units; a step of operations.

    Parameters:
        derive: whether the tree is derived anew at once; a caller that changes more of it derives it afterwards.

    Returns:
        the id of each by its key.

    Raises:
        Refusal: for an empty or doubled name, a kind outside its level, a code in use, a parent that is not there.
    """
    act = in_operation()
    tree.hold()
    for row in rows:
        check_kind(row.tree, row.level, row.kind)
    units = Unit.objects.bulk_create([Unit(tree=row.tree) for row in rows], batch_size=400)
    ids = {row.key: unit.pk for row, unit in zip(rows, units, strict=True)}
    if len(ids) != len(rows):
        raise Refusal(_("Hai đơn vị mang cùng một mã trong một lần lập."), place="code")
    shared = {"valid_from": on, "decision": decision, "unconfirmed": unconfirmed}

    def known(reference: str | int) -> int:
        if isinstance(reference, int):
            return reference
        if reference not in ids:
            raise NotFound(_("Không có đơn vị “%(key)s”.") % {"key": reference}, place="parent")
        return ids[reference]

    record_many(UnitName, [{"unit_id": ids[row.key], "name": clean_name(row.name), **shared} for row in rows], at=act.at)
    record_many(UnitClass, [{"unit_id": ids[row.key], "level": row.level, "kind": row.kind, **shared} for row in rows], at=act.at)
    parents = {row.key: known(row.parent) for row in rows if row.parent is not None}
    record_many(Placement, [{"unit_id": ids[key], "parent_id": parent, **shared} for key, parent in parents.items()], at=act.at)
    coded = [{"unit_id": ids[row.key], "scheme": OFFICIAL_CODE, "code": row.code, **shared} for row in rows if row.code]
    try:
        record_many(UnitCode, coded, at=act.at)
    except Refusal as refusal:
        raise Refusal(_("Mã này đang thuộc một đơn vị khác. Xem lại mã, hoặc kết thúc đơn vị kia trước."), place="code") from refusal
    record_many(Coverage, [{"organization_id": ids[row.key], "area_id": known(area), **shared}
                           for row in rows for area in row.covers], at=act.at)
    if derive:
        tree.rebuild(list(ids.values()))
        refuse_twins(set(parents.values()), on, among=set(ids.values()))
    return ids


@operation(title=gettext_lazy("Lập đơn vị"), right=Right.CHANGE_UNITS)
def establish_units(act: Act, *, rows: Sequence[NewUnit], on: date, decision: Citation | None = None,
                    unconfirmed: bool = False) -> dict[str, int]:
    """Establish one or many units on a day, all or none.

    Parameters:
        rows: the units, parents before or after their children.
        on: the first day on which they stand.
        decision: the paper that says so.
        unconfirmed: the day is only known as the later of two lists.

    Returns:
        the id of each by its key.
    """
    act.ask({row.parent for row in rows if isinstance(row.parent, int)}, on)
    ids = establish(rows, on=on, decision=cite(decision, today=act.today), unconfirmed=unconfirmed)
    act.enter(unit=rows[0].name if rows else "", day=on, count=len(rows),
              detail={"established": [[ids[row.key], row.name, row.level, row.kind, row.code] for row in rows]})
    return ids


def _standing(unit_id: int, on: date) -> UnitVersion:
    version = queries.unit_on(unit_id, on)
    if version is None:
        life = tree.life(unit_id)
        if life is None:
            raise NotFound(_("Không có đơn vị này."), place="unit")
        first, last = life
        refused = (_("Ngày %(day)s không có đơn vị này; đơn vị có từ %(first)s. Chọn ngày khác.") if last == OPEN_END else
                   _("Ngày %(day)s không có đơn vị này; đơn vị có từ %(first)s đến trước %(last)s. Chọn ngày khác."))
        raise Refusal(refused % {"day": write_day(on), "first": write_day(first), "last": write_day(last)}, place="on")
    return version


def _open(model: Any, unit_id: int, on: date) -> Any:
    fact = model.objects.known().on(on).filter(unit=unit_id).first()
    if fact is not None and fact.valid_to != OPEN_END:
        raise Refusal(_("Sau ngày này đã có thay đổi khác (%(day)s). Rút lại thay đổi đó trước, hoặc chọn ngày sau nó.")
                      % {"day": write_day(fact.valid_to)}, place="on")
    return fact


def replace_fact(act: Act, model: Any, unit_id: int, *, on: date, decision: Decision | None, unconfirmed: bool, **fields: Any) -> None:
    """From day ``on`` the unit's fact of this model is another; a step of operations."""
    standing = _open(model, unit_id, on)
    if standing is not None and standing.valid_from == on:
        raise Refusal(_("Đã có thay đổi này đúng ngày %(day)s. Rút lại thay đổi đó trước, hoặc chọn ngày sau.")
                      % {"day": write_day(on)}, place="on")
    if standing is not None:
        end(standing, at=act.at, on=on)
    record(model, at=act.at, unit_id=unit_id, valid_from=on, decision=decision, unconfirmed=unconfirmed, **fields)


@operation(title=gettext_lazy("Đổi tên đơn vị"), right=Right.CHANGE_UNITS)
def rename_unit(act: Act, *, unit_id: int, name: str, on: date, decision: Citation | None = None, unconfirmed: bool = False) -> None:
    """From a day on a unit is called otherwise.

    Raises:
        Refusal: for an empty or equal name, a sibling's name, a day on which the unit is not there.
    """
    act.ask([unit_id], on)
    tree.hold()
    version = _standing(unit_id, on)
    wanted = clean_name(name)
    if wanted == version.name:
        raise Refusal(_("Đơn vị đã mang tên này. Gõ tên mới."), place="name")
    replace_fact(act, UnitName, unit_id, on=on, decision=cite(decision, today=act.today), unconfirmed=unconfirmed, name=wanted)
    tree.rebuild([unit_id])
    if version.parent_id:
        refuse_twins({version.parent_id}, on, among={unit_id})
    act.enter(unit=wanted, day=on, detail={"unit": unit_id, "before": version.name, "after": wanted})


@operation(title=gettext_lazy("Đổi loại hoặc cấp đơn vị"), right=Right.CHANGE_UNITS)
def reclassify_unit(act: Act, *, unit_id: int, level: UnitLevel, kind: UnitKind, on: date,
                    decision: Citation | None = None, unconfirmed: bool = False) -> None:
    """From a day on a unit is of another kind or level.

    Raises:
        Refusal: when nothing differs, or the level cannot stand where the unit stands.
    """
    act.ask([unit_id], on)
    tree.hold()
    version = _standing(unit_id, on)
    check_kind(Tree(version.tree), level, kind)
    if (version.level, version.kind) == (level, kind):
        raise Refusal(_("Đơn vị đã thuộc loại và cấp này. Chọn loại hoặc cấp khác."), place="kind")
    replace_fact(act, UnitClass, unit_id, on=on, decision=cite(decision, today=act.today), unconfirmed=unconfirmed, level=level, kind=kind)
    tree.rebuild([unit_id])
    act.enter(unit=version.name, day=on, detail={"unit": unit_id, "before": [version.level, version.kind], "after": [level, kind]})


@operation(title=gettext_lazy("Chuyển đơn vị"), right=Right.CHANGE_UNITS)
def move_unit(act: Act, *, unit_id: int, parent_id: int, on: date, decision: Citation | None = None, unconfirmed: bool = False) -> None:
    """From a day on a unit, with all below it, stands under another; one that awaited a decision is thereby placed.
    A namesake under the unit that receives it is no hindrance: a move changes no name (``arrivals`` tells of it beforehand).

    Raises:
        Refusal: for a move into its own subtree, under a unit of the other tree, of a wrong level, or not there that day.
    """
    act.ask([unit_id, parent_id], on)
    tree.hold()
    version, parent = _standing(unit_id, on), _standing(parent_id, on)
    if version.tree != parent.tree:
        raise Refusal(_("“%(parent)s” thuộc cây khác. Chọn đơn vị cùng cây.") % {"parent": parent.name}, place="parent")
    if unit_id in parent.chain:
        raise Refusal(_("“%(parent)s” nằm trong chính “%(name)s”, nên không nhận nó được. Chọn đơn vị cấp trên khác.")
                      % {"parent": parent.name, "name": version.name}, place="parent", rule="TN-11")
    awaits = Placement.objects.known().on(on).filter(unit=unit_id, awaiting=True).exists()
    if version.parent_id == parent_id and not awaits:
        raise Refusal(_("Đơn vị đã thuộc “%(parent)s”. Chọn đơn vị cấp trên khác.") % {"parent": parent.name}, place="parent")
    replace_fact(act, Placement, unit_id, on=on, decision=cite(decision, today=act.today), unconfirmed=unconfirmed, parent_id=parent_id)
    tree.follow_move(version, parent, on)
    change = Change(Kind.MOVE, (unit_id,), on)
    moved = sum(each.apply(change) for each in participants())
    act.enter(unit=version.name, day=on, count=1 + moved, detail={"unit": unit_id, "before": version.parent_id, "after": parent_id})


@operation(title=gettext_lazy("Giải thể đơn vị"), right=Right.CHANGE_UNITS)
def dissolve_unit(act: Act, *, unit_id: int, on: date, decision: Citation | None = None) -> None:
    """From a day on a unit is no more; what hangs on it ends with it.

    Raises:
        Refusal: while a person must settle something first, such as units still below it.
    """
    act.ask([unit_id], on)
    tree.hold()
    version = _standing(unit_id, on)
    if version.valid_from == on and (tree.life(unit_id) or (on, on))[0] == on:
        raise Refusal(_("Đơn vị lập đúng ngày %(day)s. Chọn ngày sau ngày lập.") % {"day": write_day(on)}, place="on")
    change = Change(Kind.DISSOLVE, (unit_id,), on)
    if left := unsettled(change):
        raise Refusal(_("Chưa giải thể được. %(what)s.") % {"what": "; ".join(left)}, place="unit")
    paper = cite(decision, today=act.today)
    ended = 0
    for model in DATED:
        for fact in model.objects.known().filter(unit=unit_id, valid_to__gt=on):
            if fact.valid_to != OPEN_END or fact.valid_from > on:
                raise Refusal(_("Sau ngày này đã có thay đổi khác. Rút lại thay đổi đó trước."), place="on")
            end(fact, at=act.at, on=on, **({"decision": paper} if paper and model is UnitClass else {}))
            ended += 1
    ended += sum(each.apply(change) for each in participants())
    tree.rebuild([unit_id])
    act.enter(unit=version.name, day=on, count=ended, detail={"unit": unit_id, "dissolved": version.name})


@operation(title=gettext_lazy("Rút lại thay đổi gần nhất của đơn vị"), right=Right.CHANGE_UNITS)
def undo_change(act: Act, *, unit_id: int, on: date) -> None:
    """Take back what last happened to a unit, on its day: what ended then goes on, what began then never was.

    Raises:
        Refusal: when it is not the newest change, or it is the founding, or a coverage or grant has since been given anew.
    """
    act.ask([unit_id], on)
    tree.hold()
    events = queries.history(unit_id)
    if not events:
        raise NotFound(_("Không có đơn vị này."), place="unit")
    if not events[0].undo or events[0].day != on:
        raise Refusal(_("Chỉ rút lại được thay đổi gần nhất, và không rút lại việc lập đơn vị. Dùng giải thể."), place="on")
    touched = 0
    dissolved = events[0].kind is queries.EventKind.DISSOLVED
    for model in DATED:
        for begun in model.objects.known().filter(valid_from=on, unit=unit_id) if not dissolved else ():
            withdraw(begun, at=act.at)
            touched += 1
        for ended in model.objects.known().filter(valid_to=on, unit=unit_id):
            correct(ended, at=act.at, valid_to=OPEN_END)
            touched += 1
    if dissolved:
        touched += sum(each.restore(Change(Kind.DISSOLVE, (unit_id,), on)) for each in participants())
    tree.rebuild([unit_id])
    act.enter(unit=events[0].text, day=on, count=touched, detail={"unit": unit_id, "undone": events[0].text})


@operation(title=gettext_lazy("Gắn tổ chức với địa bàn"), right=Right.CHANGE_UNITS)
def cover_area(act: Act, *, organization_id: int, area_id: int, on: date, decision: Citation | None = None) -> None:
    """From a day on an organisation covers an area.

    Raises:
        Refusal: when the one is no organisation or the other no area, or another organisation covers it.
    """
    act.ask([organization_id], on)
    tree.hold()
    organization, area = _standing(organization_id, on), _standing(area_id, on)
    if organization.tree != Tree.PARTY or area.tree != Tree.TERRITORY:
        raise Refusal(_("Chọn một tổ chức đảng và một địa bàn."), place="area")
    other = queries.organization_of(area_id, on)
    if other is not None:
        raise Refusal(_("Ngày %(day)s địa bàn này đã thuộc %(name)s. Bỏ liên kết đó trước.")
                      % {"day": write_day(on), "name": other.name}, place="area", rule="TN-11")
    record(Coverage, at=act.at, organization_id=organization_id, area_id=area_id, valid_from=on, decision=cite(decision, today=act.today))
    act.enter(unit=organization.name, day=on, detail={"organization": organization_id, "area": area_id})


@operation(title=gettext_lazy("Bỏ liên kết tổ chức với địa bàn"), right=Right.CHANGE_UNITS)
def release_area(act: Act, *, organization_id: int, area_id: int, on: date) -> None:
    """From a day on an organisation no longer covers an area.

    Raises:
        Refusal: when it did not cover it.
    """
    act.ask([organization_id], on)
    tree.hold()
    found = Coverage.objects.known().filter(organization=organization_id, area=area_id, valid_to__gt=on)
    if not found:
        raise Refusal(_("Không có liên kết này vào ngày %(day)s.") % {"day": write_day(on)}, place="area")
    end_many(list(found), at=act.at, on=on)
    act.enter(unit=_standing(organization_id, on).name, day=on, detail={"organization": organization_id, "area": area_id})
