"""What sets a member apart for a time: exempted, suspended, transferred for a while, away on mission (EL-35, NM-14)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, end, record, withdraw
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal
from kientoan.people.enums import StandingKind
from kientoan.people.models import Membership, MemberStanding
from kientoan.people.operations import steps
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END


def _refuse_no_member(person_id: int, day: date) -> None:
    """Refuse somebody who is no member of the Party on the day: there is nothing to be exempted from."""
    if not Membership.objects.known().on(day).filter(person=person_id).exists():
        raise Refusal(_("Ngày %(day)s người này không sinh hoạt ở tổ chức đảng nào. Sửa ngày, hoặc ghi vào tổ chức trước.")
                      % {"day": write_day(day)}, place="on")


def _refuse_until(on: date, until: date | None) -> None:
    """Refuse a last day on or before the first."""
    if until is not None and until <= on:
        raise Refusal(_("Ngày thôi %(until)s không sau ngày bắt đầu %(on)s. Sửa một trong hai ngày.")
                      % {"until": write_day(until), "on": write_day(on)}, place="until")


def _label(person_id: int) -> str:
    return steps.names_of([person_id]).get(person_id, "")


@operation(title=gettext_lazy("Ghi miễn, đình chỉ hoặc vắng của đảng viên"), right=Right.KEEP_PERSONS)
def record_standing(act: Act, *, person_id: int, kind: StandingKind, on: date, until: date | None = None, decision: Citation | None = None) -> None:
    """From a day on a member is exempted, suspended, transferred for a while or away on mission.

    Parameters:
        on: the first day.
        until: the first day on which it no longer holds; None while it lasts. It may lie in the future.

    Raises:
        Refusal: for a day to come, somebody who is no member then, and what is recorded for these days already.
    """
    steps.ask_person(act, person_id)
    refuse_to_come(act, on)
    _refuse_until(on, until)
    _refuse_no_member(person_id, on)
    record(MemberStanding, at=act.at, person_id=person_id, kind=kind, valid_from=on, valid_to=until or OPEN_END, decision=cite(decision, today=act.today))
    act.enter(unit=_label(person_id), day=on, detail={"person": person_id, "standing": str(kind)})


@operation(title=gettext_lazy("Ghi thôi miễn, đình chỉ hoặc vắng"), right=Right.KEEP_PERSONS)
def end_standing(act: Act, *, version_id: int, on: date) -> None:
    """From a day on what set a member apart no longer does.

    Raises:
        Refusal: for a day to come, on or before the first, or when it had ended before.
    """
    version: MemberStanding = steps.seen(MemberStanding, version_id)
    steps.ask_person(act, version.person_id)
    steps.refuse_superseded(version)
    refuse_to_come(act, on)
    _refuse_until(version.valid_from, on)
    end(version, at=act.at, on=on)
    act.enter(unit=_label(version.person_id), day=on, detail={"person": version.person_id, "standing_ended": str(version.fact_id)})


@operation(title=gettext_lazy("Đính chính miễn, đình chỉ hoặc vắng"), right=Right.KEEP_PERSONS)
def correct_standing(act: Act, *, version_id: int, kind: StandingKind, on: date, until: date | None = None, decision: Citation | None = None) -> None:
    """Say otherwise what was written wrongly of it; the paper stays when none is given.

    Parameters: as of ``record_standing``; ``version_id`` is the version that was seen.

    Raises:
        Refusal: for a day to come, somebody who is no member then, and when somebody changed it meanwhile.
    """
    version: MemberStanding = steps.seen(MemberStanding, version_id)
    steps.ask_person(act, version.person_id)
    steps.refuse_superseded(version)
    refuse_to_come(act, on)
    _refuse_until(on, until)
    _refuse_no_member(version.person_id, on)
    correct(version, at=act.at, kind=kind, valid_from=on, valid_to=until or OPEN_END,
            decision=cite(decision, today=act.today) if decision else version.decision)
    act.enter(unit=_label(version.person_id), day=on, detail={"person": version.person_id, "standing_corrected": str(version.fact_id)})


@operation(title=gettext_lazy("Rút lại miễn, đình chỉ hoặc vắng đã ghi"), right=Right.KEEP_PERSONS)
def withdraw_standing(act: Act, *, version_id: int) -> None:
    """Take back what was last recorded: an end is undone, an entry never was.

    Raises:
        Refusal: when somebody changed it meanwhile, or another began after the end that is undone.
    """
    version: MemberStanding = steps.seen(MemberStanding, version_id)
    steps.ask_person(act, version.person_id)
    steps.refuse_superseded(version)
    if steps.is_open(version):
        withdraw(version, at=act.at)
    else:
        correct(version, at=act.at, valid_to=OPEN_END)
    act.enter(unit=_label(version.person_id), day=version.valid_from, detail={"person": version.person_id, "withdrawn": str(version.fact_id)})
