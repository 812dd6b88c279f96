"""What a task may become, by whom, and whether it is late.

Sources: DOMAIN RT-01 to RT-03 (what a task needs, its states, one lead), EV-03 and EV-04 (what is counted for the yearly grading).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.days import write_day
from kientoan.rules.figures import Share
from kientoan.rules.reasons import Reason

RULE = "RT-02"
FURTHEST_YEARS = 6
"""How many years after it is given a task may be due: a term and one more; later is a slip of the keys."""


class State(StrEnum):
    """Where a task stands (RT-02)."""

    DRAFT = "draft"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DOING = "doing"
    DONE = "done"
    DONE_LATE = "done_late"
    ABOVE = "above"
    STOPPED = "stopped"


OPEN = frozenset({State.ASSIGNED, State.ACCEPTED, State.DOING})
"""Given, and neither done nor stopped: only these can be overdue."""
FINISHED = frozenset({State.DONE, State.DONE_LATE, State.ABOVE})


class By(StrEnum):
    """Who takes a step: whoever gives tasks in the unit, or the one lead (RT-03)."""

    GIVER = "giver"
    LEAD = "lead"


class Step(StrEnum):
    """What is done to a task."""

    GIVE = "give"
    ACCEPT = "accept"
    REPORT = "report"
    FINISH = "finish"
    RAISE = "raise"
    SEND_BACK = "send_back"
    MOVE_DUE = "move_due"
    HAND_OVER = "hand_over"
    STOP = "stop"


@dataclass(frozen=True)
class Way:
    """A step that there is.

    Parameters:
        by: who takes it.
        states: those from which it may be taken.
        into: the state that it leads to; None where the state stays, or depends on the day.
    """

    by: By
    states: frozenset[State]
    into: State | None


WAYS: Mapping[Step, Way] = {
    Step.GIVE: Way(By.GIVER, frozenset({State.DRAFT}), State.ASSIGNED),
    Step.ACCEPT: Way(By.LEAD, frozenset({State.ASSIGNED}), State.ACCEPTED),
    Step.REPORT: Way(By.LEAD, OPEN, State.DOING),
    Step.FINISH: Way(By.LEAD, frozenset({State.ACCEPTED, State.DOING}), None),
    Step.RAISE: Way(By.GIVER, frozenset({State.DONE}), State.ABOVE),
    Step.SEND_BACK: Way(By.GIVER, FINISHED, State.DOING),
    Step.MOVE_DUE: Way(By.GIVER, OPEN, None),
    Step.HAND_OVER: Way(By.GIVER, OPEN, State.ASSIGNED),
    Step.STOP: Way(By.GIVER, OPEN | {State.DRAFT}, State.STOPPED),
}
"""Which state follows which, and by whom."""

_STATES: Mapping[State, tuple[str, str]] = {
    State.DRAFT: ("dự thảo", "a draft"), State.ASSIGNED: ("đã giao, chưa nhận", "given, not accepted"), State.ACCEPTED: ("đã nhận", "accepted"),
    State.DOING: ("đang làm", "being done"), State.DONE: ("xong", "done"), State.DONE_LATE: ("xong muộn", "done late"),
    State.ABOVE: ("vượt yêu cầu", "above requirement"), State.STOPPED: ("đã dừng", "stopped")}
_REMEDIES: Mapping[Step, tuple[str, str]] = {
    Step.GIVE: ("Việc đã giao rồi.", "It has been given already."), Step.ACCEPT: ("Chỉ nhận việc vừa được giao.", "Only a task just given is accepted."),
    Step.REPORT: ("Việc chưa giao hoặc đã khép lại thì không báo tiến độ.", "Progress is reported on a task that was given and is still open."),
    Step.FINISH: ("Nhận việc hoặc báo tiến độ trước.", "Accept it or report progress first."),
    Step.RAISE: ("Chỉ việc xong đúng hạn mới ghi là vượt yêu cầu (EV-03).", "Only a task done on time is put above requirement (EV-03)."),
    Step.SEND_BACK: ("Chỉ trả lại việc đã báo xong.", "Only a task reported as done is sent back."),
    Step.MOVE_DUE: ("Chỉ đổi hạn việc đang mở.", "Only an open task's due day is moved."), Step.HAND_OVER: ("Chỉ giao lại việc đang mở.", "Only an open task is handed over."),
    Step.STOP: ("Việc đã khép lại.", "It is closed already.")}


def follow(step: Step, state: State, *, due_on: date, on: date) -> State | Reason:
    """The state after a step, or why it cannot be taken.

    Parameters:
        state: before it.
        due_on: the task's due day as it stands on ``on``; a task done on that day is on time.
        on: the day of the step.

    Returns:
        the state; ``done`` and ``done late`` by the due day.
    """
    way = WAYS[step]
    if state not in way.states:
        return Reason(f"Việc này {_STATES[state][0]}. {_REMEDIES[step][0]}", f"This task is {_STATES[state][1]}. {_REMEDIES[step][1]}", RULE)
    if step is Step.FINISH:
        return State.DONE if on <= due_on else State.DONE_LATE
    return state if way.into is None else way.into


def days_over(state: State, due_on: date, day: date) -> int:
    """How many days a task is overdue on a day; 0 for one that is not open or whose due day is not over."""
    return max((day - due_on).days, 0) if state in OPEN else 0


def last_due_of_risen(day: date, after: int) -> date:
    """The latest due day of a task that shows one level above on a day: open ones due on it or before have risen.

    Parameters:
        day: the day asked.
        after: how many days overdue it stays with its unit before it rises; from 1.
    """
    return day - timedelta(days=after)


def has_risen(state: State, due_on: date, day: date, after: int) -> bool:
    """Whether an overdue task shows one level above as well: overdue for ``after`` days or more."""
    return state in OPEN and due_on <= last_due_of_risen(day, after)


def refuse_task(title: str, product: str, *, given_on: date, due_on: date) -> Reason | None:
    """Why a task as written cannot be given: what it is, what is there to be measured, by when (RT-02).

    Parameters:
        title, product: tidied texts.
        given_on: the day on which it is given.
        due_on: the day by which it is done.
    """
    if not title:
        return Reason("Ghi việc phải làm.", "Say what is to be done.", RULE)
    if not product:
        return Reason("Ghi sản phẩm đo được, ví dụ “6 hộ ký cam kết”.", "Name a product that can be measured, such as “6 households sign”.", RULE)
    return refuse_due(given_on, due_on)


def refuse_due(given_on: date, due_on: date) -> Reason | None:
    """Why a due day cannot be: before the task is given, or too far off."""
    if due_on < given_on:
        return Reason(f"Hạn {write_day(due_on)} trước ngày giao {write_day(given_on)}. Chọn hạn muộn hơn.",
                      f"The due day {write_day(due_on)} is before the day of giving {write_day(given_on)}. Choose a later one.", RULE)
    if due_on.year > given_on.year + FURTHEST_YEARS:
        return Reason(f"Hạn {write_day(due_on)} quá xa. Xem lại năm.", f"The due day {write_day(due_on)} is too far off. Look at the year.", RULE)
    return None


@dataclass(frozen=True)
class Tally:
    """Tasks counted by what became of them.

    Parameters:
        done_on_time: done by their due day, those above requirement among them.
        above: of them, above requirement.
        done_late: done after their due day.
        open: given, and neither done nor stopped.
        overdue: of them, past their due day.
        stopped, drafts: counted in nothing else.
    """

    done_on_time: int = 0
    above: int = 0
    done_late: int = 0
    open: int = 0
    overdue: int = 0
    stopped: int = 0
    drafts: int = 0

    @property
    def given(self) -> int:
        """All that were given and not stopped: done on time, done late and open."""
        return self.done_on_time + self.done_late + self.open

    @property
    def on_time_share(self) -> Share:
        """How many of those given were done on time; EV-03 and EV-04 want all."""
        return Share(self.done_on_time, self.given)

    @property
    def above_share(self) -> Share:
        """How many of those given are above requirement; EV-03 wants three tenths."""
        return Share(self.above, self.given)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.done_on_time + other.done_on_time, self.above + other.above, self.done_late + other.done_late, self.open + other.open,
                     self.overdue + other.overdue, self.stopped + other.stopped, self.drafts + other.drafts)


def tally_of(counts: Mapping[State, int], overdue: int) -> Tally:
    """Counts by state as a tally.

    Parameters:
        counts: how many tasks stand in each state.
        overdue: how many of the open ones are past their due day.
    """
    return Tally(counts.get(State.DONE, 0) + counts.get(State.ABOVE, 0), counts.get(State.ABOVE, 0), counts.get(State.DONE_LATE, 0),
                 sum(counts.get(state, 0) for state in OPEN), overdue, counts.get(State.STOPPED, 0), counts.get(State.DRAFT, 0))


class Answer(StrEnum):
    """What a unit below does with a clause of the resolution above (RT-01)."""

    ADOPTED = "adopted"
    ADAPTED = "adapted"
    NOT_APPLICABLE = "not_applicable"


def refuse_answer(answer: Answer, *, has_own_clause: bool, text: str) -> Reason | None:
    """Why an answer to a clause is not whole: adopted names one's own clause, adapted says what differs besides, not applicable says why.

    Parameters:
        has_own_clause: whether a clause of one's own resolution is named.
        text: what differs, or why it does not apply; tidied.
    """
    if answer is not Answer.NOT_APPLICABLE and not has_own_clause:
        return Reason("Chọn mục của nghị quyết mình thực hiện mục này.", "Choose the clause of your own resolution that carries it out.", "RT-01")
    if answer is Answer.ADAPTED and not text:
        return Reason("Ghi khác mục của cấp trên ở chỗ nào.", "Say what differs from the clause above.", "RT-01")
    if answer is Answer.NOT_APPLICABLE and not text:
        return Reason("Ghi vì sao không áp dụng.", "Say why it does not apply.", "RT-01")
    return None
