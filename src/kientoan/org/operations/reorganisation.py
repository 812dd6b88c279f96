"""Reorganisation as one event: units end and live on in others, whole or in parts, all or nothing.

Merging and splitting are the smallest of these; the reform of a province or the nation is the same act
with more rows (TN-11). What lay below a unit that is divided goes where a person puts it, or stands as
awaiting a decision: nothing is guessed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, participants
from kientoan.core.access import Actor, Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import Fact, end_many, record_many, take_back
from kientoan.core.models import Decision
from kientoan.core.operation import Act, in_operation, operation
from kientoan.core.participants import Change, Consequence, Fate, Kind, unsettled
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org import arrivals, queries, tree
from kientoan.org.enums import Tree
from kientoan.org.models import Placement, Succession, Unit, UnitClass, UnitName, UnitVersion
from kientoan.org.operations.units import DATED, check_kind, clean_name, establish, refuse_twins, replace_fact
from kientoan.org.plans import Reorganisation
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END

CHUNK = 500
Progress = Callable[[str, int, int], None]
"""Told what is being done, how many of it are done and how many there are."""


@dataclass(frozen=True)
class Reorganised:
    """What a reorganisation did.

    Parameters:
        ids: the new units by their keys.
        ended, moved, followed: units that ended, stand on under another, and rows of other tables that followed.
    """

    ids: dict[str, int]
    ended: int
    moved: int
    followed: int


def change_of(plan: Reorganisation, ids: Mapping[str, int] | None = None, *, decision: Decision | None = None, unconfirmed: bool = False) -> Change:
    """The change as participants see it.

    Parameters:
        plan: the reorganisation.
        ids: the new units' ids once they exist; before that they are named by their keys.
    """
    def known(reference: str | int) -> str | int:
        return ids.get(reference, reference) if ids is not None and isinstance(reference, str) else reference

    return Change(Kind.REORGANISE, tuple(fold.unit_id for fold in plan.folds), plan.on,
                  {fold.unit_id: tuple(known(each) for each in fold.into) for fold in plan.folds},
                  {key: known(where) for key, where in plan.answers.items()}, decision.pk if decision else None, unconfirmed)


def preview(plan: Reorganisation, *, actor: Actor | None = None) -> list[Consequence]:
    """What a reorganisation would mean, through every participant; reads only.

    Parameters:
        actor: who asks, where the right is asked for as when it is carried out; None where the asker has it.

    Raises:
        Refusal: for a plan that contradicts itself or the tree.
        NotAllowed: when the actor may not carry it out.
    """
    standing = check(plan)
    if actor is not None and (refused := actor.refusal(Right.CHANGE_UNITS, _asked(plan, standing), min(plan.on, clock.today()))):
        raise NotAllowed(refused)
    may_wait = {fold.unit_id for fold in plan.folds if fold.waits_under is not None}
    moving = tuple(move.unit_id for move in plan.moves)
    lines = participants.plan(change_of(plan)) + (participants.plan(Change(Kind.MOVE, moving, plan.on)) if moving else [])
    return [replace(line, fate=Fate.NEEDS_PERSON) if line.fate is Fate.WAITS and any(item.unit_id not in may_wait for item in line.items) else line
            for line in lines] + arrivals.namesakes_of(plan)


def _named(ids: Iterable[int], on: date) -> str:
    names = queries.names_of(ids, on)
    return ", ".join(sorted(names.values())[:5])


def check(plan: Reorganisation) -> dict[int, UnitVersion]:
    """Refuse a plan that contradicts itself or the tree of its day.

    Returns:
        the units that end or move, as they stand.

    Raises:
        Refusal: for a unit named twice, one that has ended, one that ends and takes another, a target of the other tree,
            a change dated before one that depends on it.
    """
    _refuse_strangers(plan)
    touched = [*(fold.unit_id for fold in plan.folds), *(move.unit_id for move in plan.moves)]
    renewed = [each.unit_id for each in plan.renewals]
    if not touched and not renewed:
        raise Refusal(_("Chưa chọn đơn vị nào. Chọn ít nhất một đơn vị để sắp xếp."), place="units")
    if twice := _doubled(touched) | (set(renewed) & {fold.unit_id for fold in plan.folds}) | _doubled(renewed):
        raise Refusal(_("Một đơn vị được nêu hai lần: %(names)s. Mỗi đơn vị chỉ nêu một lần.") % {"names": _named(twice, plan.on)}, place="units")
    standing: dict[int, UnitVersion] = {}
    wanted = {*touched, *renewed, *_ids(plan)}
    for start in range(0, len(wanted), CHUNK):
        for version in tree.versions(plan.on).filter(unit__in=sorted(wanted)[start:start + CHUNK]):
            standing[version.unit_id] = version
    if gone := [unit for unit in wanted if unit not in standing]:
        _refuse_gone(gone, plan.on)
    if later := [version.name for unit in [*touched, *renewed] if (version := standing[unit]).valid_to != OPEN_END]:
        raise Refusal(_("Sau ngày %(day)s đã có thay đổi khác của %(names)s. Rút lại thay đổi đó trước, hoặc chọn ngày sau nó.")
                      % {"day": write_day(plan.on), "names": ", ".join(later[:5])}, place="on")
    _check_folds(plan, standing)
    _refuse_later_children(plan)
    return {unit: standing[unit] for unit in [*touched, *renewed]}


def _refuse_later_children(plan: Reorganisation) -> None:
    """Refuse to end a unit under which others are known to stand from a later day."""
    ending = sorted(fold.unit_id for fold in plan.folds)
    for start in range(0, len(ending), CHUNK):
        later = Placement.objects.known().filter(parent__in=ending[start:start + CHUNK], valid_from__gt=plan.on).select_related("parent").first()
        if later is not None:
            raise Refusal(_("Sau ngày %(day)s đã có thay đổi khác của %(names)s. Rút lại thay đổi đó trước, hoặc chọn ngày sau nó.")
                          % {"day": write_day(plan.on), "names": _named([later.parent_id], plan.on)}, place="on")


def _doubled(ids: Sequence[int]) -> set[int]:
    seen: set[int] = set()
    return {unit for unit in ids if unit in seen or seen.add(unit)}  # type: ignore[func-returns-value]  # add answers nothing


def _ids(plan: Reorganisation) -> set[int]:
    """The standing units that a plan names as targets."""
    return {each for each in _references(plan) if isinstance(each, int)}


def _references(plan: Reorganisation) -> list[str | int | None]:
    """Everything that a plan names besides what ends, moves or is renewed: keys of new units, ids of standing ones."""
    return [*(each for fold in plan.folds for each in fold.into), *(fold.waits_under for fold in plan.folds), *(move.parent for move in plan.moves),
            *(new.parent for new in plan.new), *(area for new in plan.new for area in new.covers), *plan.answers.values()]


def _refuse_strangers(plan: Reorganisation) -> None:
    """Refuse a key that two new units bear, and one that none bears."""
    keys = {new.key for new in plan.new}
    if len(keys) != len(plan.new):
        raise Refusal(_("Hai đơn vị mang cùng một mã trong một lần lập."), place="code")
    if strange := next((each for each in _references(plan) if isinstance(each, str) and each not in keys), None):
        raise NotFound(_("Không có đơn vị “%(key)s”.") % {"key": strange}, place="units")


def _refuse_gone(gone: list[int], on: date) -> None:
    for unit in gone:
        life = tree.life(unit)
        if life is None:
            raise NotFound(_("Không có đơn vị này."), place="units")
        name = queries.names_of([unit], on).get(unit, "")
        sentence = (_("%(name)s không còn từ ngày %(end)s, nên ngày %(day)s không sắp xếp được. Chọn đơn vị đang có.") if life[1] <= on else
                    _("%(name)s chỉ có từ ngày %(start)s, nên ngày %(day)s không sắp xếp được. Chọn ngày sau."))
        raise Refusal(sentence % {"name": name, "start": write_day(life[0]), "end": write_day(life[1]), "day": write_day(on)}, place="units")


def _check_folds(plan: Reorganisation, standing: Mapping[int, UnitVersion]) -> None:
    ending = {fold.unit_id for fold in plan.folds}
    trees = {new.key: new.tree.value for new in plan.new}
    levels = {unit: version.tree for unit, version in standing.items()}
    for fold in plan.folds:
        name = standing[fold.unit_id].name
        if len(set(fold.into)) != len(fold.into):
            raise Refusal(_("%(name)s được chia hai lần vào cùng một đơn vị. Mỗi phần một đơn vị.") % {"name": name}, place="units")
        for target in fold.into:
            if isinstance(target, int) and target in ending:
                raise Refusal(_("%(target)s không còn sau sắp xếp, nên không nhận %(name)s được. Chọn đơn vị nhận khác.")
                              % {"target": standing[target].name, "name": name}, place="units")
            if (trees[target] if isinstance(target, str) else levels[target]) != standing[fold.unit_id].tree:
                raise Refusal(_("%(name)s và đơn vị nhận thuộc hai cây khác nhau. Chọn đơn vị cùng cây.") % {"name": name}, place="units", rule="TN-11")
    for new in plan.new:
        if any(new.tree != Tree.PARTY or (trees[area] if isinstance(area, str) else levels[area]) != Tree.TERRITORY for area in new.covers):
            raise Refusal(_("%(name)s: chỉ tổ chức đảng gắn với địa bàn. Bỏ liên kết đó, hoặc chọn một địa bàn.") % {"name": new.name}, place="area")


def _asked(plan: Reorganisation, standing: Mapping[int, UnitVersion]) -> set[int]:
    """Where the right is asked for: at every unit that ends, moves or takes something; none, which is the whole tree, where a new unit
    has none above."""
    roots = any(new.parent is None for new in plan.new) or any(version.parent_id is None for version in standing.values())
    return set() if roots else {*standing, *_ids(plan)}


def carry_out(plan: Reorganisation, *, decision: Citation | None, unconfirmed: bool, progress: Progress | None) -> Reorganised:
    """Do what a plan says; a step of operations, which makes their journal entry.

    Raises:
        Refusal: for what ``check`` refuses, and while something is left that a person must settle or place.
    """
    act = in_operation()
    tell = progress or (lambda _what, _done, _all: None)
    tree.hold()
    standing = check(plan)
    act.ask(_asked(plan, standing), min(plan.on, act.today))
    paper = cite(decision, today=act.today)
    plan = replace(plan, answers=_answered(plan, standing))
    ended = _end(act, plan, paper, tell)
    tell(_("lập đơn vị mới"), 0, len(plan.new))
    ids = establish(plan.new, on=plan.on, decision=paper, unconfirmed=unconfirmed, derive=False)
    change = change_of(plan, ids, decision=paper, unconfirmed=unconfirmed)
    _succeed(act, change, paper, unconfirmed=unconfirmed)
    moved = _move(act, plan, ids, paper, unconfirmed=unconfirmed)
    renewed = _renew(act, plan, standing, paper, unconfirmed=unconfirmed)
    followed = 0
    for at, each in enumerate(participants.participants()):
        tell(_("đưa theo những gì gắn với đơn vị"), at, len(participants.participants()))
        followed += each.apply(change)
    tell(_("dựng lại cây"), 0, 1)
    tree.rebuild({*standing, *ids.values()})
    _refuse_namesakes(plan, ids)
    participants.finish(change)
    tell(_("xong"), 1, 1)
    title = plan.title or ", ".join(sorted(version.name for version in standing.values())[:4])
    act.enter(unit=title, day=plan.on, count=ended + moved + renewed + len(ids) + followed, detail={
        "at": act.at.isoformat(), "new": [[ids[new.key], new.name, new.code] for new in plan.new],
        "folds": [[unit, list(change.into[unit])] for unit in change.units],
        "moves": [[move.unit_id, _id(move.parent, ids)] for move in plan.moves],
        "renewals": [[each.unit_id, each.name, each.level, each.kind] for each in plan.renewals]})
    return Reorganised(ids, len(plan.folds), moved, followed)


def _answered(plan: Reorganisation, standing: Mapping[int, UnitVersion]) -> dict[str, str | int]:
    """The answers of a plan with a place for everything that may wait.

    Raises:
        Refusal: while something is left over.
    """
    foreseen = change_of(plan)
    if left := unsettled(foreseen):
        raise Refusal(_("Chưa sắp xếp được. %(what)s.") % {"what": "; ".join(left)}, place="units")
    answers = dict(plan.answers)
    waiting = {fold.unit_id: fold.waits_under for fold in plan.folds}
    for item in (item for line in participants.plan(foreseen) if line.fate is Fate.WAITS for item in line.items):
        under = waiting[item.unit_id]
        if under is None:
            raise Refusal(_("%(name)s còn %(item)s chưa được xếp. Chọn nơi nhận, hoặc để chờ quyết định.")
                          % {"name": standing[item.unit_id].name, "item": item.label}, place="units")
        answers[item.key] = under
    return answers


def _refuse_namesakes(plan: Reorganisation, ids: Mapping[str, int]) -> None:
    """Refuse a namesake of a unit that the plan gives its name; one that merely arrives is told of in the preview (``arrivals``)."""
    named = {*ids.values(), *(each.unit_id for each in plan.renewals)}
    above = {parent for start in range(0, len(named), CHUNK) for parent in tree.versions(plan.on).filter(
        unit__in=sorted(named)[start:start + CHUNK]).values_list("parent", flat=True) if parent is not None}
    refuse_twins(above, plan.on, among=named)


@operation(title=gettext_lazy("Sắp xếp đơn vị"), right=Right.CHANGE_UNITS)
def reorganise(act: Act, *, plan: Reorganisation, decision: Citation | None = None, unconfirmed: bool = False,
               progress: Progress | None = None) -> Reorganised:
    """Merge, divide, end, move and establish units on one day, all or none (TN-11).

    Parameters:
        plan: what happens.
        decision: the paper that says so.
        unconfirmed: the day is only known as the later of two lists.
        progress: told of each stage, for long ones.

    Raises:
        Refusal: for what ``check`` refuses, and while something is left that a person must settle or place.
    """
    return carry_out(plan, decision=decision, unconfirmed=unconfirmed, progress=progress)


def _id(reference: str | int, ids: Mapping[str, int]) -> int:
    return reference if isinstance(reference, int) else ids[reference]


def _end(act: Act, plan: Reorganisation, paper: Decision | None, tell: Progress) -> int:
    """End the names, kinds, places and codes of the units that end."""
    ending = sorted(fold.unit_id for fold in plan.folds)
    ended = 0
    for model in DATED:
        for start in range(0, len(ending), CHUNK):
            facts: list[Any] = list(model.objects.known().filter(unit__in=ending[start:start + CHUNK], valid_to__gt=plan.on))
            if any(fact.valid_from >= plan.on for fact in facts):
                raise Refusal(_("Ngày %(day)s không sau ngày đơn vị bắt đầu. Chọn ngày sau.") % {"day": write_day(plan.on)}, place="on")
            ended += len(end_many(facts, at=act.at, on=plan.on, **({"decision_id": paper.pk} if paper and model is DATED[1] else {})))
            tell(_("kết thúc đơn vị cũ"), min(start + CHUNK, len(ending)), len(ending))
    return ended


def _succeed(act: Act, change: Change, paper: Decision | None, *, unconfirmed: bool) -> None:
    record_many(Succession, [
        {"predecessor_id": unit, "successor_id": target, "whole": len(change.into[unit]) == 1, "occurred_on": change.on, "decision": paper,
         "unconfirmed": unconfirmed} for unit in change.units for target in change.into[unit]], at=act.at)


def _move(act: Act, plan: Reorganisation, ids: Mapping[str, int], paper: Decision | None, *, unconfirmed: bool) -> int:
    moving = {move.unit_id: _id(move.parent, ids) for move in plan.moves}
    for start in range(0, len(moving), CHUNK):
        end_many(list(Placement.objects.known().filter(unit__in=sorted(moving)[start:start + CHUNK], valid_to__gt=plan.on)), at=act.at, on=plan.on)
    record_many(Placement, [{"unit_id": unit, "parent_id": parent, "valid_from": plan.on, "decision": paper, "unconfirmed": unconfirmed}
                            for unit, parent in moving.items()], at=act.at)
    return len(moving)


def _renew(act: Act, plan: Reorganisation, standing: Mapping[int, UnitVersion], paper: Decision | None, *, unconfirmed: bool) -> int:
    """Give units that stand on their new names, levels and kinds."""
    written = 0
    for each in plan.renewals:
        version = standing[each.unit_id]
        if version.name != each.name:
            replace_fact(act, UnitName, each.unit_id, on=plan.on, decision=paper, unconfirmed=unconfirmed, name=clean_name(each.name))
            written += 1
        if (version.level, version.kind) != (each.level, each.kind):
            check_kind(Tree(version.tree), each.level, each.kind)
            replace_fact(act, UnitClass, each.unit_id, on=plan.on, decision=paper, unconfirmed=unconfirmed, level=each.level, kind=each.kind)
            written += 1
    return written


def _facts_of_act(moment: datetime) -> list[tuple[type[Fact], list[Any]]]:
    """What one act recorded and superseded, by model."""
    found: list[tuple[type[Fact], list[Any]]] = []
    for model in apps.get_models():
        if issubclass(model, Fact):
            rows = list(model.objects.filter(recorded_at=moment)) + list(model.objects.filter(superseded_at=moment).exclude(recorded_at=moment))
            if rows:
                found.append((model, rows))
    return found


def _refuse_newer(units: Iterable[int], moment: datetime) -> None:
    """Refuse when anything that names one of the units was recorded after an act."""
    wanted = sorted(units)
    for label in (label for each in participants.participants() for label in each.models):
        model: Any = apps.get_model(label)
        if not issubclass(model, Fact):
            continue
        for name in (each.name for each in model._meta.get_fields() if isinstance(each, ForeignKey) and each.related_model is Unit):
            for start in range(0, len(wanted), CHUNK):
                count = model.objects.known().filter(**{f"{name}__in": wanted[start:start + CHUNK]}, recorded_at__gt=moment).count()
                if count:
                    raise Refusal(_("Sau lần sắp xếp này đã ghi thêm %(n)s bản ghi tại đơn vị mới. Rút lại các bản ghi đó trước.") % {"n": count},
                                  place="units")


@operation(title=gettext_lazy("Rút lại lần sắp xếp"), right=Right.CHANGE_UNITS)
def undo_reorganisation(act: Act, *, succession_id: str) -> int:
    """Take back a whole reorganisation while nothing depends on it: what ended goes on, what began never was.

    Parameters:
        succession_id: the fact's id of any of its successions.

    Returns:
        how many facts were touched.

    Raises:
        Refusal: when something was recorded at the new units since, or a later change touched the same facts.
    """
    tree.hold()
    any_of = Succession.objects.known().filter(fact_id=succession_id).first()
    if any_of is None:
        raise NotFound(_("Không có lần sắp xếp này, hoặc đã rút lại."), place="units")
    moment = any_of.recorded_at
    parts = list(Succession.objects.known().filter(recorded_at=moment, occurred_on=any_of.occurred_on))
    old, new = {each.predecessor_id for each in parts}, {each.successor_id for each in parts}
    versions = list(UnitVersion.objects.filter(superseded_at=None, unit__in=old | new))
    act.ask([] if any(version.parent_id is None for version in versions) else old | new)
    facts = _facts_of_act(moment)
    made = {row.unit_id for model, rows in facts if model in DATED for row in rows if row.recorded_at == moment}
    _refuse_newer(made, moment)
    touched = sum(take_back(model, rows, moment=moment, at=act.at) for model, rows in facts)
    tree.rebuild(old | new | made)
    act.enter(unit=_named(old, any_of.occurred_on), day=any_of.occurred_on, count=touched,
              detail={"undone": moment.isoformat(), "units": sorted(old), "new": sorted(new)})
    return touched


@operation(title=gettext_lazy("Rút lại việc xếp đơn vị"), right=Right.CHANGE_UNITS)
def undo_placing(act: Act, *, placement_id: str) -> int:
    """Let units that one act placed await a decision again, all or none, while none of them has moved on.

    Parameters:
        placement_id: the fact's id of any of their places.

    Returns:
        how many places were touched.

    Raises:
        Refusal: when one was moved or ended since.
    """
    tree.hold()
    found = arrivals.placing(placement_id)
    act.ask({*found.unit_ids, found.parent_id})
    rows = Placement.objects.filter(unit__in=found.unit_ids)
    touched = take_back(Placement, [*rows.filter(recorded_at=found.recorded_at), *rows.filter(superseded_at=found.recorded_at)],
                        moment=found.recorded_at, at=act.at)
    tree.rebuild(found.unit_ids)
    act.enter(unit=_named(found.unit_ids, found.day), day=found.day, count=touched,
              detail={"undone": found.recorded_at.isoformat(), "units": sorted(found.unit_ids), "under": found.parent_id})
    return touched
