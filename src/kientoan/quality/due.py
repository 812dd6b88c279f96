"""What courses ask of whoever keeps them, with its day: for the list of what is due, and for whoever is told of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kientoan.core.access import Right
from kientoan.org import due
from kientoan.org.access import PersonActor
from kientoan.org.due import DueItem, DueSource
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of
from kientoan.quality.enums import CourseDay, PlaceState
from kientoan.quality.models import CourseResult, CourseStop, CourseTerms, Enrolment
from kientoan.quality.queries.training import organised


@dataclass(frozen=True)
class CourseAsks:
    """A day of a course on which something is to be done.

    Parameters:
        terms: what the course is.
        day: its first day, or its last.
        what: what is to be done.
        count: places that are free before it begins; persons without a result at its end.
    """

    terms: CourseTerms
    day: date
    what: CourseDay
    count: int


def asked(courses: QuerySet[CourseTerms], day: date, first: date, last: date) -> list[CourseAsks]:
    """What courses ask for within some days: that they begin, with places free or not; that results are entered once they end; three queries.

    A course that began asks for nothing more on that account; one that is not held asks for nothing at all.

    Parameters:
        courses: of which courses.
        day: as things stood at its end.
        first, last: both counted.
    """
    begins, ends = Q(occurred_on__gte=max(first, day), occurred_on__lte=last), Q(ends_on__gte=first, ends_on__lte=last)
    stopped = CourseStop.objects.known().on(day).filter(course=OuterRef("course"))
    shown = list(courses.filter(begins | ends).filter(~Exists(stopped)).select_related("course").order_by("occurred_on", "pk"))
    result = CourseResult.objects.known().on(day).filter(course=OuterRef("course"), person=OuterRef("person"))
    placed = Enrolment.objects.known().on(day).filter(course__in=[each.course_id for each in shown], state=PlaceState.ENROLLED).order_by()
    on = dict(placed.values_list("course").annotate(n=Count("pk")))
    without = dict(placed.filter(~Exists(result)).values_list("course").annotate(n=Count("pk")))
    found: list[CourseAsks] = []
    for terms in shown:
        if max(first, day) <= terms.occurred_on <= last:
            free = max(terms.places - on.get(terms.course_id, 0), 0)
            found.append(CourseAsks(terms, terms.occurred_on, CourseDay.PLACES if free else CourseDay.BEGINS, free))
        if first <= terms.ends_on <= last and (left := without.get(terms.course_id, 0)):
            found.append(CourseAsks(terms, terms.ends_on, CourseDay.RESULTS, left))
    return found


@dataclass(frozen=True)
class ToldCourse:
    """What a course asks of an account that keeps it, with the name of the unit."""

    asks: CourseAsks
    unit: str


def told(actor: PersonActor, day: date, until: date) -> list[ToldCourse]:
    """What the courses of the account's own units ask: that they begin by a day, and that results are entered; four queries at most."""
    own = actor.unit_ids(Right.KEEP_TRAINING)
    if actor.lacks_second_factor or not own:
        return []
    found = asked(CourseTerms.objects.known().filter(course__unit__in=own), day, date.min, until)
    names = names_of({each.terms.course.unit_id for each in found}, day)
    return [ToldCourse(each, names.get(each.terms.course.unit_id, "")) for each in found]


def courses(unit: UnitVersion, day: date, first: date, last: date) -> list[DueItem]:
    """The courses of a unit and of the units below it that begin, and those that end with somebody of whom no result is entered. No paper says by when: the day is the course's own."""
    return [DueItem(each.terms.course.unit_id, each.day, "", "course", (each.terms.course_id,), detail=each.what.value) for each in asked(organised(unit, day), day, first, last)]


def _what(value: str) -> str:
    return str(CourseDay(value).label)


def register() -> None:
    """Add the kind to the list."""
    due.register(DueSource("course", _("lớp bồi dưỡng"), Right.KEEP_TRAINING, courses, _what))
