"""Questions about resolutions and tasks. The only place of `resolutions` with joins; answers are frozen rows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right
from kientoan.core.models import StoredFile
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of, names_of, no_such_unit, unit_on
from kientoan.people.hooks import MOST, OwnLine
from kientoan.people.models import Holding, Membership
from kientoan.people.queries import names_on, scope_of
from kientoan.registers.enums import PaperKind
from kientoan.resolutions import access
from kientoan.resolutions.enums import ClauseAnswerKind, TaskState, TaskStepKind
from kientoan.resolutions.models import (
    Clause,
    ClauseAnswer,
    Evidence,
    Publication,
    Resolution,
    ResolutionText,
    Target,
    Task,
    TaskBrief,
    TaskHelper,
    TaskStanding,
    TaskStep,
)
from kientoan.rules.amounts import write_amount
from kientoan.rules.days import write_day
from kientoan.rules.tasks import FINISHED, OPEN, Answer, State, Tally, days_over, has_risen, last_due_of_risen, tally_of
from kientoan.rules.vntext import name_sort_key, search_terms

PAGE = 50
RISES_AFTER = 7
"""Days overdue after which a task shows one level above; KIENTOAN_TASK_RISE_DAYS sets another number. No source gives one."""
OPEN_VALUES = sorted(state.value for state in OPEN)
IS_OPEN = Q(state__in=OPEN_VALUES, done_on=None)
"""The condition on a standing that its task is open; its second half says nothing new, but lets the index of what is due be used."""


# -- resolutions ---------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClauseLine:
    """A clause with its targets.

    Parameters:
        key: names it whatever is corrected.
        answer: what this resolution says of the clause; only where it is one of the resolution above.
    """

    key: UUID
    position: int
    text: str
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A resolution as it is believed now.

    Parameters:
        unit: whose it is, as it stood on the paper's date.
        published_on: None for a draft.
        clauses: by position.
    """

    resolution: Resolution
    text: ResolutionText
    unit: UnitVersion
    published_on: date | None
    clauses: tuple[ClauseLine, ...]

    @property
    def is_published(self) -> bool:
        """Whether it binds."""
        return self.published_on is not None

    @property
    def name(self) -> str:
        """Kind and number as papers cite it: ``nghị quyết 05-NQ/ĐU``."""
        return cited(self.text)

    def clause(self, key: UUID) -> ClauseLine:
        """A clause of this resolution.

        Raises:
            NotFound: when there is none.
        """
        found = next((line for line in self.clauses if line.key == key), None)
        if found is None:
            raise NotFound(_("Không có mục này trong nghị quyết. Mở lại trang nghị quyết."))
        return found


def cited(text: ResolutionText) -> str:
    """Kind and number as papers cite it."""
    kind = str(PaperKind(text.kind).label)
    return f"{kind} {text.number}" if text.number else kind


def no_such_resolution() -> NotFound:
    """The answer for a resolution that there is not, or that may not be known."""
    return NotFound(_("Không có nghị quyết này, hoặc nằm ngoài phạm vi được xem."))


def paper(resolution_id: int) -> Paper:
    """A resolution as it is believed now; five queries.

    Raises:
        NotFound: when there is none.
    """
    text = ResolutionText.objects.known().filter(resolution=resolution_id).select_related("resolution").first()
    unit = unit_on(text.resolution.unit_id, text.occurred_on) if text else None
    if text is None or unit is None:
        raise no_such_resolution()
    published = Publication.objects.known().filter(resolution=resolution_id).first()
    targets: defaultdict[UUID, list[Target]] = defaultdict(list)
    for target in Target.objects.known().filter(resolution=resolution_id).order_by("due_on", "pk"):
        targets[target.clause].append(target)
    clauses = tuple(ClauseLine(fact.fact_id, fact.position, fact.text, tuple(targets[fact.fact_id]))
                    for fact in Clause.objects.known().filter(resolution=resolution_id).order_by("position"))
    return Paper(text.resolution, text, unit, published.occurred_on if published else None, clauses)


def may_read(actor: Actor, found: Paper, day: date) -> bool:
    """Whether the actor may read a resolution: of their own units, or published above one of them."""
    unit_id = found.resolution.unit_id
    return access.may_see(actor, unit_id, day) or (found.is_published and access.is_above_own(actor, unit_id, day))


