"""Courses: opened for those who lack something, filled to their places and no further, and closed by results that record what was learned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, correct_many, end, record, record_many, withdraw, withdraw_many
from kientoan.core.given import at_most, needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, explained, refuse, refused_by
from kientoan.org.queries import names_of, standing_unit
from kientoan.people.access import refuse_unseen
from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.people.models import Qualification
from kientoan.people.operations import steps
from kientoan.quality.enums import PlaceState
from kientoan.quality.models import Course, CourseResult, CourseSession, CourseStop, CourseTerms, Enrolment, SessionPresence
from kientoan.quality.queries.training import days_of, present_on, result_of, terms_of
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.training import (
    MOST_AT_ONCE,
    Days,
    Outcome,
    is_at_least,
    place,
    refuse_course,
    refuse_enrolment,
    refuse_outcome,
    refuse_places,
    refuse_session,
)
from kientoan.rules.vntext import tidy


@dataclass(frozen=True)
class CourseContent:
    """What a course is.

    Parameters:
        title: what it is called.
        field, level: what it gives.
        begins_on, ends_on: its first and its last day.
        places: how many may be on it, at least 1.
        venue: where; may be empty.
    """

    title: str
    field: QualificationField
    level: QualificationLevel
    begins_on: date
    ends_on: date
    places: int
    venue: str = ""


@dataclass(frozen=True)
class Enrolled:
    """What enrolling did.

    Parameters:
        course_id: the course.
        placed, waiting: how many got a place, and how many wait.
        warnings: sentences about what stands though it is to be looked at, such as somebody who has the level already.
    """

    course_id: int
    placed: int
    waiting: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultRow:
    """What came of a course for a person.

    Parameters:
        certificate: its number, for a pass.
        on: the day of the certificate, or of the result.
    """

    person_id: int
    outcome: Outcome
    on: date
    certificate: str = ""


def _columns(content: CourseContent) -> dict[str, Any]:
    """The columns of a course.

    Raises:
        Refusal: without a title, for a level of another field, days that cross or places that make no sense.
    """
    title = at_most(needed(content.title, _("Thiếu tên lớp."), "title"), 200, "title")
    days = Days(content.begins_on, content.ends_on)
    if refused := refuse_course(content.field.value, content.level.value, days, content.places):
        at = "level" if refused.rule == "RP-07" else "ends_on" if days.last < days.first or refuse_course(content.field.value, content.level.value, days, 1) else "places"
        raise refused_by(refused, place=at)
    return {"title": title, "field": content.field.value, "level": content.level.value, "occurred_on": content.begins_on, "ends_on": content.ends_on, "places": content.places,
            "venue": at_most(tidy(content.venue), 200, "venue")}


def _held(act: Act, course_id: int) -> CourseTerms:
    """A course that is about to be written to, under its gate.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor may not.
    """
    gates.hold(f"quality.course.{course_id}")
    terms = terms_of(course_id)
    act.ask([terms.course.unit_id])
    return terms


def _refuse_stopped(terms: CourseTerms) -> None:
    if (stop := CourseStop.objects.known().filter(course=terms.course_id).first()) is not None:
        raise Refusal(_("Lớp này đã thôi mở ngày %(day)s: %(why)s. Mở lớp khác.") % {"day": write_day(stop.occurred_on), "why": stop.reason}, place="on")


def _enter(act: Act, terms: CourseTerms, day: date, *, count: int = 1, **detail: object) -> None:
    unit_id = terms.course.unit_id
    act.enter(unit=names_of([unit_id], day).get(unit_id, ""), day=day, count=count, detail={"course": terms.course_id, **detail})


def _on(course_id: int) -> list[Enrolment]:
    """Who is on a course or waits, in the order in which they were put forward."""
    return list(Enrolment.objects.known().filter(course=course_id, valid_to=OPEN_END).order_by("number"))


def _levels(person_ids: Collection[int], field: str) -> dict[int, str]:
    """The newest level of a field by person, of those of whom one is on record."""
    return {person: level for part in steps.chunks(person_ids)
            for person, level in Qualification.objects.known().filter(person__in=part, field=field, valid_to=OPEN_END).values_list("person", "level")}


def _enrolled(act: Act, terms: CourseTerms, person_ids: Sequence[int], on: date) -> Enrolled:
    """Put persons on a course: to places while there are, then to the waiting list.

    Raises:
        Refusal: for somebody who is on it already, or more persons at once than a list takes.
        NotFound: for somebody of whom the actor may not know.
    """
    wanted = list(dict.fromkeys(person_ids))
    if len(wanted) != len(person_ids):
        raise Refusal(_("Một người đứng hai lần trong danh sách. Bỏ bớt một lần."), place="persons")
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(_("Danh sách có %(n)s người, nhiều nhất %(most)s người một lần.") % {"n": len(wanted), "most": MOST_AT_ONCE}, place="persons")
    refuse_unseen(act.actor, wanted, on, _("Không có người này trong phạm vi được giao. Tìm lại theo tên, hoặc thêm người."))
    if on > terms.ends_on:
        raise Refusal(_("Lớp đã bế giảng ngày %(day)s. Chọn lớp khác.") % {"day": write_day(terms.ends_on)}, place="on")
    standing = _on(terms.course_id)
    on_it, names, levels = {each.person_id for each in standing}, steps.names_of(wanted), _levels(wanted, terms.field)
    warnings: list[str] = []
    for person in wanted:
        found = refuse_enrolment(names.get(person, ""), is_on=person in on_it, has_level=levels.get(person), field=terms.field, level=terms.level)
        if found is not None and found.blocks:
            raise refused_by(found, place="persons")
        warnings += [explained(found)] if found is not None else []
    waiting = sum(each.state == PlaceState.WAITING for each in standing)
    placing = place(wanted, enrolled=len(standing) - waiting, waiting=waiting, places=terms.places)
    last = Enrolment.objects.known().filter(course=terms.course_id).aggregate(last=Max("number"))["last"] or 0
    placed = set(placing.placed)
    record_many(Enrolment, [
        {"course": terms.course, "person_id": person, "state": (PlaceState.ENROLLED if person in placed else PlaceState.WAITING).value, "number": number, "valid_from": on}
        for number, person in enumerate(wanted, last + 1)], at=act.at)
    return Enrolled(terms.course_id, len(placing.placed), len(placing.waiting), tuple(warnings))


@operation(title=gettext_lazy("Mở lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def open_course(act: Act, *, unit_id: int, content: CourseContent, on: date, person_ids: Sequence[int] = (), citation: Citation | None = None) -> Enrolled:
    """Open a course of a unit and put those on it who need it; whoever finds no place waits.

    Parameters:
        on: the day of enrolment, not to come.
        person_ids: whom; up to ``rules.training.MOST_AT_ONCE``.
        citation: the paper that opens it.

    Raises:
        Refusal: without a title, for a level of another field, days that cross, no places, or persons as for ``enrol``.
    """
    act.ask([unit_id], min(on, content.begins_on))
    refuse_to_come(act, on)
    standing_unit(unit_id, on)
    columns = _columns(content)
    course = Course.objects.create(unit_id=unit_id)
    terms = record(CourseTerms, at=act.at, course=course, decision=cite(citation, today=act.today), **columns)
    done = _enrolled(act, terms, person_ids, on) if person_ids else Enrolled(course.pk, 0, 0)
    _enter(act, terms, on, title=columns["title"], level=columns["level"], places=columns["places"], enrolled=done.placed, waiting=done.waiting)
    return done


@operation(title=gettext_lazy("Sửa lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def correct_course(act: Act, *, course_id: int, content: CourseContent, reason: str, citation: Citation | None = None) -> None:
    """Correct what a course is; what stood before stays known. More places let those in who wait.

    Raises:
        Refusal: without a reason; fewer places than persons; other days once a session or a result lies outside them; another level once there are results.
    """
    terms = _held(act, course_id)
    _refuse_stopped(terms)
    columns, why = _columns(content), reason_given(reason)
    standing = _on(course_id)
    taken = [each for each in standing if each.state == PlaceState.ENROLLED]
    refuse(refuse_places(content.places, len(taken)), "places")
    if (columns["field"], columns["level"]) != (terms.field, terms.level) and CourseResult.objects.known().filter(course=course_id).exists():
        raise Refusal(_("Lớp đã có kết quả theo trình độ cũ. Rút lại các kết quả trước."), place="level")
    outside = CourseSession.objects.known().filter(course=course_id).exclude(occurred_on__range=(content.begins_on, content.ends_on)).exists()
    if outside or CourseResult.objects.known().filter(course=course_id, occurred_on__lt=content.ends_on).exists():
        raise Refusal(_("Đã có buổi học hoặc kết quả nằm ngoài các ngày mới. Giữ các ngày ấy, hoặc rút lại trước."), place="ends_on")
    correct(terms, at=act.at, **columns, reason=why, decision=cite(citation, today=act.today) or terms.decision)
    moved = _let_in(act, standing, content.places - len(taken), act.today)
    _enter(act, terms, content.begins_on, reason=why, places=content.places, let_in=moved)


def _let_in(act: Act, standing: Sequence[Enrolment], free: int, on: date) -> int:
    """Give free places to those who wait, in their order; how many got one."""
    moved = [each for each in standing if each.state == PlaceState.WAITING][:max(0, free)]
    correct_many([(each, {"state": PlaceState.ENROLLED.value}) for each in moved if each.valid_from >= on], at=act.at)
    for each in moved:
        if each.valid_from < on:
            end(each, at=act.at, on=on)
            record(Enrolment, at=act.at, course_id=each.course_id, person_id=each.person_id, state=PlaceState.ENROLLED.value, number=each.number, valid_from=on)
    return len(moved)


@operation(title=gettext_lazy("Thôi mở lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def stop_course(act: Act, *, course_id: int, on: date, reason: str) -> None:
    """Say that a course is not held.

    Raises:
        Refusal: without a reason, for a day to come, for one that was stopped, or that has results.
    """
    terms = _held(act, course_id)
    _refuse_stopped(terms)
    refuse_to_come(act, on)
    if CourseResult.objects.known().filter(course=course_id).exists():
        raise Refusal(_("Lớp đã có kết quả nên không thôi mở được. Rút lại các kết quả trước."), place="on")
    why = reason_given(reason)
    record(CourseStop, at=act.at, course=terms.course, occurred_on=on, reason=why)
    _enter(act, terms, on, stopped=why)


@operation(title=gettext_lazy("Ghi tên vào lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def enrol(act: Act, *, course_id: int, person_ids: Sequence[int], on: date) -> Enrolled:
    """Put persons on a course, to places while there are and then to the waiting list; all or none.

    Raises:
        Refusal: for nobody, somebody twice or on it already, a day to come or after the course, one that was stopped.
        NotFound: for somebody of whom the actor may not know.
    """
    terms = _held(act, course_id)
    _refuse_stopped(terms)
    refuse_to_come(act, on)
    if not person_ids:
        raise Refusal(_("Chọn ít nhất một người."), place="persons")
    done = _enrolled(act, terms, person_ids, on)
    _enter(act, terms, on, count=len(person_ids), enrolled=done.placed, waiting=done.waiting)
    return done


@operation(title=gettext_lazy("Rút tên khỏi lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def leave_course(act: Act, *, course_id: int, person_id: int, on: date, reason: str) -> int:
    """Take a person off a course from a day on; whoever waits first gets the place.

    Returns:
        how many got a place by it: 1 or 0.

    Raises:
        NotFound: for somebody who is not on it.
        Refusal: without a reason, for a day to come or before the enrolment, or somebody who has a result.
    """
    terms = _held(act, course_id)
    refuse_to_come(act, on)
    why = reason_given(reason)
    standing = _on(course_id)
    fact = next((each for each in standing if each.person_id == person_id), None)
    if fact is None:
        raise NotFound(_("Người này không có tên trong lớp. Mở lại trang của lớp."))
    if CourseResult.objects.known().filter(course=course_id, person=person_id).exists():
        raise Refusal(_("Người này đã có kết quả. Rút lại kết quả trước."), place="on")
    if on <= fact.valid_from:
        withdraw(fact, at=act.at)
    else:
        end(fact, at=act.at, on=on, reason=why)
    others = [each for each in standing if each is not fact]
    taken = sum(each.state == PlaceState.ENROLLED for each in others)
    moved = _let_in(act, others, terms.places - taken, on) if on <= terms.ends_on else 0
    _enter(act, terms, on, left=person_id, reason=why, let_in=moved)
    return moved


@operation(title=gettext_lazy("Ghi buổi học"), right=Right.KEEP_TRAINING)
def record_session(act: Act, *, course_id: int, on: date, present: Collection[int]) -> None:
    """Enter a session with who was there; entered again for the same day, the last word counts.

    Parameters:
        present: those of the course who were there.

    Raises:
        Refusal: for a day outside the course or to come, or somebody who has no place.
    """
    terms = _held(act, course_id)
    _refuse_stopped(terms)
    enrolled = {each.person_id for each in Enrolment.objects.known().on(on).filter(course=course_id, state=PlaceState.ENROLLED)} | {
        each.person_id for each in _on(course_id) if each.state == PlaceState.ENROLLED}
    refuse(refuse_session(on, present, enrolled, days=days_of(terms), today=act.today), "on")
    if not CourseSession.objects.known().filter(course=course_id, occurred_on=on).exists():
        record(CourseSession, at=act.at, course=terms.course, occurred_on=on)
    before, now = present_on(course_id, on), set(present)
    withdraw_many(list(SessionPresence.objects.known().filter(course=course_id, occurred_on=on, person__in=before - now)), at=act.at)
    record_many(SessionPresence, [{"course": terms.course, "person_id": person, "occurred_on": on} for person in sorted(now - before)], at=act.at)
    _enter(act, terms, on, session=True, present=len(now))


@operation(title=gettext_lazy("Rút lại buổi học đã ghi"), right=Right.KEEP_TRAINING)
def withdraw_session(act: Act, *, course_id: int, on: date) -> None:
    """Take back a session that was entered by mistake, with who was there.

    Raises:
        NotFound: when none was entered for the day.
    """
    terms = _held(act, course_id)
    fact = CourseSession.objects.known().filter(course=course_id, occurred_on=on).first()
    if fact is None:
        raise NotFound(_("Ngày này chưa ghi buổi học nào."))
    withdraw_many(list(SessionPresence.objects.known().filter(course=course_id, occurred_on=on)), at=act.at)
    withdraw(fact, at=act.at)
    _enter(act, terms, on, withdrawn=str(fact.fact_id))


# -- results ---------------------------------------------------------------------------------------------------------------------------------


def _result(act: Act, terms: CourseTerms, row: ResultRow, level: str | None) -> dict[str, Any]:
    """The columns of a result; a pass that raises the level records it in the same transaction, so that the gap closes.

    Parameters:
        level: what the person has in the field; None when nothing is on record.

    Raises:
        Refusal: for a day to come or before the course ends, or a pass without its certificate.
    """
    certificate = tidy(row.certificate)[:80] if row.outcome is Outcome.PASSED else ""
    refuse(refuse_outcome(row.outcome, row.on, certificate, days=days_of(terms), today=act.today), "certificate" if row.on <= act.today and row.on >= terms.ends_on else "on")
    paper = learned = None
    if row.outcome is Outcome.PASSED:
        issuer = names_of([terms.course.unit_id], row.on).get(terms.course.unit_id, "")
        paper = cite(Citation(certificate, row.on, _("Chứng chỉ"), issuer), today=act.today)
        if level is None or not is_at_least(terms.field, level, terms.level):
            learned = steps.learn(row.person_id, field=QualificationField(terms.field), level=QualificationLevel(terms.level), on=row.on, paper=paper)
    return {"person_id": row.person_id, "occurred_on": row.on, "outcome": row.outcome.value, "certificate": certificate, "decision": paper,
            "qualification": learned.fact_id if learned else None}


@operation(title=gettext_lazy("Ghi kết quả lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def record_results(act: Act, *, course_id: int, rows: Sequence[ResultRow]) -> int:
    """Enter what came of a course for persons on it, all or none. A pass records the level with its certificate, unless the person has as much already.

    Returns:
        how many qualifications were recorded: so many gaps can close.

    Raises:
        Refusal: for nobody, somebody who has no place or has a result, a day to come or before the course ends, a pass without a certificate, or a certificate twice.
    """
    terms = _held(act, course_id)
    _refuse_stopped(terms)
    if not rows:
        raise Refusal(_("Chọn ít nhất một người."), place="persons")
    persons = [row.person_id for row in rows]
    placed = {each.person_id for each in _on(course_id) if each.state == PlaceState.ENROLLED}
    has = set(CourseResult.objects.known().filter(course=course_id).values_list("person", flat=True))
    names = steps.names_of(persons)
    for row in rows:
        if row.person_id not in placed:
            raise Refusal(_("%(name)s không có chỗ trong lớp. Mở lại trang của lớp.") % {"name": names.get(row.person_id, "")}, place="persons")
        if row.person_id in has or persons.count(row.person_id) > 1:
            raise Refusal(_("%(name)s đã có kết quả. Sửa hoặc rút lại kết quả ấy.") % {"name": names.get(row.person_id, "")}, place="persons")
    _refuse_twice(course_id, [tidy(row.certificate) for row in rows if row.outcome is Outcome.PASSED])
    levels = _levels(persons, terms.field)
    made = [_result(act, terms, row, levels.get(row.person_id)) for row in rows]
    record_many(CourseResult, [{"course": terms.course, **each} for each in made], at=act.at)
    learned = sum(each["qualification"] is not None for each in made)
    _enter(act, terms, max(row.on for row in rows), count=len(rows), passed=sum(row.outcome is Outcome.PASSED for row in rows), learned=learned)
    return learned


def _refuse_twice(course_id: int, certificates: Sequence[str], *, besides: UUID | None = None) -> None:
    """Refuse a number of a certificate that somebody of the course has."""
    known = set(CourseResult.objects.known().filter(course=course_id).exclude(certificate="").exclude(fact_id=besides).values_list("certificate", flat=True))
    for at, number in enumerate(certificates):
        if number and (number in known or number in certificates[:at]):
            raise Refusal(_("Số chứng chỉ %(number)s ghi cho hai người. Sửa một số.") % {"number": number}, place="certificate")


def _take_back(act: Act, fact: CourseResult) -> None:
    """Take back the qualification that a result recorded, if it did.

    Raises:
        Refusal: when something was learned in the field since.
    """
    learned = steps.qualification_of(fact.qualification) if fact.qualification else None
    if learned is None:
        return
    if not steps.is_open(learned):
        raise Refusal(_("Sau chứng chỉ này đã ghi trình độ khác. Rút lại trình độ sau trên hồ sơ của người ấy trước."), place="on")
    steps.unlearn(learned)


@operation(title=gettext_lazy("Đính chính kết quả lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def correct_result(act: Act, *, course_id: int, key: UUID, outcome: Outcome, on: date, certificate: str) -> None:
    """Correct a result; the level that a pass recorded goes with it, and comes with one that becomes a pass.

    Raises:
        NotFound: when there is none.
        Refusal: as for ``record_results``, and when something was learned in the field since.
    """
    terms = _held(act, course_id)
    fact = result_of(course_id, key)
    _refuse_twice(course_id, [tidy(certificate)] if outcome is Outcome.PASSED else [], besides=key)
    _take_back(act, fact)
    level = _levels([fact.person_id], terms.field).get(fact.person_id)
    correct(fact, at=act.at, **_result(act, terms, ResultRow(fact.person_id, outcome, on, certificate), level))
    _enter(act, terms, on, corrected=str(key), outcome=outcome.value)


@operation(title=gettext_lazy("Rút lại kết quả lớp bồi dưỡng"), right=Right.KEEP_TRAINING)
def withdraw_result(act: Act, *, course_id: int, key: UUID) -> None:
    """Take back a result, and the level that it recorded; what the person had before goes on.

    Raises:
        NotFound: when there is none.
        Refusal: when something was learned in the field since.
    """
    terms = _held(act, course_id)
    fact = result_of(course_id, key)
    _take_back(act, fact)
    withdraw(fact, at=act.at)
    _enter(act, terms, fact.occurred_on, withdrawn=str(key))
