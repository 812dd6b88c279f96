"""What a proposal may become, by whom, on which clock, and by which code it is called.

Sources: DOMAIN RT-04 (states; the days for an answer are local and unverified), RT-05 (two lines), RT-06 (contributions need a decision of the households).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.days import write_day
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import plain, words

RULE = "RT-04"


class State(StrEnum):
    """Where a proposal stands (RT-04). Sent and passed up wait for receipt: no clock runs."""

    RAISED = "raised"
    SENT = "sent"
    RECEIVED = "received"
    PASSED_UP = "passed_up"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"
    PUBLISHED = "published"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


WAITING = frozenset({State.SENT, State.PASSED_UP})
"""At a body that has not received it yet."""
OPEN = frozenset({State.RAISED, State.RECEIVED, State.ACCEPTED}) | WAITING
"""Neither answered for good, nor done, nor out of the way."""


class By(StrEnum):
    """Who takes a step: the unit that raised it, or the body at which it stands."""

    OWNER = "owner"
    BODY = "body"


class Step(StrEnum):
    """What is done to a proposal."""

    RAISE = "raise"
    SEND = "send"
    RECEIVE = "receive"
    ACCEPT = "accept"
    REFUSE = "refuse"
    PASS_UP = "pass_up"  # noqa: S105  # a step, no password
    FORWARD = "forward"
    FINISH = "finish"
    PUBLISH = "publish"
    REOPEN = "reopen"
    MERGE = "merge"
    WITHDRAW = "withdraw"


ANSWERS = frozenset({Step.ACCEPT, Step.REFUSE})
"""The steps that answer; re-opening goes to the body that took the last of them."""


@dataclass(frozen=True)
class Way:
    """A step that there is.

    Parameters:
        by: who takes it.
        states: those from which it may be taken.
        into: the state that it leads to.
    """

    by: By
    states: frozenset[State]
    into: State


WAYS: Mapping[Step, Way] = {
    Step.SEND: Way(By.OWNER, frozenset({State.RAISED}), State.SENT),
    Step.RECEIVE: Way(By.BODY, WAITING, State.RECEIVED),
    Step.ACCEPT: Way(By.BODY, frozenset({State.RECEIVED}), State.ACCEPTED),
    Step.REFUSE: Way(By.BODY, frozenset({State.RECEIVED}), State.REFUSED),
    Step.PASS_UP: Way(By.BODY, frozenset({State.RECEIVED}), State.PASSED_UP),
    Step.FORWARD: Way(By.BODY, frozenset({State.RECEIVED}) | WAITING, State.SENT),
    Step.FINISH: Way(By.BODY, frozenset({State.ACCEPTED}), State.DONE),
    Step.PUBLISH: Way(By.BODY, frozenset({State.DONE}), State.PUBLISHED),
    Step.REOPEN: Way(By.OWNER, frozenset({State.REFUSED, State.DONE, State.PUBLISHED}), State.SENT),
    Step.MERGE: Way(By.BODY, frozenset({State.RECEIVED}) | WAITING, State.MERGED),
    Step.WITHDRAW: Way(By.OWNER, frozenset({State.RAISED, State.RECEIVED}) | WAITING, State.WITHDRAWN),
}
"""Which state follows which, and by whom."""

_STATES: Mapping[State, tuple[str, str]] = {
    State.RAISED: ("chưa gửi", "not sent yet"), State.SENT: ("đã gửi, chờ tiếp nhận", "sent, waiting to be received"), State.RECEIVED: ("đã tiếp nhận", "received"),
    State.PASSED_UP: ("đã chuyển cấp trên, chờ tiếp nhận", "passed up, waiting to be received"), State.ACCEPTED: ("đã được chấp nhận", "accepted"),
    State.REFUSED: ("đã bị từ chối", "refused"), State.DONE: ("đã làm xong", "done"), State.PUBLISHED: ("đã công khai kết quả", "made public"),
    State.MERGED: ("đã gộp vào kiến nghị khác", "merged into another"), State.WITHDRAWN: ("đã rút", "withdrawn")}
_REMEDIES: Mapping[Step, tuple[str, str]] = {
    Step.SEND: ("Chỉ gửi kiến nghị chưa gửi.", "Only one not sent yet is sent."), Step.RECEIVE: ("Chỉ tiếp nhận kiến nghị vừa gửi đến.", "Only one just sent here is received."),
    Step.ACCEPT: ("Tiếp nhận rồi mới trả lời; đã trả lời thì không trả lời lại.", "It is received before it is answered, and answered once."),
    Step.REFUSE: ("Tiếp nhận rồi mới trả lời; đã trả lời thì không trả lời lại.", "It is received before it is answered, and answered once."),
    Step.PASS_UP: ("Tiếp nhận rồi mới chuyển lên cấp trên.", "It is received before it is passed up."),
    Step.FORWARD: ("Chỉ chuyển nơi khác kiến nghị chưa trả lời.", "Only one without an answer is forwarded."),
    Step.FINISH: ("Chấp nhận kèm kế hoạch trước.", "Accept it with a plan first."), Step.PUBLISH: ("Chỉ công khai kết quả kiến nghị đã làm xong.", "Only a result that is there is made public."),
    Step.REOPEN: ("Chỉ mở lại kiến nghị đã bị từ chối hoặc đã báo xong.", "Only one refused or reported as done is opened again."),
    Step.MERGE: ("Chỉ gộp kiến nghị chưa trả lời.", "Only one without an answer is merged."), Step.WITHDRAW: ("Chỉ rút kiến nghị chưa trả lời.", "Only one without an answer is withdrawn.")}


def follow(step: Step, state: State) -> State | Reason:
    """The state after a step, or why it cannot be taken.

    Parameters:
        state: before it.
    """
    way = WAYS[step]
    if state not in way.states:
        return Reason(f"Kiến nghị này {_STATES[state][0]}. {_REMEDIES[step][0]}", f"This proposal is {_STATES[state][1]}. {_REMEDIES[step][1]}", RULE)
    return way.into


class Level(StrEnum):
    """Which level a proposal has reached; each has a clock of its own."""

    HAMLET = "hamlet"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"


_LEVELS: Mapping[str, Level] = {
    "commune": Level.COMMUNE, "grassroots": Level.COMMUNE, "district": Level.DISTRICT, "superior": Level.DISTRICT, "province": Level.PROVINCE, "provincial": Level.PROVINCE}


def level_of(unit_level: str) -> Level:
    """The level of a unit on the way upward, of either line.

    Parameters:
        unit_level: its level in the tree, as ``rules.tree.Level`` writes it.
    """
    return _LEVELS.get(unit_level, Level.HAMLET)


class Line(StrEnum):
    """By which line it goes: to the party committee, or to the people's committee (RT-05)."""

    PARTY = "party"
    STATE = "state"