def seen_paper(actor: Actor, resolution_id: int, day: date) -> Paper:
    """A resolution that the actor may read.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    found = paper(resolution_id)
    if not may_read(actor, found, day):
        raise no_such_resolution()
    return found


@dataclass(frozen=True)
class Version:
    """A version of the paper, of a clause or of a target that another took the place of, or that was dropped."""

    what: str
    text: str
    recorded_at: Any
    superseded_at: Any
    reason: str


def versions_of(found: Paper) -> list[Version]:
    """What stood before and does so no more, the newest first; five queries."""
    texts = [(_("Tên nghị quyết"), f"{cited(each)}: {each.title}", each)
             for each in ResolutionText.objects.filter(resolution=found.resolution, superseded_at__isnull=False)]
    clauses = [(_("Mục %(n)s") % {"n": each.position}, each.text, each) for each in Clause.objects.filter(resolution=found.resolution, superseded_at__isnull=False)]
    targets = [(_("Chỉ tiêu"), f"{each.name}: {write_amount(each.value)} {each.measure}, {write_day(each.due_on)}", each)
               for each in Target.objects.filter(resolution=found.resolution, superseded_at__isnull=False)]
    after = {(each.fact_id, each.recorded_at): each.reason for model in (ResolutionText, Clause) for each in model.objects.filter(resolution=found.resolution)}
    rows = [Version(what, text, fact.recorded_at, fact.superseded_at, after.get((fact.fact_id, fact.superseded_at), "")) for what, text, fact in [*texts, *clauses, *targets]]
    return sorted(rows, key=lambda row: row.superseded_at, reverse=True)


@dataclass(frozen=True)
class ResolutionRow:
    """A resolution in a list."""

    resolution_id: int
    unit: str
    name: str
    title: str
    day: date
    published_on: date | None
    clauses: int


@dataclass(frozen=True)
class ResolutionPage:
    """A page of a list of resolutions: its rows, how many there are in all."""

    rows: tuple[ResolutionRow, ...]
    count: int


def resolutions_at(actor: Actor, unit: UnitVersion, day: date, *, query: str = "", above: bool = False, start: int = 0) -> ResolutionPage:
    """The resolutions of a unit and of all below it, the newest first, or those published above it; five queries.

    Parameters:
        unit: as it stands on ``day``.
        query: words of a title or a number.
        above: those of the units above, for whoever works at this one.
        start: how many rows to pass over.
    """
    texts = ResolutionText.objects.known().on(day)
    published = Publication.objects.known().on(day).filter(resolution=OuterRef("resolution"))
    if above:
        texts = texts.filter(resolution__unit__in=unit.chain[:-1]).filter(Exists(published))
    else:
        if not access.may_see(actor, unit.unit_id, day):
            raise no_such_unit()
        texts = texts.filter(resolution__unit__in=scope_of(unit, day).values("unit").order_by())
    for word, exact in search_terms(query):
        texts = texts.filter(**{"search_exact__contains" if exact else "search_plain__contains": word})
    clauses = Clause.objects.known().filter(resolution=OuterRef("resolution")).order_by().values("resolution").annotate(n=Count("pk")).values("n")
    found = list(texts.annotate(published_on=published.values("occurred_on")[:1], clauses=clauses[:1]).select_related("resolution").order_by("-occurred_on", "-pk")[start:start + PAGE])
    names = names_of({each.resolution.unit_id for each in found}, day)
    return ResolutionPage(tuple(ResolutionRow(
        each.resolution_id, names.get(each.resolution.unit_id, ""), cited(each), each.title, each.occurred_on, each.published_on, each.clauses or 0) for each in found), texts.count())


def made_of(keys: Collection[UUID]) -> dict[UUID, tuple[int, str]]:
    """The resolutions that were made of what meetings decided, by the key of the item: id and name; one query."""
    texts = ResolutionText.objects.known().filter(resolution__source_key__in=keys).select_related("resolution")
    return {each.resolution.source_key: (each.resolution_id, cited(each)) for each in texts if each.resolution.source_key is not None}


def binding_above(unit: UnitVersion, day: date) -> list[tuple[int, str]]:
    """The published resolutions of the units above one, as choices: what a resolution of the unit may answer; two queries."""
    published = Publication.objects.known().on(day).filter(resolution=OuterRef("resolution"))
    texts = ResolutionText.objects.known().filter(Exists(published), resolution__unit__in=unit.chain[:-1]).select_related("resolution").order_by("-occurred_on", "-pk")[:PAGE]
    found = list(texts)
    names = names_of({each.resolution.unit_id for each in found}, day)
    return [(each.resolution_id, f"{names.get(each.resolution.unit_id, '')}: {cited(each)}, {each.title}") for each in found]


# -- answers to the resolution above -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerLine:
    """What a resolution says of one clause of the one above; ``fact`` is None for a blank cell."""

    clause: ClauseLine
    fact: ClauseAnswer | None
    own: ClauseLine | None

    @property
    def label(self) -> str:
        """What it says, in words; empty for a blank cell."""
        return str(ClauseAnswerKind(self.fact.answer).label) if self.fact else ""


def answer_lines(found: Paper, above: Paper) -> list[AnswerLine]:
    """Every clause of the resolution above with what this one says of it; one query."""
    facts = {each.clause: each for each in ClauseAnswer.objects.known().filter(resolution=found.resolution)}
    own = {line.key: line for line in found.clauses}
    return [AnswerLine(line, facts.get(line.key), own.get(facts[line.key].own_clause) if line.key in facts else None) for line in above.clauses]


def blanks(found: Paper) -> list[ClauseLine]:
    """The clauses of the resolution above that have no answer; those whose answer names a clause that is no more are blank too."""
    if found.resolution.above_id is None:
        return []
    return [line.clause for line in answer_lines(found, paper(found.resolution.above_id))
            if line.fact is None or (line.fact.answer != Answer.NOT_APPLICABLE and line.own is None)]


@dataclass(frozen=True)
class MatrixRow:
    """A resolution below and what it says of each clause above, in their order; an empty text is a blank cell.

    Parameters:
        resolution_id: None for a unit that has no resolution which answers this one.
        cells: as many as the resolution above has clauses.
    """

    unit_id: int
    unit: str
    resolution_id: int | None
    name: str
    is_published: bool
    cells: tuple[str, ...]

    @property
    def blank(self) -> int:
        """How many cells are blank."""
        return sum(not cell for cell in self.cells)


def matrix(found: Paper, day: date) -> list[MatrixRow]:
    """What the units directly below say of each clause, by name, with those that have not begun to answer; five queries."""
    below = list(tree.versions(day).filter(parent=found.resolution.unit_id).order_by("sort_key", "unit"))
    texts = {each.resolution.unit_id: each for each in ResolutionText.objects.known().filter(
        resolution__above=found.resolution, resolution__unit__in=[unit.unit_id for unit in below]).select_related("resolution").order_by("pk")}
    ids = [text.resolution_id for text in texts.values()]
    published = set(Publication.objects.known().filter(resolution__in=ids).values_list("resolution", flat=True))
    cells = {(resolution, clause): str(answer) for resolution, clause, answer in ClauseAnswer.objects.known().filter(resolution__in=ids).values_list("resolution", "clause", "answer")}
    empty = ("",) * len(found.clauses)
    return [MatrixRow(unit.unit_id, unit.name, text.resolution_id if text else None, cited(text) if text else "", bool(text and text.resolution_id in published),
                      tuple(cells.get((text.resolution_id, line.key), "") for line in found.clauses) if text else empty)
            for unit in below for text in [texts.get(unit.unit_id)]]


# -- who may lead --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """A unit, or a person there, that may lead or help.

    Parameters:
        person_id: None for the unit itself.
        name: what is chosen.
    """

    unit_id: int
    person_id: int | None
    unit: str
    name: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.unit_id}" if self.person_id is None else f"{self.unit_id}-{self.person_id}"


def are_there(unit_id: int, person_ids: Iterable[int], day: date) -> set[int]:
    """Those of the persons that hold a post of a unit on a day, or are members there."""
    wanted = set(person_ids)
    members = Membership.objects.known().on(day).filter(unit=unit_id, person__in=wanted).values_list("person", flat=True)
    holders = Holding.objects.known().on(day).filter(post__unit=unit_id, person__in=wanted).values_list("person", flat=True)
    return {*members, *holders}


def candidates(unit: UnitVersion, day: date) -> list[Candidate]:
    """Who may lead a task of a unit: itself, the units directly below, the areas that it covers, and the persons at it and at its hamlets; six queries."""
    areas = areas_of(unit.unit_id, day) if unit.tree == Tree.PARTY else []
    near = [unit, *areas, *tree.versions(day).filter(parent=unit.unit_id).order_by("sort_key", "unit")]
    at = {each.unit_id: each for each in [unit, *areas]}
    tied = {*Membership.objects.known().on(day).filter(unit__in=at).values_list("unit", "person"),
            *Holding.objects.known().on(day).filter(post__unit__in=at).values_list("post__unit", "person")}
    names = names_on({person for _unit, person in tied}, day)
    persons = sorted((Candidate(unit_id, person, at[unit_id].name, names[person]) for unit_id, person in tied if person in names),
                     key=lambda each: (each.unit_id != unit.unit_id, each.unit, name_sort_key(each.name), each.person_id))
    return [*persons, *(Candidate(each.unit_id, None, each.name, each.name) for each in near)]


# -- tasks ---------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TaskRow:
    """A task in a list, as it stood on a day.

    Parameters:
        lead: the person's name, or the unit's.
        clause: the clause's number; 0 for none.
        source: what it comes of, in words.
        over: days overdue; 0 for none.
        has_risen: whether it shows one level above as well.
    """

    task_id: int
    title: str
    product: str
    state: str
    unit_id: int
    unit: str
    person_id: int | None
    lead: str
    due_on: date
    done_on: date | None
    resolution_id: int | None
    clause: int
    source: str
    over: int
    has_risen: bool

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(TaskState(self.state).label)

    @property
    def is_open(self) -> bool:
        """Whether it is given, and neither done nor stopped."""
        return State(self.state) in OPEN


class Only(StrEnum):
    """Which tasks a list shows."""

    ALL = ""
    OVERDUE = "qua-han"
    OPEN = "dang-mo"
    ON_TIME = "dung-han"
    ABOVE = "vuot"
    LATE = "muon"
    STOPPED = "dung"
    DRAFTS = "du-thao"
    GIVEN = "da-giao"
    RISEN = "len-cap"


STATES_OF: Mapping[Only, Sequence[str]] = {
    Only.OPEN: OPEN_VALUES, Only.OVERDUE: OPEN_VALUES, Only.RISEN: OPEN_VALUES, Only.ON_TIME: [State.DONE.value, State.ABOVE.value], Only.ABOVE: [State.ABOVE.value],
    Only.LATE: [State.DONE_LATE.value], Only.STOPPED: [State.STOPPED.value], Only.DRAFTS: [State.DRAFT.value], Only.GIVEN: [*OPEN_VALUES, *(state.value for state in FINISHED)]}


@dataclass(frozen=True)
class Wanted:
    """What a list or a board of tasks is asked for.

    Parameters:
        unit: as it stands on ``day``; tasks led by it, by all below it and in the areas that it covers.
        rises_after: days overdue after which a task shows one level above.
        exactly: tasks led by the unit itself, or by a person there, alone.
    """

    unit: UnitVersion
    day: date
    rises_after: int = RISES_AFTER
    only: Only = Only.ALL
    person_id: int | None = None
    resolution_id: int | None = None
    clause: UUID | None = None
    exactly: bool = False
    query: str = ""


def _tops(wanted: Wanted) -> list[UnitVersion]:
    return [wanted.unit, *(areas_of(wanted.unit.unit_id, wanted.day) if wanted.unit.tree == Tree.PARTY else [])]


def _standings(wanted: Wanted, tops: Sequence[UnitVersion]) -> QuerySet[Any]:
    """The tasks asked for, as they stand on the day."""
    found: QuerySet[Any] = TaskStanding.objects.known().on(wanted.day)
    if wanted.only is Only.RISEN:
        found = found.filter(tree.standing("unit__versions__", wanted.day), Q(unit__versions__parent__in=[top.unit_id for top in tops]),
                             due_on__lte=last_due_of_risen(wanted.day, wanted.rises_after))
    elif wanted.exactly:
        found = found.filter(unit=wanted.unit.unit_id)
    else:
        found = found.filter(tree.standing("unit__versions__", wanted.day) & tree.under_any(tops, "unit__versions__"))
    if wanted.only is not Only.ALL:
        states = STATES_OF[wanted.only]
        found = found.filter(IS_OPEN if states is OPEN_VALUES else Q(state__in=states))
    if wanted.only is Only.OVERDUE:
        found = found.filter(due_on__lt=wanted.day)
    if wanted.person_id is not None:
        found = found.filter(person=wanted.person_id)
    if wanted.resolution_id is not None:
        found = found.filter(task__resolution=wanted.resolution_id)
    if wanted.clause is not None:
        found = found.filter(task__clause=wanted.clause)
    if wanted.query:
        briefs = TaskBrief.objects.known().filter(task=OuterRef("task"))
        for word, exact in search_terms(wanted.query):
            briefs = briefs.filter(**{"search_exact__contains" if exact else "search_plain__contains": word})
        found = found.filter(Exists(briefs))
    return found


@dataclass(frozen=True)
class TaskPage:
    """A page of a list of tasks: its rows, how many there are in all."""

    rows: tuple[TaskRow, ...]
    count: int


def task_page(actor: Actor, wanted: Wanted, *, start: int = 0, limit: int | None = PAGE) -> TaskPage:
    """The tasks asked for, by due day; ten queries, whatever the tasks.

    Parameters:
        start: how many to pass over.
        limit: how many at most; None for all.

    Raises:
        NotFound: when the actor may not know of the unit's tasks.
    """
    if not access.may_see(actor, wanted.unit.unit_id, wanted.day):
        raise no_such_unit()
    found = _standings(wanted, _tops(wanted))
    shown = found.select_related("task").order_by("due_on", "task")[start:None if limit is None else start + limit]
    rows = _rows(list(shown), wanted.day, wanted.rises_after)
    return TaskPage(tuple(rows), found.count() if limit is not None else len(rows))


def _rows(standings: Sequence[TaskStanding], day: date, rises_after: int) -> list[TaskRow]:
    ids = [each.task_id for each in standings]
    briefs: dict[int, TaskBrief] = {}
    for part in (ids[start:start + 500] for start in range(0, len(ids), 500)):
        briefs |= {each.task_id: each for each in TaskBrief.objects.known().filter(task__in=part)}
    units = names_of({each.unit_id for each in standings}, day)
    persons = names_on({each.person_id for each in standings if each.person_id is not None}, day)
    numbers = dict(Clause.objects.known().filter(fact_id__in={each.task.clause for each in standings} - {None}).values_list("fact_id", "position"))
    texts = {each.resolution_id: each for each in ResolutionText.objects.known().filter(resolution__in={each.task.resolution_id for each in standings} - {None})}
    rows: list[TaskRow] = []
    for each in standings:
        task, state = each.task, State(each.state)
        number = numbers.get(task.clause, 0)
        text = texts.get(task.resolution_id)
        source = task.source_label if text is None else _("%(name)s, mục %(n)s") % {"name": cited(text), "n": number} if number else cited(text)
        brief = briefs[each.task_id]
        rows.append(TaskRow(
            each.task_id, brief.title, brief.product, each.state, each.unit_id, units.get(each.unit_id, ""), each.person_id,
            persons.get(each.person_id, "") if each.person_id is not None else units.get(each.unit_id, ""), each.due_on, each.done_on, task.resolution_id, number, source,
            days_over(state, each.due_on, day), has_risen(state, each.due_on, day, rises_after)))
    return rows


# -- boards --------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BoardLine:
    """Tasks counted for a unit, a person or a resolution.

    Parameters:
        key: the id of what is counted; None for tasks without it.
        name: what it is called.
        about: where: the unit of a person, the issuer of a resolution.
        exactly: whether only the unit itself is counted, without what is below it.
    """

    key: int | None
    name: str
    tally: Tally
    about: str = ""
    exactly: bool = False


def tally(wanted: Wanted) -> Tally:
    """The tasks asked for, counted; two queries."""
    return _tallied(_standings(wanted, _tops(wanted)), wanted.day, ())[()] if _tops(wanted) else Tally()


def _tallied(standings: QuerySet[Any], day: date, by: Sequence[str]) -> defaultdict[tuple[Any, ...], Tally]:
    """Counts by state for each value of some columns; one query, which reads an index alone: a column a state, so that nothing is sorted by it."""
    counts = {"overdue": Count(Value(1), filter=Q(state__in=OPEN_VALUES, due_on__lt=day)), **{state.value: Count(Value(1), filter=Q(state=state.value)) for state in State}}
    found: defaultdict[tuple[Any, ...], Tally] = defaultdict(Tally)
    plain = standings.order_by()
    rows = plain.values_list(*by).annotate(**counts) if by else [tuple(plain.aggregate(**counts).values())]
    for row in rows:
        key, overdue, numbers = row[:len(by)], row[len(by)], row[len(by) + 1:]
        found[tuple(key)] = tally_of(dict(zip(State, numbers, strict=True)), overdue)
    return found


def risen_count(wanted: Wanted) -> int:
    """How many overdue tasks of the units directly below show here; two queries."""
    return _standings(Wanted(wanted.unit, wanted.day, wanted.rises_after, Only.RISEN), _tops(wanted)).count()


def board_by_unit(wanted: Wanted) -> list[BoardLine]:
    """Tasks counted for the unit itself and for each unit directly below with all below that, by name; one query a tree, and the names."""
    lines: dict[int, Tally] = {}
    tops = _tops(wanted)
    for top in tops:
        for (key,), counted in _tallied(_standings(wanted, [top]).annotate(line=F(tree.child_of(top, "unit__versions__"))), wanted.day, ("line",)).items():
            unit_id = top.unit_id if key is None else key
            lines[unit_id] = lines.get(unit_id, Tally()) + counted
    names = {each.unit_id: each for each in tree.versions(wanted.day).filter(unit__in=lines)}
    own = {top.unit_id for top in tops}
    ordered = sorted(lines, key=lambda each: (each != wanted.unit.unit_id, each not in own, names[each].tree, names[each].sort_key, each))
    return [BoardLine(each, names[each].name, lines[each], exactly=each in own) for each in ordered]


def board_by_person(wanted: Wanted, *, start: int = 0, limit: int | None = PAGE) -> tuple[list[BoardLine], int]:
    """Tasks counted for each person who leads any, those with most overdue first; a page of them and how many there are; five queries.

    Parameters:
        start: how many to pass over.
        limit: how many at most; None for all.
    """
    found = _standings(wanted, _tops(wanted)).filter(person__isnull=False)
    late = Count(Value(1), filter=Q(state__in=OPEN_VALUES, due_on__lt=wanted.day))
    groups = found.order_by().values("person").annotate(late=late, open=Count(Value(1), filter=Q(state__in=OPEN_VALUES))).order_by("-late", "-open", "person")
    page = [row["person"] for row in groups[start:None if limit is None else start + limit]]
    counted = _tallied(found.filter(person__in=page) if limit is not None else found, wanted.day, ("person", "unit"))
    names, units = names_on(page, wanted.day), names_of({unit for _person, unit in counted}, wanted.day)
    lines: list[BoardLine] = []
    for person in page:
        at = sorted({unit for who, unit in counted if who == person})
        whole = sum((counted[person, unit] for unit in at), Tally())
        lines.append(BoardLine(person, names.get(person, ""), whole, ", ".join(units.get(unit, "") for unit in at)))
    return lines, groups.count()


def board_by_resolution(wanted: Wanted, *, start: int = 0, limit: int | None = PAGE) -> tuple[list[BoardLine], int]:
    """Tasks counted for each resolution that they come of, the newest first; a page of them and how many there are; five queries.

    Parameters:
        start: how many to pass over.
        limit: how many at most; None for all.
    """
    found = _standings(wanted, _tops(wanted))
    groups = found.order_by().values("task__resolution").annotate(n=Count("pk")).order_by(F("task__resolution").desc(nulls_last=True))
    page = [row["task__resolution"] for row in groups[start:None if limit is None else start + limit]]
    named = [each for each in page if each is not None]
    among = Q(task__resolution__in=named) | (Q(task__resolution=None) if None in page else Q(pk__in=[]))
    counted = _tallied(found.filter(among) if limit is not None else found, wanted.day, ("task__resolution",))
    texts = {each.resolution_id: each for each in ResolutionText.objects.known().filter(resolution__in=named).select_related("resolution")}
    units = names_of({each.resolution.unit_id for each in texts.values()}, wanted.day)
    return [BoardLine(each, f"{cited(texts[each])}: {texts[each].title}" if each in texts else _("Việc không theo nghị quyết"), counted[each,],
                      units.get(texts[each].resolution.unit_id, "") if each in texts else "") for each in page], groups.count()


def tally_by_lead(wanted: Wanted) -> list[tuple[str, Tally]]:
    """Tasks counted for each lead, a person or a unit itself, by name; the counts add up to ``tally``; four queries."""
    counted = _tallied(_standings(wanted, _tops(wanted)), wanted.day, ("unit", "person"))
    units = names_of({unit for unit, _person in counted}, wanted.day)
    names = names_on({person for _unit, person in counted if person is not None}, wanted.day)
    lines = [(names.get(person, "") if person is not None else units.get(unit, ""), whole, (unit, person or 0)) for (unit, person), whole in counted.items() if whole.given]
    return [(name, whole) for name, whole, _key in sorted(lines, key=lambda line: (name_sort_key(line[0]), line[2]))]


def tallies_due(since: date, by: date, *, person_ids: Collection[int] | None = None, unit_ids: Collection[int] | None = None) -> dict[int, Tally]:
    """The tasks that were due in a time, counted for each person or each unit that leads any, as they stood at its end: the evidence of an evaluation (EV-11).

    Parameters:
        since, by: the first and the last day.
        person_ids: count by person, for these alone; at most some hundreds.
        unit_ids: else count by unit, those that persons there lead among them.
    """
    found = TaskStanding.objects.known().on(by).filter(due_on__gte=since, due_on__lte=by)
    found = found.filter(person__in=person_ids) if person_ids is not None else found.filter(unit__in=unit_ids or ())
    return {key: counted for (key,), counted in _tallied(found, by, ("unit" if person_ids is None else "person",)).items()}


# -- one task ------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EvidenceLine:
    """A photograph or a paper that came with a step; ``is_gone`` when its content was taken away."""

    key: UUID
    uuid: UUID
    name: str
    caption: str
    size: int
    is_photo: bool
    is_gone: bool


@dataclass(frozen=True)
class StepLine:
    """A step with what came with it."""

    fact: TaskStep
    evidence: tuple[EvidenceLine, ...]

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(TaskStepKind(self.fact.step).label)


@dataclass(frozen=True)
class TaskFound:
    """A task with everything that is believed about it.

    Parameters:
        standing: the newest.
        row: as it stands on the day asked.
        helpers: names, persons first.
        steps: the newest first.
        clause: what it comes of; None for none.
        source: the paper of the clause; None for none.
    """

    task: Task
    brief: TaskBrief
    standing: TaskStanding
    row: TaskRow
    giver: str
    helpers: tuple[str, ...]
    steps: tuple[StepLine, ...]
    briefs_before: tuple[TaskBrief, ...]
    clause: Clause | None = None
    source: ResolutionText | None = None

    @property
    def has_evidence(self) -> bool:
        """Whether anything proves it: a photograph, a paper or a figure (RT-02)."""
        return any(line.fact.figure is not None or any(not each.is_gone for each in line.evidence) for line in self.steps)

    @property
    def first_due(self) -> date:
        """The due day that was set first."""
        return next((line.fact.due_before for line in reversed(self.steps) if line.fact.due_before), self.standing.due_on)

    @property
    def percent(self) -> int | None:
        """How far it is by the last report that said so."""
        return next((line.fact.percent for line in self.steps if line.fact.percent is not None), None)

    @property
    def figure(self) -> tuple[Decimal, str] | None:
        """The last figure reported, with its unit of measure."""
        return next(((line.fact.figure, line.fact.measure) for line in self.steps if line.fact.figure is not None), None)


def no_such_task() -> NotFound:
    """The answer for a task that there is not, or that may not be known."""
    return NotFound(_("Không có việc này, hoặc nằm ngoài phạm vi được xem."))


def newest_standing(task_id: int) -> TaskStanding:
    """Where a task stands by what is believed now.

    Raises:
        NotFound: when there is none.
    """
    found: TaskStanding | None = TaskStanding.objects.known().filter(task=task_id).select_related("task").order_by("-valid_from").first()
    if found is None:
        raise no_such_task()
    return found


def may_see_task(actor: Actor, standing: TaskStanding, day: date) -> bool:
    """Whether the actor may read a task: whoever may at the unit that leads it, or at the one that gave it."""
    return access.may_see(actor, standing.unit_id, day) or access.may_see(actor, standing.task.giver_id, day)


def task_found(actor: Actor, task_id: int, day: date, *, rises_after: int = RISES_AFTER) -> TaskFound:
    """A task that the actor may read; fourteen queries, whatever its steps.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    standing = newest_standing(task_id)
    if not may_see_task(actor, standing, day):
        raise no_such_task()
    task = standing.task
    then = TaskStanding.objects.known().on(day).filter(task=task).select_related("task").first() or standing
    briefs = list(TaskBrief.objects.filter(task=task).order_by("-recorded_at", "-pk"))
    helpers = list(TaskHelper.objects.known().filter(task=task).order_by("pk"))
    names = names_on({each.person_id for each in helpers if each.person_id}, day)
    units = names_of({task.giver_id, *(each.unit_id for each in helpers)}, day)
    evidence: defaultdict[UUID, list[EvidenceLine]] = defaultdict(list)
    proofs = Evidence.objects.known().filter(task=task).annotate(gone=Q(file__content=None)).order_by("pk")
    for key, step, uuid, name, caption, size, media_type, gone in proofs.values_list(
            "fact_id", "step", "file__uuid", "file__name", "caption", "file__size", "file__media_type", "gone"):
        evidence[step].append(EvidenceLine(key, uuid, name, caption, size, media_type.startswith("image/"), gone))
    steps = TaskStep.objects.known().filter(task=task).order_by("-occurred_on", "-recorded_at", "-pk")
    clause = Clause.objects.known().filter(fact_id=task.clause).first() if task.clause else None
    source = ResolutionText.objects.known().filter(resolution=task.resolution_id).select_related("resolution").first() if task.resolution_id else None
    believed = next(brief for brief in briefs if brief.superseded_at is None)
    return TaskFound(
        task, believed, standing, _rows([then], day, rises_after)[0], units.get(task.giver_id, ""),
        tuple(sorted((names.get(each.person_id, "") if each.person_id else units.get(each.unit_id, "")) for each in helpers)),
        tuple(StepLine(step, tuple(evidence[step.fact_id])) for step in steps), tuple(brief for brief in briefs if brief.superseded_at is not None), clause, source)


