"""Posts and who may hold them: where a kind stands, how many seats it has, what refuses a holding, how long an acting head may act.

Sources: DOMAIN CG-15 and CG-16 (sizes), VH-03 and VH-11 (acting heads), VH-12 (prolonged terms), VH-22 and TN-10 (posts change
outside congresses).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.rules.days import months_after, write_day
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.persons import Birth, refuse_before_birth
from kientoan.rules.reasons import Reason
from kientoan.rules.tree import LEVEL_EN, LEVEL_VI, Level

MOST_SEATS = 99


class Kind(StrEnum):
    """What a post is."""

    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    STANDING_BOARD_MEMBER = "standing_board_member"
    COMMITTEE_MEMBER = "committee_member"
    INSPECTION_HEAD = "inspection_head"
    INSPECTION_MEMBER = "inspection_member"
    ORGANIZATION_HEAD = "organization_head"
    COUNCIL_CHAIR = "council_chair"
    COMMITTEE_CHAIR = "committee_chair"
    HAMLET_HEAD = "hamlet_head"
    HAMLET_DEPUTY = "hamlet_deputy"
    FRONT_HEAD = "front_head"


class Body(StrEnum):
    """The body that a post belongs to; several posts within one body are one office."""

    COMMITTEE = "committee"
    INSPECTION = "inspection"
    STAFF = "staff"
    COUNCIL = "council"
    GOVERNMENT = "government"
    HAMLET = "hamlet"
    FRONT = "front"


@dataclass(frozen=True)
class Nature:
    """What is so of every post of a kind.

    Parameters:
        body: the body that it belongs to.
        levels: the levels at which it may stand.
        sole: whether it is for one holder only.
        vi, en: its name within a sentence.
    """

    body: Body
    levels: tuple[Level, ...]
    sole: bool
    vi: str
    en: str


_PARTY = (Level.PROVINCIAL, Level.SUPERIOR, Level.GRASSROOTS, Level.CELL)
_ABOVE_CELLS = _PARTY[:-1]
_STATE = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
NATURES: Mapping[Kind, Nature] = {
    Kind.SECRETARY: Nature(Body.COMMITTEE, _PARTY, True, "bí thư", "secretary"),
    Kind.DEPUTY_SECRETARY: Nature(Body.COMMITTEE, _PARTY, False, "phó bí thư", "deputy secretary"),
    Kind.STANDING_BOARD_MEMBER: Nature(Body.COMMITTEE, _ABOVE_CELLS, False, "ủy viên ban thường vụ", "member of the standing board"),
    Kind.COMMITTEE_MEMBER: Nature(Body.COMMITTEE, _PARTY, False, "cấp ủy viên", "committee member"),
    Kind.INSPECTION_HEAD: Nature(Body.INSPECTION, _ABOVE_CELLS, True, "chủ nhiệm ủy ban kiểm tra", "head of the inspection committee"),
    Kind.INSPECTION_MEMBER: Nature(Body.INSPECTION, _ABOVE_CELLS, False, "ủy viên ủy ban kiểm tra", "member of the inspection committee"),
    Kind.ORGANIZATION_HEAD: Nature(Body.STAFF, _ABOVE_CELLS[:2], True, "trưởng ban tổ chức", "head of the organisation committee"),
    Kind.COUNCIL_CHAIR: Nature(Body.COUNCIL, _STATE, True, "chủ tịch Hội đồng nhân dân", "chair of the People's Council"),
    Kind.COMMITTEE_CHAIR: Nature(Body.GOVERNMENT, _STATE, True, "chủ tịch Ủy ban nhân dân", "chair of the People's Committee"),
    Kind.HAMLET_HEAD: Nature(Body.HAMLET, (Level.HAMLET,), True, "trưởng xóm", "hamlet head"),
    Kind.HAMLET_DEPUTY: Nature(Body.HAMLET, (Level.HAMLET,), False, "phó trưởng xóm", "deputy hamlet head"),
    Kind.FRONT_HEAD: Nature(Body.FRONT, (Level.HAMLET,), True, "trưởng ban công tác Mặt trận", "head of the Front work committee"),
}
MOST_HOLDERS: Mapping[tuple[Kind, Level], int] = {(Kind.COMMITTEE_MEMBER, Level.CELL): 7}
"""Approved sizes that are passed only knowingly (CG-15)."""


@dataclass(frozen=True)
class ActingRule:
    """How long someone may act as a hamlet's head, during the days in which the rule is in force (V-01).

    Parameters:
        months: at most so many; None when there is no limit.
        source: number, issuer and date of the paper.
        rule: the rule's id.
    """

    period: Period
    months: int | None
    source: str
    rule: str


ACTING_RULES = (
    ActingRule(Period(date(2018, 2, 15), date(2023, 8, 15)), 6, "Thông tư 09/2017/TT-BNV ngày 29/12/2017", "VH-03"),
    ActingRule(Period(date(2023, 8, 15)), None, "Nghị định 59/2023/NĐ-CP ngày 14/8/2023", "VH-11"),
)


def acting_rule(day: date) -> ActingRule | None:
    """The rule in force on a day; None before the first that is known."""
    return next((rule for rule in ACTING_RULES if day in rule.period), None)


def levels_of(kind: Kind) -> tuple[Level, ...]:
    """The levels at which a kind of post may stand."""
    return NATURES[kind].levels


def refuse_post(kind: Kind, level: Level, seats: int) -> Reason | None:
    """Why a post cannot be established so; a size that is only unusual warns."""
    nature = NATURES[kind]
    if level not in nature.levels:
        return Reason(f"Chức danh {nature.vi} không có ở {LEVEL_VI[level]}. Chọn chức danh khác.",
                      f"There is no {nature.en} at the level “{LEVEL_EN[level]}”. Choose another post.", "VH-22")
    if nature.sole and seats != 1:
        return Reason(f"Chức danh {nature.vi} chỉ có một người giữ. Ghi số lượng là 1.",
                      f"The post of {nature.en} is for one holder only. Set the number to 1.", "CG-15")
    if not 1 <= seats <= MOST_SEATS:
        return Reason(f"Số lượng {seats} không hợp lý. Gõ số từ 1 đến {MOST_SEATS}.", f"The number {seats} makes no sense. Type 1 to {MOST_SEATS}.", "CG-15")
    most = MOST_HOLDERS.get((kind, level))
    if most is not None and seats > most:
        return Reason(f"Số lượng {seats} nhiều hơn {most} theo quy định chung. Xem lại đề án nhân sự.",
                      f"{seats} is more than the usual {most}. Check the approved plan.", "CG-15", blocks=False)
    return None


def refuse_size(committee: int, board: int) -> Reason | None:
    """Warns when a standing board has more than a third of its committee's seats (CG-15)."""
    if board * 3 <= committee:
        return None
    return Reason(f"Ban thường vụ {board} người nhiều hơn một phần ba của {committee} ủy viên ban chấp hành. Xem lại đề án nhân sự.",
                  f"A standing board of {board} is more than a third of {committee} committee members. Check the approved plan.", "CG-15", blocks=False)