def first_body(chain: list[tuple[int, str]]) -> int | None:
    """To whom a unit's proposal goes first: itself where it answers, else the nearest above that does; None where nobody does.

    Parameters:
        chain: ids and levels of the unit and of all above it, the unit first; by the tree it belongs to, so that a cell's goes to the
            party committee and a hamlet's to the people's committee (RT-05).
    """
    return next((unit for unit, level in chain if level_of(level) is not Level.HAMLET), None)


@dataclass(frozen=True)
class Clock:
    """The clock of a level.

    Parameters:
        age_from: the first receipt anywhere; the age counts from it. None before.
        runs_from: the receipt that this level's answer is measured from; None while it waits for receipt at a new level.
        due_on: the last day for an answer; None while the clock does not run.
    """

    age_from: date | None = None
    runs_from: date | None = None
    due_on: date | None = None


def clock_after(step: Step, clock: Clock, *, on: date, days: int) -> Clock:
    """The clock after a step: it starts on receipt; forwarding as not ours keeps it, passing up and re-opening begin it anew, the age stays.

    Parameters:
        on: the day of the step.
        days: the days for an answer at the level that receives (a setting: RT-04 names none).
    """
    if step is Step.RECEIVE and clock.runs_from is None:
        return Clock(clock.age_from or on, on, on + timedelta(days=days))
    if step in (Step.PASS_UP, Step.REOPEN):
        return Clock(clock.age_from)
    return clock