def helper_keys(task_id: int) -> list[str]:
    """Who helps, as a form names candidates."""
    return [Candidate(each.unit_id, each.person_id, "", "").key for each in TaskHelper.objects.known().filter(task=task_id)]


def evidence_file(actor: Actor, task_id: int, uuid: UUID, day: date) -> StoredFile:
    """A file that proves a task, with its content.

    Raises:
        NotFound: when there is none, it was taken away, or the actor may not read the task.
    """
    standing = newest_standing(task_id)
    fact = Evidence.objects.known().filter(task=task_id, file__uuid=uuid).select_related("file").first()
    if fact is None or fact.file.content is None or not may_see_task(actor, standing, day):
        raise NotFound(_("Không có tệp này, hoặc tệp đã được bỏ đi."))
    file: StoredFile = fact.file
    return file


def tasks_of_clauses(resolution_id: int, day: date, *, rises_after: int = RISES_AFTER) -> dict[UUID | None, list[TaskRow]]:
    """Who does what for each clause of a resolution, on a day, by due day; seven queries. Drafts and what is stopped are left out."""
    return _tasks_by(lambda task: task.clause, Q(task__resolution=resolution_id), day, rises_after)


def tasks_of_sources(giver_id: int, keys: Collection[UUID], day: date, *, rises_after: int = RISES_AFTER) -> dict[UUID | None, list[TaskRow]]:
    """Who does what of that which another app names by keys, such as what a meeting decided, as far as one unit gave it; on a day, by due day; seven queries.
    Drafts and what is stopped are left out."""
    return _tasks_by(lambda task: task.source_key, Q(task__giver=giver_id, task__source_key__in=keys), day, rises_after)


