"""The plan of a unit: what is found on a day, what is proposed, what people decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from kientoan.config import Config
from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.people.access import chunks, visible_ids
from kientoan.people.enums import ORDER, Obtained, title_of
from kientoan.people.models import Holding, Post
from kientoan.people.queries import PostRow, names_on, posts_below, posts_of
from kientoan.people.scopes import PostsBelow
from kientoan.quality import access
from kientoan.quality.enums import DemandName, ProblemName, RemedyName, VerdictName
from kientoan.quality.models import PlanItem, PlanVerdict
from kientoan.quality.queries.persons import planned_count, records_of
from kientoan.quality.queries.standards import standards_on
from kientoan.rules.posts import Kind
from kientoan.rules.quality import LEAST_SUCCESSORS, PLANNED_FOR, Demand, Gap, Problem, Proposal, Trouble, Verdict, Waits, gaps, plan

AHEAD = timedelta(days=180)
"""How far a plan looks ahead for terms that end."""
WHOLE = frozenset({UnitLevel.GRASSROOTS, UnitLevel.CELL, UnitLevel.COMMUNE, UnitLevel.HAMLET})
"""The levels whose plan is of everything below; above them a unit plans for its own posts, and those below for theirs."""
Key = tuple[str, int, int, str]
"""What a line is about: problem, post, person (0 for none), demand (empty for none)."""


def written(key: Key) -> str:
    """A key as an address carries it."""
    problem, post, person, demand = key
    return ":".join((problem, str(post), str(person), demand))


def read_key(text: str) -> Key:
    """The key that an address carries.

    Raises:
        NotFound: for anything else.
    """
    parts = text.split(":")
    if (len(parts) != 4 or parts[0] not in ProblemName.values or not all(part.isdecimal() and len(part) < 18 for part in parts[1:3])
            or (parts[3] and parts[3] not in set(Demand))):
        raise no_such_line()
    return parts[0], int(parts[1]), int(parts[2]), parts[3]


def no_such_line() -> NotFound:
    """The answer for a line that there is not, or that was settled meanwhile."""
    return NotFound(_("Không có việc này trong kế hoạch của đơn vị vào ngày đang xem. Mở lại trang kế hoạch."))


def waits() -> Waits:
    """The days that the settings give."""
    config = Config.load()
    return Waits(config.plan_vacant_days, config.plan_before_days, config.plan_gap_days)


def _problem(key: Key) -> str:
    """A problem in words, of a gap with the demand that is not met."""
    problem, _post, _person, demand = key
    label = str(ProblemName(problem).label)
    return f"{label} ({DemandName(demand).label})" if demand else label


@dataclass(frozen=True)
class Found:
    """Something found at a unit, with what is proposed.

    Parameters:
        key: what it is about.
        unit_id, unit, title: the post.
        person: whom it is about; empty for a post without a holder.
        visible: whether the asker may open the person's record.
        proposal: what is proposed, by when and why.
        gap: what is lacking, for a gap.
    """

    key: Key
    unit_id: int
    unit: str
    post_kind: str
    title: str
    person: str
    visible: bool
    proposal: Proposal
    gap: Gap | None = None

    @property
    def person_id(self) -> int:
        """Whom it is about; 0 for nobody."""
        return self.key[2]

    @property
    def problem_label(self) -> str:
        """What was found, in words."""
        return _problem(self.key)

    @property
    def remedy_label(self) -> str:
        """What is proposed, in words."""
        return str(RemedyName(self.proposal.remedy.value).label)

    @property
    def address_key(self) -> str:
        """The key as an address carries it."""
        return written(self.key)


def _rows(unit: UnitVersion, day: date) -> list[PostRow]:
    tops = PostsBelow(unit, day).tops
    if unit.level in WHOLE:
        return posts_below(tree.versions(day).filter(tree.below_any(tops)), day)
    return [row for top in tops for row in posts_of(top, day)]


@dataclass(frozen=True)
class _Line:
    """A trouble with whom it is about."""

    key: Key
    row: PostRow
    trouble: Trouble
    person: str = ""
    gap: Gap | None = None


def _of_posts(rows: Sequence[PostRow], day: date, planned: dict[int, int] | None) -> list[_Line]:
    vacant = [row.post_id for row in rows if row.vacant]
    ended: dict[int, date] = {}
    for part in chunks(vacant):
        ended |= dict(Holding.objects.known().filter(post__in=part, valid_to__lte=day).order_by().values_list("post").annotate(last=Max("valid_to")))
    lines: list[_Line] = []
    for row in rows:
        kind = Kind(row.kind)
        if row.vacant:
            lines.append(_Line((Problem.VACANT.value, row.post_id, 0, ""), row, Trouble(Problem.VACANT, kind, row.vacant, since=ended.get(row.post_id))))
        for holder in row.holders:
            if holder.term_ends_on is not None and holder.term_ends_on <= day + AHEAD:
                lines.append(_Line((Problem.TERM_ENDS.value, row.post_id, holder.person_id, ""), row, Trouble(Problem.TERM_ENDS, kind, ends_on=holder.term_ends_on), holder.name))
        if planned is not None and kind in PLANNED_FOR and planned.get(row.post_id, 0) < LEAST_SUCCESSORS:
            lines.append(_Line((Problem.NO_SUCCESSOR.value, row.post_id, 0, ""), row, Trouble(Problem.NO_SUCCESSOR, kind, planned.get(row.post_id, 0))))
    return lines


def _of_holders(rows: Sequence[PostRow], day: date) -> list[_Line]:
    """What the holders lack: gaps that are none are left out, and what is not on record is counted elsewhere."""
    records, standards = records_of((holder.person_id for row in rows for holder in row.holders), day), standards_on(day)
    units = {version.unit_id: version for part in chunks(row.unit_id for row in rows) for version in tree.versions(day).filter(unit__in=part)}
    before = {(post, person) for part in chunks(row.post_id for row in rows)
              for post, person in Holding.objects.known().filter(post__in=part, valid_to__lte=day).values_list("post", "person")}
    lines: list[_Line] = []
    for row in rows:
        standard = standards.of(row.kind, row.unit_level, row.unit_kind, standards.root_of(units[row.unit_id].chain))
        for holder in row.holders:
            facts = records.facts(holder.person_id, row.unit_id, holder.since,
                                  held_before=(row.post_id, holder.person_id) in before or holder.obtained == Obtained.PROLONGED)
            lines += [_Line((Problem.GAP.value, row.post_id, holder.person_id, gap.demand.value), row, Trouble(Problem.GAP, Kind(row.kind), ends_on=holder.term_ends_on, gap=gap), holder.name, gap)
                      for gap in gaps(standard, facts) if not gap.is_unknown]
            if row.kind == Kind.HAMLET_HEAD and not facts.is_member:
                lines.append(_Line((Problem.HEAD_NOT_MEMBER.value, row.post_id, holder.person_id, ""), row, Trouble(Problem.HEAD_NOT_MEMBER, Kind.HAMLET_HEAD), holder.name))
    return lines


def found_at(unit: UnitVersion, day: date, actor: Actor) -> list[Found]:
    """Everything found at a unit on a day with what is proposed, higher units first, the most urgent first within a post; a fixed number of queries for up to 500 posts.

    Parameters:
        actor: who asks; that somebody lacks a successor is only told to whoever may know of planning there (PV-13).
    """
    rows = _rows(unit, day)
    planned = planned_count([row.post_id for row in rows], day) if access.may_see_planning(actor, unit.unit_id, day) else None
    lines = [*_of_posts(rows, day, planned), *_of_holders(rows, day)]
    proposals = plan([line.trouble for line in lines], day, waits())
    seen = visible_ids(actor, {line.key[2] for line in lines if line.key[2]}, day)
    order = {row.post_id: at for at, row in enumerate(rows)}
    found = [Found(line.key, line.row.unit_id, line.row.unit, line.row.kind, line.row.title, line.person, line.key[2] in seen, proposal, line.gap)
             for line, proposal in zip(lines, proposals, strict=True)]
    return sorted(found, key=lambda each: (order[each.key[1]], each.proposal.due_on, each.key))


# -- what people decided -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decided:
    """An item of the plan as it stands on a day.

    Parameters:
        verdict: what was decided, and who does it by when.
        is_late: whether it is accepted and its day is over.
        latest: whether it is the newest decision, which can be taken back.
    """

    item_id: int
    key: Key
    unit_id: int
    unit: str
    title: str
    person: str
    verdict: PlanVerdict
    is_late: bool
    latest: bool
    post_kind: str = ""

    @property
    def label(self) -> str:
        """The decision in words."""
        return str(VerdictName(self.verdict.verdict).label)

    @property
    def problem_label(self) -> str:
        """What was found, in words."""
        return _problem(self.key)

    @property
    def version(self) -> UUID:
        """Names the decision."""
        fact: UUID = self.verdict.fact_id
        return fact


def key_of(item: PlanItem) -> Key:
    """What an item is about."""
    return item.problem, item.post_id, item.person_id or 0, item.demand


def decided_at(unit_id: int, day: date, *, planning: bool) -> list[Decided]:
    """What a unit decided, as it stands on a day; a fixed number of queries.

    Parameters:
        planning: whether the reader may know of planning; else what is about it is left out (PV-13).
    """
    verdicts = list(PlanVerdict.objects.known().on(day).filter(item__unit=unit_id).select_related("item__post"))
    if not planning:
        verdicts = [each for each in verdicts if each.item.problem != ProblemName.NO_SUCCESSOR]
    units = {version.unit_id: version for part in chunks(each.item.post.unit_id for each in verdicts)
             for version in UnitVersion.objects.filter(superseded_at=None, unit__in=part, valid_from__lte=day).order_by("valid_from")}
    names = names_on([each.item.person_id for each in verdicts if each.item.person_id], day)
    newest: defaultdict[int, date] = defaultdict(lambda: date.min)
    for item, since in PlanVerdict.objects.known().filter(item__in=[each.item_id for each in verdicts]).values_list("item", "valid_from"):
        newest[item] = max(newest[item], since)
    found: list[Decided] = []
    for each in verdicts:
        post: Post = each.item.post
        unit = units[post.unit_id]
        found.append(Decided(
            each.item_id, key_of(each.item), unit.unit_id, unit.name, title_of(post.kind, unit_kind=unit.kind, level=unit.level),
            names.get(each.item.person_id or 0, ""), each, each.verdict == VerdictName.ACCEPTED and each.due_on is not None and each.due_on < day, newest[each.item_id] == each.valid_from, post.kind))
    rank = {VerdictName.ACCEPTED: 0, VerdictName.DONE: 1, VerdictName.DROPPED: 2}
    return sorted(found, key=lambda each: (rank[VerdictName(each.verdict.verdict)], each.verdict.due_on or date.max, ORDER[each.post_kind], each.item_id))


@dataclass(frozen=True)
class UnitPlan:
    """The plan of a unit on a day.

    Parameters:
        open: what was found and nobody decided about, or what was dropped or done and is found again.
        decided: what was decided.
    """

    unit: UnitVersion
    day: date
    open: tuple[Found, ...]
    decided: tuple[Decided, ...]

    def line(self, key: Key) -> Found | None:
        """What was found under a key and is open."""
        return next((each for each in self.open if each.key == key), None)

    def counts(self) -> list[tuple[str, int]]:
        """How many open lines there are of each problem, in words."""
        return [(str(name.label), count) for name in ProblemName if (count := sum(each.key[0] == name.value for each in self.open))]


def plan_of(unit: UnitVersion, day: date, actor: Actor) -> UnitPlan:
    """The plan of a unit: what is open first, then what was decided."""
    decided = decided_at(unit.unit_id, day, planning=access.may_see_planning(actor, unit.unit_id, day))
    settled = {each.key for each in decided if each.verdict.verdict != VerdictName.DONE}
    return UnitPlan(unit, day, tuple(each for each in found_at(unit, day, actor) if each.key not in settled), tuple(decided))


def item_of(unit_id: int, item_id: int) -> PlanItem:
    """An item of a unit.

    Raises:
        NotFound: when there is none.
    """
    found: PlanItem | None = PlanItem.objects.filter(pk=item_id, unit=unit_id).select_related("post").first()
    if found is None:
        raise no_such_line()
    return found


def verdicts_of(item: PlanItem) -> list[PlanVerdict]:
    """Every decision about an item, the newest first."""
    return list(PlanVerdict.objects.known().filter(item=item).order_by("-valid_from"))


def verdict_now(item: PlanItem) -> Verdict | None:
    """What was decided last; None for nothing yet."""
    newest = next(iter(verdicts_of(item)), None)
    return Verdict(newest.verdict) if newest else None