@dataclass(frozen=True)
class Held:
    """Who holds a seat of a post, and when."""

    name: str
    seat: int
    period: Period


@dataclass(frozen=True)
class Claim:
    """A holding to be judged.

    Parameters:
        kind: the post's kind.
        starts, ends: the first day, and the first day on which it no longer is; ``OPEN_END`` while it lasts.
        birth: the person's; None when unknown.
        obtained: how, such as ``acting``.
        term_ends_on: when the term is over by plan; None when it has no end.
    """

    kind: Kind
    starts: date
    ends: date = OPEN_END
    birth: Birth | None = None
    obtained: str = "elected"
    term_ends_on: date | None = None


def _refuse_days(claim: Claim, today: date) -> Reason | None:
    for day in (claim.starts, *(() if claim.ends == OPEN_END else (claim.ends,))):
        if day > today:
            return Reason(f"Ngày {write_day(day)} chưa tới. Sửa ngày.", f"The day {write_day(day)} has not come. Change it.", "TN-10")
    if claim.ends <= claim.starts:
        return Reason(f"Ngày thôi giữ {write_day(claim.ends)} không sau ngày bắt đầu {write_day(claim.starts)}. Sửa một trong hai ngày.",
                      f"The end {write_day(claim.ends)} is not after the beginning {write_day(claim.starts)}. Change one of them.", "TN-10")
    if claim.term_ends_on is not None and claim.term_ends_on <= claim.starts:
        return Reason(f"Ngày hết nhiệm kỳ {write_day(claim.term_ends_on)} không sau ngày bắt đầu {write_day(claim.starts)}. Sửa một trong hai ngày.",
                      f"The end of the term {write_day(claim.term_ends_on)} is not after the beginning {write_day(claim.starts)}. Change one of them.", "VH-03")
    return None