def _tasks_by(key: Callable[[Task], UUID | None], wanted: Q, day: date, rises_after: int) -> dict[UUID | None, list[TaskRow]]:
    standings = TaskStanding.objects.known().on(day).filter(wanted).exclude(state__in=(State.DRAFT, State.STOPPED))
    found = list(standings.select_related("task").order_by("due_on", "task"))
    by: defaultdict[UUID | None, list[TaskRow]] = defaultdict(list)
    for standing, row in zip(found, _rows(found, day, rises_after), strict=True):
        by[key(standing.task)].append(row)
    return by


# -- mine ----------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mine:
    """The open tasks of the units at which an account reports, by how soon they are due.

    Parameters:
        overdue, week, later: by due day.
        risen: overdue ones of the units directly below.
        finished: how many are done.
    """

    overdue: tuple[TaskRow, ...] = ()
    week: tuple[TaskRow, ...] = ()
    later: tuple[TaskRow, ...] = ()
    risen: tuple[TaskRow, ...] = ()
    finished: int = 0

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self.overdue) + len(self.week) + len(self.later)


    @property
    def front(self) -> tuple[TaskRow, ...]:
        """The few that come first."""
        return (*self.overdue, *self.week, *self.later)[:FRONT]


FRONT = 3
MOST_MINE = 100
WEEK = 7


