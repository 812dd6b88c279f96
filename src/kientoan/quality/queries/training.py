"""Courses: who needs one, what there is, who is on it, who was there, what came of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor
from kientoan.core.models import Decision
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, unit_on
from kientoan.people.access import chunks, visible_ids
from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.people.hooks import MOST, OwnLine
from kientoan.people.models import Qualification
from kientoan.people.queries import profiles_of
from kientoan.people.scopes import PostsBelow
from kientoan.quality import access
from kientoan.quality.enums import OutcomeName, PlaceState
from kientoan.quality.models import CourseResult, CourseSession, CourseStop, CourseTerms, Enrolment, SessionPresence
from kientoan.quality.queries.strength import NameRow, name_rows, scope_of
from kientoan.rules.quality import Gap
from kientoan.rules.training import Days, is_at_least

PAGE = 50


# -- who needs one -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """Somebody whose post asks for more of a field of study than is on record.

    Parameters:
        row: the holder, in the highest of the posts that ask.
        gap: what is lacking: the most that any of the posts asks for.
        courses: titles of courses that go on or are to come, on which the person is for this field.
    """

    row: NameRow
    gap: Gap
    courses: tuple[str, ...] = ()

    @property
    def has_label(self) -> str:
        """What is on record, in words."""
        return str(QualificationLevel(self.gap.has).label) if self.gap.has else ""

    @property
    def wanted_label(self) -> str:
        """What the post asks for, in words."""
        return str(QualificationLevel(self.gap.wanted).label)


@dataclass(frozen=True)
class Needs:
    """Who lacks something of a field of study in a scope.

    Parameters:
        rows: those of the page; ``count`` of all.
        levels: how many lack each level that is asked for.
        unknown: of how many holders nothing is on record in the field; they are no needs until somebody looks.
    """

    rows: tuple[Need, ...]
    count: int
    levels: tuple[tuple[str, int], ...]
    unknown: int


def needs_in(unit: UnitVersion, field: QualificationField, day: date, actor: Actor, *, level: str = "", start: int = 0, limit: int = 200) -> Needs:
    """Who lacks something of a field, each person once, higher units first; a fixed number of queries.

    Parameters:
        level: only those whom a course of this level helps: their post asks for no more; empty for all.
    """
    scope = scope_of(unit, day)
    by_person: dict[int, tuple[int, Gap]] = {}
    unknown = 0
    for pk, person, (gap,) in scope.every_lack(field.value):
        if gap.is_unknown:
            unknown += 1
            continue
        before = by_person.get(person)
        if before is None or not is_at_least(field.value, before[1].wanted, gap.wanted):
            by_person[person] = (before[0] if before else pk, gap)
    counted: defaultdict[str, int] = defaultdict(int)
    for _pk, gap in by_person.values():
        counted[gap.wanted] += 1
    chosen = [(pk, gap) for pk, gap in by_person.values() if not level or is_at_least(field.value, level, gap.wanted)]
    shown = chosen[start:start + limit]
    rows = name_rows([(pk, [gap]) for pk, gap in shown], day, actor)
    on = courses_of([row.person_id for row in rows], field, day)
    return Needs(tuple(Need(row, row.gaps[0], tuple(on.get(row.person_id, ()))) for row in rows), len(chosen),
                 tuple(sorted(counted.items())), unknown)


def courses_of(person_ids: Collection[int], field: QualificationField, day: date) -> dict[int, list[str]]:
    """The titles of the courses in a field that have not ended and on which each person is; two queries for up to 512 persons."""
    terms = dict(CourseTerms.objects.known().filter(field=field.value, ends_on__gte=day).exclude(course__in=CourseStop.objects.known().on(day).values("course"))
                 .values_list("course", "title"))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for part in chunks(person_ids):
        for person, course in Enrolment.objects.known().on(day).filter(person__in=part, course__in=list(terms)[:500]).values_list("person", "course"):
            found[person].append(terms[course])
    return found


# -- courses -------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CourseRow:
    """A course in a list.

    Parameters:
        terms: what it is.
        unit: who organises it.
        enrolled, waiting, passed: how many persons.
        stop: that it is not held, if so.
    """

    terms: CourseTerms
    unit: str
    enrolled: int
    waiting: int
    passed: int
    stop: CourseStop | None

    @property
    def course_id(self) -> int:
        """The course."""
        return self.terms.course_id

    @property
    def level_label(self) -> str:
        """What it gives, in words."""
        return str(QualificationLevel(self.terms.level).label)

    def state_on(self, day: date) -> str:
        """``stopped``, ``coming``, ``running`` or ``over``."""
        if self.stop is not None:
            return "stopped"
        begins: date = self.terms.occurred_on
        return "coming" if day < begins else "running" if day <= self.terms.ends_on else "over"


def no_such_course() -> NotFound:
    """The answer for a course that there is not, or that may not be known."""
    return NotFound(_("Không có lớp này, hoặc nằm ngoài phạm vi được xem."))


def terms_of(course_id: int) -> CourseTerms:
    """What a course is, as it is believed now.

    Raises:
        NotFound: when there is none.
    """
    found: CourseTerms | None = CourseTerms.objects.known().filter(course=course_id).select_related("course", "decision").first()
    if found is None:
        raise no_such_course()
    return found


def days_of(terms: CourseTerms) -> Days:
    """The days of a course."""
    return Days(terms.occurred_on, terms.ends_on)


def rows_of(terms: Sequence[CourseTerms], day: date) -> list[CourseRow]:
    """Courses with their numbers on a day; four queries."""
    ids = [each.course_id for each in terms]
    states: defaultdict[tuple[int, str], int] = defaultdict(int)
    for course, state, count in Enrolment.objects.known().on(day).filter(course__in=ids).values_list("course", "state").annotate(n=Count("pk")).order_by():
        states[course, state] = count
    passed = dict(CourseResult.objects.known().on(day).filter(course__in=ids, outcome=OutcomeName.PASSED).values_list("course").annotate(n=Count("pk")).order_by())
    stops = {each.course_id: each for each in CourseStop.objects.known().on(day).filter(course__in=ids)}
    names = names_of({each.course.unit_id for each in terms}, day)
    return [CourseRow(each, names.get(each.course.unit_id, ""), states[each.course_id, PlaceState.ENROLLED], states[each.course_id, PlaceState.WAITING],
                      passed.get(each.course_id, 0), stops.get(each.course_id)) for each in terms]


def organised(unit: UnitVersion, day: date) -> QuerySet[CourseTerms]:
    """The courses that a unit and the units below it organise, as believed now; those that are to come too."""
    tops = PostsBelow(unit, day).tops
    return CourseTerms.objects.known().filter(tree.standing("course__unit__versions__", day) & tree.under_any(tops, "course__unit__versions__"))


def courses_at(unit: UnitVersion, day: date, *, start: int = 0, limit: int = PAGE) -> tuple[list[CourseRow], int]:
    """The courses that a unit and the units below it organise, the newest first, and how many there are. Courses that are to come are listed too."""
    found = organised(unit, day)
    shown = list(found.select_related("course").order_by("-occurred_on", "-pk")[start:start + limit])
    return rows_of(shown, day), found.count()


@dataclass(frozen=True)
class Learner:
    """Somebody on a course.

    Parameters:
        number: the order in which they were put forward.
        attended: at how many sessions they were.
        outcome, certificate, result_on, result_key: what came of it; empty or None while nothing did.
        recorded: whether the pass recorded a qualification.
        visible: whether the asker may open the record.
    """

    person_id: int
    name: str
    sort_key: str
    number: int
    since: date
    is_waiting: bool
    attended: int
    outcome: str = ""
    certificate: str = ""
    result_on: date | None = None
    result_key: UUID | None = None
    recorded: bool = False
    visible: bool = True

    @property
    def outcome_label(self) -> str:
        """What came of it, in words; empty while nothing did."""
        return str(OutcomeName(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True)
class CourseFound:
    """A course for its page.

    Parameters:
        learners: with a place, by name; ``waiting`` in their order.
        sessions: each day of one, with how many were there.
        decision: the paper that it comes of.
    """

    row: CourseRow
    unit: UnitVersion
    learners: tuple[Learner, ...]
    waiting: tuple[Learner, ...]
    sessions: tuple[tuple[date, int], ...]
    decision: Decision | None

    @property
    def terms(self) -> CourseTerms:
        """What it is."""
        return self.row.terms

    @property
    def free(self) -> int:
        """How many places are free."""
        places: int = self.terms.places
        return max(0, places - len(self.learners))

    @property
    def open_results(self) -> tuple[Learner, ...]:
        """Those of whom no result is entered."""
        return tuple(each for each in self.learners if not each.outcome)


def _learners(terms: CourseTerms, day: date, actor: Actor) -> list[Learner]:
    on = list(Enrolment.objects.known().on(day).filter(course=terms.course_id).order_by("number"))
    persons = {each.person_id for each in on}
    profiles, seen = profiles_of(persons, day), visible_ids(actor, persons, day)
    attended = dict(SessionPresence.objects.known().on(day).filter(course=terms.course_id).values_list("person").annotate(n=Count("pk")).order_by())
    results = {each.person_id: each for each in CourseResult.objects.known().on(day).filter(course=terms.course_id)}
    found: list[Learner] = []
    for each in on:
        profile, result = profiles.get(each.person_id), results.get(each.person_id)
        found.append(Learner(
            each.person_id, profile.full_name if profile else "", profile.sort_key if profile else "", each.number, each.valid_from, each.state == PlaceState.WAITING,
            attended.get(each.person_id, 0), result.outcome if result else "", result.certificate if result else "", result.occurred_on if result else None,
            result.fact_id if result else None, bool(result and result.qualification), each.person_id in seen))
    return found


def course_found(actor: Actor, course_id: int, day: date) -> CourseFound:
    """A course that the actor may know of, as it stands on a day; a fixed number of queries.

    Raises:
        NotFound: for one that is not there, or may not be known.
    """
    terms = terms_of(course_id)
    unit = unit_on(terms.course.unit_id, day) or unit_on(terms.course.unit_id, terms.occurred_on)
    if unit is None or not access.may_train(actor, unit.unit_id, day):
        raise no_such_course()
    learners = _learners(terms, day, actor)
    held = CourseSession.objects.known().on(day).filter(course=course_id).order_by("occurred_on").values_list("occurred_on", flat=True)
    there = dict(SessionPresence.objects.known().on(day).filter(course=course_id).values_list("occurred_on").annotate(n=Count("pk")).order_by())
    return CourseFound(rows_of([terms], day)[0], unit, tuple(sorted((each for each in learners if not each.is_waiting), key=lambda each: (each.sort_key, each.person_id))),
                       tuple(each for each in learners if each.is_waiting), tuple((on, there.get(on, 0)) for on in held), terms.decision)


def present_on(course_id: int, on: date) -> set[int]:
    """Who was there on the day of a session, as believed now."""
    return set(SessionPresence.objects.known().filter(course=course_id, occurred_on=on).values_list("person", flat=True))


def result_of(course_id: int, key: UUID) -> CourseResult:
    """A result as it is believed now.

    Raises:
        NotFound: when there is none.
    """
    found: CourseResult | None = CourseResult.objects.known().filter(course=course_id, fact_id=key).first()
    if found is None:
        raise NotFound(_("Không có kết quả này, hoặc đã rút lại."))
    return found


@dataclass(frozen=True)
class Certificate:
    """The paper behind a qualification of a person.

    Parameters:
        paper: its number, day and issuer in words; empty where none was cited.
        course_id, course: the course that gave it; None and empty where none did.
    """

    paper: str
    course_id: int | None
    course: str


def certificates_of(version_ids: Iterable[int]) -> dict[int, Certificate]:
    """The paper behind each of some versions of qualifications; three queries."""
    versions = list(Qualification.objects.filter(pk__in=list(version_ids)).select_related("decision"))
    courses = dict(CourseResult.objects.known().filter(qualification__in=[each.fact_id for each in versions]).values_list("qualification", "course"))
    titles = dict(CourseTerms.objects.known().filter(course__in=courses.values()).values_list("course", "title"))
    return {each.pk: Certificate(str(each.decision) if each.decision else "", courses.get(each.fact_id), titles.get(courses.get(each.fact_id, 0), "")) for each in versions}


@dataclass(frozen=True)
class OwnPlace:
    """A course on which a person has a place and of which there is something to tell.

    Parameters:
        unit: who organises it.
        result: what came of it lately; None for nothing.
        is_stopped: whether it was lately said not to be held.
    """

    terms: CourseTerms
    unit: str
    result: CourseResult | None
    is_stopped: bool


def own_places(person_id: int, day: date, *, since: date, until: date) -> list[OwnPlace]:
    """The courses on which a person has a place and that begin soon, were called off or had a result lately; five queries.

    Parameters:
        since: lately means after this day.
        until: soon means by this day.
    """
    on = list(Enrolment.objects.known().on(day).filter(person=person_id, state=PlaceState.ENROLLED).values_list("course", flat=True))
    if not on:
        return []
    results = {each.course_id: each for each in CourseResult.objects.known().on(day).filter(person=person_id, course__in=on)}
    stops = dict(CourseStop.objects.known().on(day).filter(course__in=on).values_list("course", "occurred_on"))
    found: list[OwnPlace] = []
    shown = list(CourseTerms.objects.known().filter(course__in=on).select_related("course").order_by("occurred_on", "pk"))
    names = names_of({each.course.unit_id for each in shown}, day)
    for terms in shown:
        result, stopped_on = results.get(terms.course_id), stops.get(terms.course_id)
        lately = result if result is not None and result.occurred_on > since else None
        if stopped_on > since if stopped_on else lately is not None or (result is None and day <= terms.occurred_on <= until):
            found.append(OwnPlace(terms, names.get(terms.course.unit_id, ""), lately, stopped_on is not None))
    return found


# -- one's own courses ---------------------------------------------------------------------------------------------------------------------------


def own_courses(person_id: int, day: date) -> list[OwnLine]:
    """The courses on which a person has or had a place, as that person reads them: the result with its certificate, or what is still to come; the newest first; four queries."""
    places = {each.course_id: each for each in Enrolment.objects.known().filter(person=person_id, valid_from__lte=day).order_by("valid_from", "pk")}
    results = {each.course_id: each for each in CourseResult.objects.known().on(day).filter(person=person_id)}
    stopped = set(CourseStop.objects.known().on(day).filter(course__in=list(places)).values_list("course", flat=True))
    lines: list[OwnLine] = []
    for terms in CourseTerms.objects.known().filter(course__in=list(places)).order_by("-occurred_on", "-pk")[:MOST]:
        place, result = places[terms.course_id], results.get(terms.course_id)
        goes_on = place.valid_from <= day < place.valid_to and terms.course_id not in stopped and result is None and terms.ends_on >= day
        if result is not None:
            label = OutcomeName(result.outcome).label
            what = _("%(outcome)s, chứng chỉ %(number)s") % {"outcome": label, "number": result.certificate} if result.certificate else str(label)
        elif terms.course_id in stopped:
            what = _("khóa học không mở")
        elif day >= place.valid_to:
            what = _("đã thôi học")
        else:
            what = str(PlaceState(place.state).label)
        lines.append(OwnLine(terms.occurred_on, terms.title, what, goes_on))
    return lines