def _refuse_life(claim: Claim, life: Period | None) -> Reason | None:
    if life is None or claim.starts < life.start:
        since = write_day(life.start) if life else ""
        return Reason(f"Ngày {write_day(claim.starts)} đơn vị chưa lập (lập ngày {since}). Sửa ngày bắt đầu giữ chức danh.",
                      f"On {write_day(claim.starts)} the unit was not yet established (it was on {since}). Change the day from which the post is held.",
                      "TN-11")
    if claim.starts >= life.end:
        return Reason(f"Ngày {write_day(claim.starts)} đơn vị đã kết thúc (từ ngày {write_day(life.end)}). Chọn đơn vị tiếp nhận.",
                      f"On {write_day(claim.starts)} the unit had ended (on {write_day(life.end)}). Choose the unit that took it in.", "TN-11")
    if claim.ends > life.end:
        return Reason(f"Đơn vị kết thúc ngày {write_day(life.end)}, nên chức danh không giữ lâu hơn. Ghi ngày thôi giữ.",
                      f"The unit ended on {write_day(life.end)}, so the post is not held beyond. Give the day on which it ended.", "TN-11")
    return None


def judge_claim(claim: Claim, *, life: Period | None, standing: Sequence[Period], today: date) -> list[Reason]:
    """What speaks against a holding: one reason that refuses, or any number that warn.

    Parameters:
        claim: the holding.
        life: the days on which the unit is; None when it never was.
        standing: the periods in which the post stands.
        today: the day of asking.
    """
    refused = _refuse_days(claim, today) or _refuse_life(claim, life)
    if refused is not None:
        return [refused]
    if (gap := first_uncovered(Period(claim.starts, claim.ends), standing)) is not None:
        name = NATURES[claim.kind]
        return [Reason(f"Ngày {write_day(gap)} đơn vị không có chức danh {name.vi}. Lập chức danh từ ngày đó trước.",
                       f"On {write_day(gap)} the unit has no post of {name.en}. Establish the post from that day first.", "CG-15")]
    warnings: list[Reason] = []
    young = refuse_before_birth(claim.birth, claim.starts)
    if young is not None:
        if young.blocks:
            return [young]
        warnings.append(young)
    if (long := acting_too_long(claim)) is not None:
        warnings.append(long)
    return warnings


def acting_too_long(claim: Claim, *, by: date | None = None) -> Reason | None:
    """Warns when a hamlet's acting head acts, or is to act, longer than the rule of the day on which it began allows.

    Parameters:
        claim: the holding.
        by: the day of asking, for one that goes on; None to look at the planned end alone.
    """
    if claim.kind is not Kind.HAMLET_HEAD or claim.obtained != "acting":
        return None
    rule = acting_rule(claim.starts)
    if rule is None or rule.months is None:
        return None
    limit = months_after(claim.starts, rule.months)
    until = claim.ends if claim.ends != OPEN_END else max(claim.term_ends_on or claim.starts, by or claim.starts)
    if until <= limit:
        return None
    return Reason(f"Lâm thời quá {rule.months} tháng (từ {write_day(claim.starts)}, hạn {write_day(limit)}) theo {rule.source}. Tổ chức bầu.",
                  f"Acting for more than {rule.months} months (from {write_day(claim.starts)}, limit {write_day(limit)}) under {rule.source}. Hold an election.",
                  rule.rule, blocks=False)