def mine(actor: Actor, day: date, *, rises_after: int = RISES_AFTER) -> Mine:
    """What is to be done at the actor's own units: those at which a role stands, and the areas that they cover; twelve queries at most.

    Everybody who reports for a unit sees its tasks; what was given to a person is in that person's own record besides (``tasks_of_person``).
    """
    if not isinstance(actor, PersonActor) or not (own := actor.unit_ids(Right.REPORT_TASKS)):
        return Mine()
    standings = TaskStanding.objects.known().on(day)
    at = standings.filter(unit__in=own)
    rows = _rows(list(at.filter(IS_OPEN).select_related("task").order_by("due_on", "task")[:MOST_MINE]), day, rises_after)
    above = standings.filter(IS_OPEN, tree.standing("unit__versions__", day), unit__versions__parent__in=own, due_on__lte=last_due_of_risen(day, rises_after))
    risen = _rows(list(above.exclude(unit__in=own).select_related("task").order_by("due_on", "task")[:MOST_MINE]), day, rises_after)
    return Mine(tuple(row for row in rows if row.over), tuple(row for row in rows if 0 <= (row.due_on - day).days < WEEK),
                tuple(row for row in rows if (row.due_on - day).days >= WEEK), tuple(risen), at.filter(state__in=[state.value for state in FINISHED]).count())