def age_days(clock: Clock, day: date) -> int:
    """How old a proposal is on a day, from the first receipt; 0 before it."""
    return max((day - clock.age_from).days, 0) if clock.age_from else 0


def days_over(state: State, due_on: date | None, day: date) -> int:
    """How many days an answer is overdue on a day; 0 for what is answered or whose clock does not run."""
    unanswered = state is State.RECEIVED or state in WAITING
    return max((day - due_on).days, 0) if unanswered and due_on else 0


def refuse_plan(plan: str, planned_on: date | None, *, on: date) -> Reason | None:
    """Why an acceptance is not whole: it says what will be done and by when.

    Parameters:
        plan: what will be done; tidied.
        planned_on: by when.
        on: the day of the answer.
    """
    if not plan:
        return Reason("Ghi sẽ làm gì, ai làm.", "Say what will be done, and by whom.", RULE)
    if planned_on is None:
        return Reason("Ghi ngày dự kiến xong.", "Say by which day.", RULE)
    if planned_on < on:
        return Reason(f"Ngày dự kiến xong {write_day(planned_on)} trước ngày trả lời {write_day(on)}. Chọn ngày muộn hơn.",
                      f"The planned day {write_day(planned_on)} is before the answer's, {write_day(on)}. Choose a later one.", RULE)
    return None


def refuse_contribution(*, needs_contribution: bool, has_decision: bool) -> Reason | None:
    """Why a plan that asks for contributions cannot be: the households have not decided on them (RT-06, PD-08)."""
    if needs_contribution and not has_decision:
        return Reason("Cần nhân dân đóng góp thì phải gắn quyết định của các hộ về đóng góp trước (PD-08).",
                      "Contributions need a decision of the households, linked first (PD-08).", "RT-06")
    return None


def reference_of(number: int) -> str:
    """The public code of a proposal: ``KN-00017-9``; the last digit is a check by ISO 7064 MOD 11,10.

    Parameters:
        number: from 1.
    """
    digits = f"{number:05d}"
    return f"KN-{digits}-{_check(digits)}"


def _check(digits: str) -> int:
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


def read_reference(text: str) -> str | None:
    """The public code that somebody typed, as it is written; None for what is no such code, a slip of one digit among them.

    Parameters:
        text: in either case, with or without hyphens, spaces and zeros in front.
    """
    bare = "".join(ch for ch in text.upper() if ch.isascii() and ch.isalnum())
    digits = bare.removeprefix("KN")
    if not digits.isdecimal() or not 2 <= len(digits) <= 12 or int(digits[:-1]) < 1:
        return None
    found = reference_of(int(digits[:-1]))
    return found if found[-1] == digits[-1] else None


_COMMON = frozenset({"va", "cua", "cho", "xom", "thon", "to", "xa", "de", "nghi", "kien", "duoc", "la", "o", "tai", "cac", "nhung", "co", "chua", "khong", "mot", "voi", "ho", "tro", "dan", "nhan", "lam"})


def content_words(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, without diacritics."""
    return frozenset(plain(word) for word in words(text)) - _COMMON


def are_alike(first: str, second: str) -> bool:
    """Whether two texts may ask for the same: at least two words in common, and half of the shorter one's.

    Parameters:
        first, second: titles, such as “Làm mương bờ Đông”.
    """
    one, other = content_words(first), content_words(second)
    shared = len(one & other)
    return shared >= 2 and shared * 2 >= min(len(one), len(other))