def first_uncovered(period: Period, standing: Iterable[Period]) -> date | None:
    """The first day of ``period`` that lies in none of ``standing``; None when all do."""
    at = period.start
    for each in sorted(standing):
        if each.start > at:
            break
        at = max(at, each.end)
    return at if at < period.end else None


def seats_through(period: Period, sizes: Iterable[tuple[Period, int]]) -> int:
    """The number of seats that a post has on every day of ``period``: the fewest among its sizes then; 0 of none."""
    return min((seats for each, seats in sizes if each.overlaps(period)), default=0)


def free_seat(period: Period, held: Sequence[Held], seats: int) -> int | None:
    """The lowest seat that is free on every day of ``period``; None when every one is taken on some day.

    Parameters:
        held: the holdings of the post.
        seats: how many it has through the period.
    """
    taken = {each.seat for each in held if each.period.overlaps(period)}
    return next((seat for seat in range(1, seats + 1) if seat not in taken), None)


def refuse_full(kind: Kind, period: Period, held: Sequence[Held], seats: int) -> Reason:
    """Says who stands in the way of one more holder, and since when."""
    nature = NATURES[kind]
    first = min((each for each in held if each.period.overlaps(period)), key=lambda each: (each.period.start, each.seat), default=None)
    if first is None or not nature.sole:
        names = ", ".join(each.name for each in sorted(held, key=lambda each: each.seat) if each.period.overlaps(period))
        return Reason(f"Chức danh {nature.vi} có {seats} vị trí, đã đủ người ({names}). Ghi thôi giữ của một người, hoặc đổi số lượng.",
                      f"The post of {nature.en} has {seats} seats, all held ({names}). End one of them, or change the number.", "CG-15")
    until_vi = "" if first.period.end == OPEN_END else f" đến trước ngày {write_day(first.period.end)}"
    until_en = "" if first.period.end == OPEN_END else f" until before {write_day(first.period.end)}"
    return Reason(
        f"Chức danh {nature.vi} do {first.name} giữ từ ngày {write_day(first.period.start)}{until_vi}. Ghi thôi giữ của {first.name} trước, hoặc sửa ngày.",
        f"The post of {nature.en} is held by {first.name} since {write_day(first.period.start)}{until_en}. "
        f"End the holding of {first.name} first, or change the day.", "CG-15")


def refuse_twice(held: Period, name: str) -> Reason:
    """Says that a person holds the same post already."""
    return Reason(f"{name} đã giữ chức danh này từ ngày {write_day(held.start)}. Ghi thôi giữ trước, hoặc kéo dài nhiệm kỳ.",
                  f"{name} holds this post already, since {write_day(held.start)}. End that first, or prolong the term.", "CG-15")


def refuse_prolongation(starts: date, ends: date, term_ends_on: date | None, on: date, until: date, *, today: date) -> Reason | None:
    """Why a term cannot be prolonged: it is over, begins later, or would not last longer (VH-12).

    Parameters:
        starts, ends: the days of the holding, half-open.
        term_ends_on: when its term was to be over; None when it has no end.
        on: the day from which the term is prolonged.
        until: when the prolonged term is over.
        today: the day of asking.
    """
    if on > today:
        return Reason(f"Ngày {write_day(on)} chưa tới. Sửa ngày.", f"The day {write_day(on)} has not come. Change it.", "VH-12")
    if not starts < on < ends:
        return Reason(f"Ngày {write_day(on)} người này không đang giữ chức danh. Sửa ngày kéo dài.",
                      f"On {write_day(on)} this person is not in the midst of holding the post. Change the day.", "VH-12")
    if until <= max(on, term_ends_on or on):
        return Reason(f"Hạn mới {write_day(until)} không dài hơn nhiệm kỳ cũ. Sửa hạn mới.",
                      f"The new end {write_day(until)} is no later than the old one. Change the new end.", "VH-12")
    return None