def tasks_of_person(person_id: int, day: date) -> list[OwnLine]:
    """The tasks that a person leads or helps with, open ones first, then the newest; eight queries at most."""
    helped = TaskHelper.objects.known().on(day).filter(person=person_id).values("task")
    standings = TaskStanding.objects.known().on(day).filter(Q(person=person_id) | Q(task__in=helped))
    is_open = Case(When(IS_OPEN, then=Value(0)), default=Value(1))
    rows = _rows(list(standings.select_related("task").order_by(is_open, "-due_on", "-task")[:MOST]), day, RISES_AFTER)
    return [OwnLine(row.due_on, row.title, f"{row.state_label}, {row.unit}", row.is_open) for row in rows]


# -- what waits and what was answered, for notices -----------------------------------------------------------------------------------------


def _own(actor: Actor, right: Right) -> set[int]:
    return actor.unit_ids(right) if isinstance(actor, PersonActor) and not actor.lacks_second_factor else set()


def reported_done(actor: Actor, day: date, since: date) -> tuple[TaskRow, ...]:
    """The tasks that the actor's own units gave and whose leads reported them as done since a day, the oldest first; seven queries.

    Whoever gave one may send it back, or put it above requirement; afterwards it stands here no more.
    """
    if not (own := _own(actor, Right.GIVE_TASKS)):
        return ()
    standings = TaskStanding.objects.known().on(day).filter(task__giver__in=own, state__in=[State.DONE.value, State.DONE_LATE.value], done_on__gte=since)
    return tuple(_rows(list(standings.select_related("task").order_by("done_on", "task")[:MOST_MINE]), day, RISES_AFTER))


