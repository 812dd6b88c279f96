"""Requests of persons about their own record: what follows what, the two clocks, why one may be refused.

Sources: PV-05 (the person may ask, refuse, withdraw), PV-06 (Decree 356/2025: answered within two working days, with the procedure stated; the days for carrying
it out are from memory and unverified, so they are settings), PV-09 (member files are permanent archives: to delete is to restrict, with a reason; unverified).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.calendar import WorkingCalendar
from kientoan.rules.days import write_day
from kientoan.rules.reasons import Reason

ANSWER_WITHIN = 2
"""Working days within which a request is answered (PV-06, verified)."""
CLOCKS = "PV-06"
ARCHIVE = "PV-09"


class Asked(StrEnum):
    """What is asked."""

    CORRECTION = "correction"
    COPY = "copy"
    RESTRICTION = "restriction"


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What is done to a request after it was received."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    CARRY_OUT = "carry_out"
    WITHDRAW = "withdraw"


class Ground(StrEnum):
    """Why a request is refused."""

    LEGAL_DUTY = "legal_duty"
    PROVEN = "proven"
    OF_OTHERS = "of_others"
    NOT_HELD = "not_held"
    NOT_IDENTIFIED = "not_identified"


OPEN = frozenset({State.RECEIVED, State.ACCEPTED})
"""The states in which somebody has still to do something."""

_WAYS: Mapping[Step, tuple[frozenset[State], State]] = {
    # An answer that was wrong is given anew, the other way round: what was answered before stays among the steps.
    Step.ACCEPT: (frozenset({State.RECEIVED, State.REFUSED}), State.ACCEPTED),
    Step.REFUSE: (frozenset({State.RECEIVED, State.ACCEPTED}), State.REFUSED),
    Step.CARRY_OUT: (frozenset({State.ACCEPTED}), State.CARRIED_OUT),
    Step.WITHDRAW: (OPEN, State.WITHDRAWN),
}
_STATES: Mapping[State, tuple[str, str]] = {
    State.RECEIVED: ("đang chờ trả lời", "waits for an answer"), State.ACCEPTED: ("đã được nhận lời", "was accepted"), State.REFUSED: ("đã bị từ chối", "was refused"),
    State.CARRIED_OUT: ("đã làm xong", "was carried out"), State.WITHDRAWN: ("đã được rút", "was withdrawn")}
_REMEDIES: Mapping[Step, tuple[str, str]] = {
    Step.ACCEPT: ("Chỉ nhận lời yêu cầu đang chờ trả lời hoặc đã bị từ chối.", "Only one that waits for an answer, or was refused, is accepted."),
    Step.REFUSE: ("Chỉ từ chối yêu cầu đang chờ trả lời hoặc chưa làm xong.", "Only one that waits for an answer, or is not carried out yet, is refused."),
    Step.CARRY_OUT: ("Nhận lời trước, rồi mới ghi làm xong.", "Accept it first, then say that it was carried out."),
    Step.WITHDRAW: ("Chỉ rút yêu cầu chưa làm xong và chưa bị từ chối.", "Only one that is neither carried out nor refused is withdrawn."),
}
_GROUNDS: Mapping[Ground, str] = {Ground.LEGAL_DUTY: ARCHIVE, Ground.PROVEN: "PV-07", Ground.OF_OTHERS: "PV-10", Ground.NOT_HELD: "PV-07", Ground.NOT_IDENTIFIED: "PV-06"}


def rule_of(ground: Ground) -> str:
    """The domain rule that a ground of refusal rests on."""
    return _GROUNDS[ground]


def steps_from(state: State) -> list[Step]:
    """The steps that can be taken from a state, in the order of the list."""
    return [step for step, (states, _into) in _WAYS.items() if state in states]


def follow(step: Step, state: State) -> State | Reason:
    """The state after a step, or why it cannot be taken (PV-06).

    Parameters:
        state: before it.
    """
    states, into = _WAYS[step]
    if state not in states:
        return Reason(f"Yêu cầu này {_STATES[state][0]}. {_REMEDIES[step][0]}", f"This request {_STATES[state][1]}. {_REMEDIES[step][1]}", CLOCKS)
    return into


@dataclass(frozen=True)
class Clocks:
    """The last days of a request.

    Parameters:
        answer_by: by which it is answered.
        carry_by: by which it is carried out.
    """

    answer_by: date
    carry_by: date


def clocks(received_on: date, *, calendar: WorkingCalendar, days: int) -> Clocks:
    """The two clocks of a request (PV-06).

    Parameters:
        received_on: the day it came in; the clocks begin on the next.
        calendar: the working calendar in force.
        days: for carrying it out, in calendar days from receipt; a setting, for its source is unverified.
    """
    answer_by = calendar.add(received_on, ANSWER_WITHIN)
    return Clocks(answer_by, max(received_on + timedelta(days=days), answer_by))


def late(state: State, found: Clocks, day: date) -> Reason | None:
    """Why a request is late on a day; None when it is not (PV-06).

    Parameters:
        state: where it stands on that day.
    """
    if state is State.RECEIVED and day > found.answer_by:
        over = (day - found.answer_by).days
        return Reason(f"Quá hạn trả lời {over} ngày: hạn là {write_day(found.answer_by)}, sau {ANSWER_WITHIN} ngày làm việc kể từ ngày nhận",
                      f"The answer is {over} days late: it was due on {write_day(found.answer_by)}, {ANSWER_WITHIN} working days after receipt", CLOCKS, blocks=False)
    if state is State.ACCEPTED and day > found.carry_by:
        over = (day - found.carry_by).days
        return Reason(f"Quá hạn thực hiện {over} ngày: hạn là {write_day(found.carry_by)}; số ngày là thiết đặt, chưa kiểm chứng",
                      f"Carrying it out is {over} days late: it was due on {write_day(found.carry_by)}; the number of days is a setting, unverified", CLOCKS, blocks=False)
    return None


def done_late(step: Step, on: date, found: Clocks) -> int:
    """By how many days a step came too late; 0 when it was in time. Answers are measured by one clock, carrying out by the other."""
    due = found.carry_by if step is Step.CARRY_OUT else found.answer_by
    return 0 if step is Step.WITHDRAW else max(0, (on - due).days)


def due_on(state: State, found: Clocks) -> date | None:
    """The day by which something has still to be done; None when nothing has."""
    return found.answer_by if state is State.RECEIVED else found.carry_by if state is State.ACCEPTED else None