@dataclass(frozen=True)
class Reply:
    """What whoever gave a task did to it last."""

    step: TaskStep
    title: str
    unit: str

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(TaskStepKind(self.step.step).label)


REPLIES = [TaskStepKind.RAISE, TaskStepKind.SEND_BACK, TaskStepKind.MOVE_DUE, TaskStepKind.STOP]


def replies(actor: Actor, day: date, since: date) -> list[Reply]:
    """What was done since a day by those who gave the tasks that the actor's own units lead, the oldest first; four queries. What one did oneself is left out."""
    if not (own := _own(actor, Right.REPORT_TASKS)):
        return []
    led = TaskStanding.objects.known().on(day).filter(unit__in=own).values("task")
    steps = TaskStep.objects.known().filter(task__in=led, step__in=REPLIES, occurred_on__gte=since, occurred_on__lte=day).exclude(by=actor.name[:120]).order_by("-pk")[:MOST_MINE]
    newest = {step.task_id: step for step in reversed(steps)}
    titles = dict(TaskBrief.objects.known().filter(task__in=newest).values_list("task", "title"))
    leads = dict(TaskStanding.objects.known().on(day).filter(task__in=newest).values_list("task", "unit"))
    units = names_of(leads.values(), day)
    return [Reply(step, titles.get(task, ""), units.get(leads.get(task, 0), "")) for task, step in newest.items()]


@dataclass(frozen=True)
class Unanswered:
    """A published resolution of the unit directly above that a unit has not answered whole.

    Parameters:
        resolution_id: the unit's own that answers it; None while there is none.
        above_id: the one above.
        name, title: of the one above.
        published_on: since when it binds.
        blank: how many of its clauses have no answer.
    """

    unit_id: int
    unit: str
    resolution_id: int | None
    above_id: int
    name: str
    title: str
    published_on: date
    blank: int


def unanswered(actor: Actor, day: date) -> list[Unanswered]:
    """What the actor's own units have still to answer of the resolutions directly above them, the oldest first; seven queries (RT-01).

    A clause whose answer names a clause that is no more is blank too, as ``blanks`` has it.
    """
    if not (own := _own(actor, Right.KEEP_RESOLUTIONS)):
        return []
    units = list(tree.versions(day).filter(unit__in=own, parent__isnull=False))
    published = {each.resolution_id: each.occurred_on for each in Publication.objects.known().on(day).filter(
        resolution__unit__in={unit.parent_id for unit in units}).order_by("-occurred_on", "-pk")[:PAGE]}
    texts = {each.resolution_id: each for each in ResolutionText.objects.known().filter(resolution__in=published).select_related("resolution")}
    clauses: defaultdict[int, set[UUID]] = defaultdict(set)
    for resolution, key in Clause.objects.known().filter(resolution__in=published).values_list("resolution", "fact_id"):
        clauses[resolution].add(key)
    mine_of: dict[tuple[int, int | None], int] = {(unit, above): pk for pk, unit, above in Resolution.objects.filter(
        above__in=published, unit__in=[unit.unit_id for unit in units]).order_by("pk").values_list("pk", "unit", "above")}
    living = set(Clause.objects.known().filter(resolution__in=mine_of.values()).values_list("fact_id", flat=True))
    said: defaultdict[int, set[UUID]] = defaultdict(set)
    for resolution, clause, answer, key in ClauseAnswer.objects.known().filter(resolution__in=mine_of.values()).values_list("resolution", "clause", "answer", "own_clause"):
        if answer == Answer.NOT_APPLICABLE or key in living:
            said[resolution].add(clause)
    found: list[Unanswered] = []
    for unit in units:
        for above, text in texts.items():
            if text.resolution.unit_id == unit.parent_id:
                answering = mine_of.get((unit.unit_id, above))
                if blank := len(clauses[above] - (said[answering] if answering is not None else set())):
                    found.append(Unanswered(unit.unit_id, unit.name, answering, above, cited(text), text.title, published[above], blank))
    return sorted(found, key=lambda row: (row.published_on, row.above_id, row.unit_id))


def answers_from_below(actor: Actor, day: date, since: date) -> list[ResolutionRow]:
    """The resolutions that answer one of the actor's own units and were published since a day, the oldest first; four queries."""
    if not (own := _own(actor, Right.KEEP_RESOLUTIONS)):
        return []
    published = {each.resolution_id: each.occurred_on for each in Publication.objects.known().on(day).filter(
        occurred_on__gte=since, resolution__above__unit__in=own).exclude(resolution__unit__in=own).order_by("occurred_on", "pk")[:MOST_MINE]}
    texts = {each.resolution_id: each for each in ResolutionText.objects.known().filter(resolution__in=published).select_related("resolution")}
    names = names_of({each.resolution.unit_id for each in texts.values()}, day)
    return [ResolutionRow(key, names.get(texts[key].resolution.unit_id, ""), cited(texts[key]), texts[key].title, texts[key].occurred_on, on, 0)
            for key, on in published.items() if key in texts]
