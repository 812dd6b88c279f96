"""What a post asks of its holder, what a person lacks of it, what follows for a unit, and what a hamlet may pay for.

Sources: DOMAIN VH-13 (a hamlet head: 21 years, lives there), VH-11 (60 days after a release), VH-16 and VH-20 (heads who are members), VH-22 (paid titles and fund),
CG-17 and CG-19 (ages by month), CG-25 (planning), RP-07 (bands of schooling and theory), PV-13 (secrecy). The shipped standards are data beside this module,
each line with its source; a line that is not verified is a setting and is said to be one.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files

from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.persons import QUALIFICATION_LEVELS, Birth, Precision, age_at, refuse_level
from kientoan.rules.posts import NATURES, Kind
from kientoan.rules.reasons import Reason
from kientoan.rules.tree import Level

YES, NOT_ASKED = "yes", "none"
"""What is wanted where there is nothing to choose, and what a unit writes to lift a demand that holds above it."""
AGES = range(18, 81)
MOST_SOURCE = 200


class Demand(StrEnum):
    """What a standard can ask for; the first four are the fields of a qualification."""

    SCHOOLING = "schooling"
    PROFESSION = "profession"
    POLITICAL_THEORY = "political_theory"
    MANAGEMENT = "management"
    MIN_AGE = "min_age"
    MAX_AGE_FIRST = "max_age_first"
    MAX_AGE_AGAIN = "max_age_again"
    RESIDENCE = "residence"
    MEMBERSHIP = "membership"


STUDIES = (Demand.SCHOOLING, Demand.PROFESSION, Demand.POLITICAL_THEORY, Demand.MANAGEMENT)
BY_AGE = (Demand.MIN_AGE, Demand.MAX_AGE_FIRST, Demand.MAX_AGE_AGAIN)
KINDS: Mapping[Demand, str] = {each: "age" if each in BY_AGE else each.value for each in Demand}
"""What kind of gap it makes when a demand is not met: ages are one kind."""
GAP_KINDS: tuple[str, ...] = tuple(dict.fromkeys(KINDS.values()))

DEMANDS: Mapping[Demand, tuple[str, str]] = {
    Demand.SCHOOLING: ("giáo dục phổ thông", "schooling"), Demand.PROFESSION: ("chuyên môn", "profession"),
    Demand.POLITICAL_THEORY: ("lý luận chính trị", "political theory"), Demand.MANAGEMENT: ("quản lý nhà nước", "state management"),
    Demand.MIN_AGE: ("tuổi thấp nhất", "least age"), Demand.MAX_AGE_FIRST: ("tuổi cao nhất lần đầu", "greatest age for the first time"),
    Demand.MAX_AGE_AGAIN: ("tuổi cao nhất khi giữ tiếp", "greatest age when held again"), Demand.RESIDENCE: ("ở tại xóm", "lives in the hamlet"),
    Demand.MEMBERSHIP: ("là đảng viên", "is a Party member")}
LEVELS: Mapping[str, tuple[str, str]] = {
    "schooling_primary": ("tiểu học", "primary school"), "schooling_7_10": ("7/10", "7/10"), "schooling_9_12": ("9/12", "9/12"),
    "schooling_10_10": ("10/10", "10/10"), "schooling_12_12": ("12/12", "12/12"),
    "profession_none": ("chưa qua đào tạo", "untrained"), "profession_elementary": ("sơ cấp nghề", "elementary training"),
    "profession_intermediate": ("trung cấp chuyên môn", "intermediate training"), "profession_college": ("cao đẳng", "college"),
    "profession_university": ("đại học", "university"), "profession_postgraduate": ("sau đại học", "postgraduate"),
    "theory_none": ("chưa học lý luận", "no theory"), "theory_elementary": ("sơ cấp lý luận", "elementary theory"),
    "theory_intermediate": ("trung cấp lý luận", "intermediate theory"), "theory_advanced": ("cao cấp lý luận", "advanced theory"),
    "theory_bachelor": ("cử nhân lý luận", "bachelor of theory"),
    "management_none": ("chưa bồi dưỡng quản lý", "no training in management"), "management_specialist": ("ngạch chuyên viên", "specialist"),
    "management_principal": ("ngạch chuyên viên chính", "principal specialist"), "management_senior": ("ngạch chuyên viên cao cấp", "senior specialist")}


# -- what a post asks for --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Requirement:
    """One thing that a post asks of its holder.

    Parameters:
        demand: what it is.
        wanted: a level of the field, an age in full years, or ``YES``.
        source: the paper, or whose setting it is.
        rule: the rule's id; empty where a unit set it.
        verified: whether it rests on a paper or a verified rule; else it is a setting and shown as one.
        source_en: the source in English; empty for a paper, which is cited as it is.
    """

    demand: Demand
    wanted: str
    source: str = ""
    rule: str = ""
    verified: bool = False
    source_en: str = ""

    def source_in(self, language: str) -> str:
        """The source in ``language``."""
        return self.source_en or self.source if language.startswith("en") else self.source


@dataclass(frozen=True)
class Shipped:
    """A line of the shipped table: for which posts it stands, in which days, and what it asks.

    Parameters:
        post, level: the kind of post and the level of its unit.
        unit_kind: the kind of unit; empty for any.
        in_force: the days.
    """

    post: Kind
    level: Level
    unit_kind: str
    in_force: Period
    requirement: Requirement


@cache
def shipped() -> tuple[Shipped, ...]:
    """The standards that come with the product, as ``post-standards.csv`` has them."""
    lines = files("kientoan.rules").joinpath("post-standards.csv").read_text(encoding="utf-8").splitlines()
    return tuple(Shipped(
        Kind(each["post"]), Level(each["level"]), each["unit_kind"],
        Period(date.fromisoformat(each["since"]), date.fromisoformat(each["until"]) if each["until"] else OPEN_END),
        Requirement(Demand(each["demand"]), each["wanted"], each["source"], each["rule"], each["verified"] == "yes", each["source_en"])) for each in csv.DictReader(lines))


Standard = tuple[Requirement, ...]


def standard_of(post: Kind, level: Level, unit_kind: str, day: date, own: Sequence[Mapping[Demand, Requirement]] = ()) -> Standard:
    """What a post at a unit asks for on a day.

    Parameters:
        post, level, unit_kind: the post and its unit.
        own: what units set for themselves and all below, the farthest first; the nearest word on a demand counts, and ``NOT_ASKED`` lifts it.

    Returns:
        the requirements in the order of ``Demand``.
    """
    found = {each.requirement.demand: each.requirement for each in shipped()
             if each.post is post and each.level is level and each.unit_kind in ("", unit_kind) and day in each.in_force}
    for each in own:
        found |= each
    return tuple(found[demand] for demand in Demand if demand in found and found[demand].wanted != NOT_ASKED)


def wanted_words(demand: Demand, wanted: str) -> tuple[str, str]:
    """What is wanted, in Vietnamese and in English."""
    if wanted == NOT_ASKED:
        return "không yêu cầu", "not asked"
    if demand in STUDIES:
        return LEVELS[wanted]
    return (f"{wanted} tuổi", f"{wanted} years") if demand in BY_AGE else ("có", "yes")


def refuse_wanted(demand: Demand, wanted: str, level: Level) -> Reason | None:
    """Why a standard cannot ask for something: a level of another field, an age that makes no sense, or residence where nobody lives."""
    name_vi, name_en = DEMANDS[demand]
    if wanted == NOT_ASKED:
        return None
    if demand in STUDIES:
        return refuse_level(demand.value, wanted)
    if demand in BY_AGE:
        if wanted.isdecimal() and int(wanted) in AGES:
            return None
        return Reason(f"{name_vi.capitalize()}: gõ số tuổi từ {AGES[0]} đến {AGES[-1]}.", f"{name_en.capitalize()}: type an age from {AGES[0]} to {AGES[-1]}.", "VH-13")
    if demand is Demand.RESIDENCE and level is not Level.HAMLET:
        return Reason("Chỉ chức danh ở xóm, tổ dân phố mới xét nơi ở. Bỏ yêu cầu này.", "Only posts of a hamlet look at where somebody lives. Leave this out.", "VH-13")
    if wanted == YES:
        return None
    return Reason(f"{name_vi.capitalize()}: chọn có hoặc không yêu cầu.", f"{name_en.capitalize()}: choose yes or not asked.")


def refuse_ages(wanted: Mapping[Demand, str]) -> Reason | None:
    """Why the ages of a standard contradict one another: nobody could meet them."""
    least = wanted.get(Demand.MIN_AGE, NOT_ASKED)
    for demand in (Demand.MAX_AGE_FIRST, Demand.MAX_AGE_AGAIN):
        most = wanted.get(demand, NOT_ASKED)
        if least.isdecimal() and most.isdecimal() and int(most) < int(least):
            return Reason(f"Tuổi cao nhất {most} nhỏ hơn tuổi thấp nhất {least}. Sửa một trong hai.", f"The greatest age {most} is below the least age {least}. Change one of them.", "VH-13")
    return None


# -- what a person lacks of it ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """What the records say of a person on a day, for one post.

    Parameters:
        levels: the level by field of study; a field that is missing is not on record.
        birth: as far as it is known; None when it is not.
        began: the first day of holding the post, at which ages are judged; for a successor the day of asking.
        held_before: whether the person held this post before that.
        resides: whether the person lives in the hamlet of the post; None when no place is on record.
        is_member: whether a member of the Party; the register of members is whole, so nobody is unknown.
    """

    levels: Mapping[str, str]
    birth: Birth | None
    began: date
    held_before: bool = False
    resides: bool | None = None
    is_member: bool = False


@dataclass(frozen=True)
class Gap:
    """A demand that is not met, or of which nothing is on record.

    Parameters:
        demand: what is asked.
        wanted: as the standard has it.
        has: what the records say; None when they say nothing: that is counted apart and is no gap.
        reason: the sentence with its figures, the source and the rule; it warns.
    """

    demand: Demand
    wanted: str
    has: str | None
    reason: Reason

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is on record."""
        return self.has is None

    @property
    def kind(self) -> str:
        """Which kind of gap it is."""
        return KINDS[self.demand]


def _sentence(asked: Requirement, has: tuple[str, str] | None) -> Reason:
    name_vi, name_en = DEMANDS[asked.demand]
    wanted_vi, wanted_en = wanted_words(asked.demand, asked.wanted)
    vi, en = f"{name_vi.capitalize()}: cần {wanted_vi}", f"{name_en.capitalize()}: asks for {wanted_en}"
    if asked.wanted == YES:
        vi, en = f"Cần {name_vi}", f"Asked: {name_en}"
    has_vi, has_en = has or ("hồ sơ chưa ghi", "not on record")
    doubt_vi, doubt_en = ("", "") if asked.verified else ("; chưa kiểm chứng", "; unverified")
    return Reason(f"{vi}; {has_vi} ({asked.source}{doubt_vi}).", f"{en}; {has_en} ({asked.source_in('en')}{doubt_en}).", asked.rule, blocks=False)


def _study(asked: Requirement, facts: Facts) -> Gap | None:
    levels, has = QUALIFICATION_LEVELS[asked.demand.value], facts.levels.get(asked.demand.value)
    if has is None:
        return Gap(asked.demand, asked.wanted, None, _sentence(asked, None))
    if levels.index(has) >= levels.index(asked.wanted):
        return None
    vi, en = LEVELS[has]
    return Gap(asked.demand, asked.wanted, has, _sentence(asked, (f"hồ sơ ghi {vi}", f"on record {en}")))


def _reached(born: date, years: int, day: date) -> bool:
    return (day.year - born.year, day.month, day.day) >= (years, born.month, born.day)


def _age(asked: Requirement, facts: Facts) -> Gap | None:
    if asked.demand is not Demand.MIN_AGE and (asked.demand is Demand.MAX_AGE_AGAIN) is not facts.held_before:
        return None
    if facts.birth is None:
        return Gap(asked.demand, asked.wanted, None, _sentence(asked, None))
    years, age = int(asked.wanted), age_at(facts.birth, facts.began)
    if asked.demand is Demand.MIN_AGE:
        if _reached(facts.birth.last_possible, years, facts.began):
            return None
        if _reached(facts.birth.on, years, facts.began) and facts.birth.precision is not Precision.DAY:
            return Gap(asked.demand, asked.wanted, None, _sentence(asked, ("ngày sinh chưa đủ rõ", "the birth is not known closely enough")))
    elif age.in_months <= years * 12:
        return None
    day = write_day(facts.began)
    return Gap(asked.demand, asked.wanted, str(age.years), _sentence(asked, (f"ngày {day} là {age.years} tuổi", f"on {day} {age.years} years")))


def _whether(asked: Requirement, facts: Facts) -> Gap | None:
    has = facts.resides if asked.demand is Demand.RESIDENCE else facts.is_member
    if has:
        return None
    if has is None:
        return Gap(asked.demand, asked.wanted, None, _sentence(asked, None))
    words = ("hồ sơ ghi ở nơi khác", "on record as living elsewhere") if asked.demand is Demand.RESIDENCE else ("chưa là đảng viên", "not a member")
    return Gap(asked.demand, asked.wanted, NOT_ASKED, _sentence(asked, words))


def gap_in(asked: Requirement, facts: Facts) -> Gap | None:
    """What a person lacks of one requirement, or that nothing is on record; None when it is met."""
    if asked.demand in STUDIES:
        return _study(asked, facts)
    return _age(asked, facts) if asked.demand in BY_AGE else _whether(asked, facts)


def gaps(standard: Standard, facts: Facts) -> list[Gap]:
    """What a person lacks of a standard, demand by demand; what is not on record stands among them and says so (``is_unknown``).

    Parameters:
        standard: what the post asks for on the day.
        facts: what the records say on that day.
    """
    return [found for asked in standard if (found := gap_in(asked, facts)) is not None]


# -- who is to follow ------------------------------------------------------------------------------------------------------------------------

LEAST_SUCCESSORS, MOST_SUCCESSORS = 2, 3
"""In planning for a post: two as a rule (from memory, unverified), three at most (CG-25)."""


def refuse_successor(name: str, *, holds: bool, planned: int, already: bool) -> Reason | None:
    """Why somebody cannot be put into planning for a post.

    Parameters:
        name: who.
        holds: whether the person holds the post.
        planned: how many are in planning for it.
        already: whether the person is one of them.
    """
    if holds:
        return Reason(f"{name} đang giữ chính chức danh này. Chọn người khác.", f"{name} holds this very post. Choose somebody else.", "CG-25")
    if already:
        return Reason(f"{name} đã có trong quy hoạch của chức danh này.", f"{name} is in planning for this post already.", "CG-25")
    if planned >= MOST_SUCCESSORS:
        return Reason(f"Chức danh này đã có {planned} người trong quy hoạch, nhiều nhất {MOST_SUCCESSORS}. Đưa một người ra trước.",
                      f"{planned} persons are in planning for this post, {MOST_SUCCESSORS} at most. Take one out first.", "CG-25")
    return None


def refuse_secret_planning(*, secret: bool, online: bool) -> Reason | None:
    """Why planning that is marked secret cannot be kept here: the installation is connected to a network (PV-13, unverified)."""
    if not (secret and online):
        return None
    return Reason("Quy hoạch mật không được lưu trên bản cài đặt nối mạng. Ghi trên máy không nối mạng có thiết đặt KIENTOAN_ONLINE=false, hoặc để mức thường nếu không phải tài liệu mật.",
                  "Secret planning may not be kept on an installation that is online. Enter it on a machine without network whose setting is KIENTOAN_ONLINE=false, "
                  "or mark it ordinary if it is no secret paper.", "PV-13")


# -- what follows for a unit -----------------------------------------------------------------------------------------------------------------


class Problem(StrEnum):
    """What is found at a unit."""

    VACANT = "vacant"
    TERM_ENDS = "term_ends"
    GAP = "gap"
    NO_SUCCESSOR = "no_successor"
    HEAD_NOT_MEMBER = "head_not_member"


class Remedy(StrEnum):
    """What is proposed to be done about it."""

    PERSONNEL = "personnel"
    ELECTION = "election"
    TRAINING = "training"
    NEXT_TERM = "next_term"
    ADMISSION = "admission"
    SUCCESSION = "succession"


PLANNED_FOR = frozenset({Kind.SECRETARY, Kind.DEPUTY_SECRETARY, Kind.COUNCIL_CHAIR, Kind.COMMITTEE_CHAIR, Kind.HAMLET_HEAD})
"""The posts that are to have successors (a choice of this house, unverified)."""
ELECTED_BY_RESIDENTS = frozenset({Kind.HAMLET_HEAD, Kind.HAMLET_DEPUTY})
ELECTION_DAYS = 60
"""Days from a release to the decision on a new election of a hamlet head (VH-11)."""


@dataclass(frozen=True)
class Waits:
    """How long a unit takes for what no rule sets a day to; settings, none of them verified.

    Parameters:
        vacant_days: from the day of the plan to the filling of a post that is vacant.
        before_days: before the end of a term by which the next is prepared.
        gap_days: from the day of the plan to the closing of a gap, or to planning and admission.
    """

    vacant_days: int = 90
    before_days: int = 30
    gap_days: int = 365


@dataclass(frozen=True)
class Trouble:
    """Something found, as far as a proposal looks at it.

    Parameters:
        problem: what.
        post: the kind of post.
        count: empty seats, or successors that there are.
        ends_on: the end of the term; None where it has none, or where it is not about a term.
        gap: what is lacking, for ``GAP``.
        since: since when a post stands empty, where that is known.
    """

    problem: Problem
    post: Kind
    count: int = 0
    ends_on: date | None = None
    gap: Gap | None = None
    since: date | None = None


@dataclass(frozen=True)
class Proposal:
    """What is proposed: people decide.

    Parameters:
        remedy: what to do.
        due_on: by when.
        reason: why, with the rule and the figures; ``verified`` says whether the day rests on a verified rule.
    """

    remedy: Remedy
    due_on: date
    reason: Reason
    verified: bool = False


def _vacant(trouble: Trouble, day: date, waits: Waits) -> Proposal:
    nature = NATURES[trouble.post]
    if trouble.post in ELECTED_BY_RESIDENTS:
        due = max((trouble.since or day) + timedelta(days=ELECTION_DAYS), day)
        return Proposal(Remedy.ELECTION, due, Reason(
            f"Khuyết {trouble.count} {nature.vi}. Tổ chức bầu; từ ngày thôi giữ {ELECTION_DAYS} ngày phải quyết định bầu lại.",
            f"{trouble.count} vacant: {nature.en}. Hold an election; a new one is decided within {ELECTION_DAYS} days of the release.", "VH-11", blocks=False), True)
    return Proposal(Remedy.PERSONNEL, day + timedelta(days=waits.vacant_days), Reason(
        f"Khuyết {trouble.count} {nature.vi}. Làm quy trình nhân sự trong {waits.vacant_days} ngày (thiết đặt, chưa kiểm chứng).",
        f"{trouble.count} vacant: {nature.en}. Begin the personnel process within {waits.vacant_days} days (a setting, unverified).", "CG-16", blocks=False))


def _ending(trouble: Trouble, day: date, waits: Waits) -> Proposal:
    ends, nature = trouble.ends_on or day, NATURES[trouble.post]
    remedy = Remedy.ELECTION if trouble.post in ELECTED_BY_RESIDENTS else Remedy.PERSONNEL
    if ends < day:
        vi, en = f"Nhiệm kỳ {nature.vi} đã hết ngày {write_day(ends)}. Làm ngay.", f"The term as {nature.en} ended on {write_day(ends)}. Act at once."
    else:
        vi = f"Nhiệm kỳ {nature.vi} hết ngày {write_day(ends)}, còn {(ends - day).days} ngày. Chuẩn bị xong trước đó {waits.before_days} ngày (thiết đặt, chưa kiểm chứng)."
        en = f"The term as {nature.en} ends on {write_day(ends)}, in {(ends - day).days} days. Be ready {waits.before_days} days before (a setting, unverified)."
    return Proposal(remedy, max(day, ends - timedelta(days=waits.before_days)), Reason(vi, en, "VH-03" if remedy is Remedy.ELECTION else "TN-10", blocks=False))


def _lacking(trouble: Trouble, day: date, waits: Waits) -> Proposal:
    if trouble.gap is None:
        raise ValueError("a gap is named")
    gap, due = trouble.gap, day + timedelta(days=waits.gap_days)
    if gap.demand in STUDIES:
        return Proposal(Remedy.TRAINING, due, gap.reason)
    if gap.demand is Demand.MEMBERSHIP:
        return Proposal(Remedy.ADMISSION, due, gap.reason)
    return Proposal(Remedy.NEXT_TERM, max(day, trouble.ends_on or due), gap.reason)


def _not_member(trouble: Trouble, day: date, waits: Waits) -> Proposal:
    return Proposal(Remedy.ADMISSION, day + timedelta(days=waits.gap_days), Reason(
        "Trưởng xóm chưa là đảng viên. Bồi dưỡng kết nạp, hoặc giới thiệu đảng viên ở lần bầu tới.",
        "The hamlet head is not a Party member. Prepare the admission, or propose a member at the next election.", "VH-16", blocks=False))


def _nobody_follows(trouble: Trouble, day: date, waits: Waits) -> Proposal:
    nature = NATURES[trouble.post]
    return Proposal(Remedy.SUCCESSION, day + timedelta(days=waits.gap_days), Reason(
        f"Quy hoạch {nature.vi} có {trouble.count} người, thường cần {LEAST_SUCCESSORS} (chưa kiểm chứng). Giới thiệu thêm.",
        f"{trouble.count} in planning for {nature.en}, {LEAST_SUCCESSORS} as a rule (unverified). Propose more.", "CG-25", blocks=False))


_PROPOSE = {Problem.VACANT: _vacant, Problem.TERM_ENDS: _ending, Problem.GAP: _lacking, Problem.HEAD_NOT_MEMBER: _not_member, Problem.NO_SUCCESSOR: _nobody_follows}


def plan(troubles: Collection[Trouble], day: date, waits: Waits = Waits()) -> list[Proposal]:  # frozen
    """What is proposed for each thing that was found, in the same order. The machine proposes; people judge.

    Parameters:
        troubles: what was found on the day.
        day: the day of the plan.
        waits: the days that settings give.
    """
    return [_PROPOSE[each.problem](each, day, waits) for each in troubles]


class Verdict(StrEnum):
    """What people decided about a proposal."""

    ACCEPTED = "accepted"
    DONE = "done"
    DROPPED = "dropped"


FOLLOWS: Mapping[Verdict | None, tuple[Verdict, ...]] = {
    None: (Verdict.ACCEPTED, Verdict.DROPPED), Verdict.ACCEPTED: (Verdict.ACCEPTED, Verdict.DONE, Verdict.DROPPED), Verdict.DONE: (), Verdict.DROPPED: (Verdict.ACCEPTED,)}
"""What may be decided after what; ``ACCEPTED`` again is another person in charge or another day."""

_VERDICTS = {Verdict.ACCEPTED: ("đã nhận vào kế hoạch", "accepted"), Verdict.DONE: ("đã xong", "done"), Verdict.DROPPED: ("đã bỏ", "dropped")}


def refuse_verdict(before: Verdict | None, wanted: Verdict) -> Reason | None:
    """Why a proposal cannot be decided so after what was decided before."""
    if wanted in FOLLOWS[before]:
        return None
    if before is None:
        return Reason("Việc này chưa nhận vào kế hoạch. Nhận trước.", "This is not in the plan yet. Accept it first.")
    vi, en = _VERDICTS[before]
    return Reason(f"Việc này {vi}. Rút lại quyết định đó trước.", f"This is {en}. Take that decision back first.")


# -- what a hamlet may pay for ---------------------------------------------------------------------------------------------------------------

PAID: tuple[Kind, ...] = (Kind.SECRETARY, Kind.HAMLET_HEAD, Kind.FRONT_HEAD)
"""The titles of a hamlet that are paid: secretary of the cell, head, head of the Front work committee (VH-22)."""


@dataclass(frozen=True)
class FundRule:
    """The fund for the paid titles of a hamlet, in the days in which a decree is in force.

    Parameters:
        large, small: times the base salary, for a large hamlet and for any other.
        source, verified: the decree, and whether its figures are verified.
    """

    in_force: Period
    large: Fraction
    small: Fraction
    source: str
    verified: bool


FUNDS = (
    FundRule(Period(date(2019, 6, 25), date(2023, 8, 1)), Fraction(5), Fraction(3), "Nghị định 34/2019/NĐ-CP", False),
    FundRule(Period(date(2023, 8, 1), OPEN_END), Fraction(6), Fraction(9, 2), "Nghị định 33/2023/NĐ-CP", True),
)
LARGE_HAMLET, LARGE_GROUP = 350, 500
"""Households from which a hamlet, and a residential group, is large (VH-22)."""


@dataclass(frozen=True)
class Allowance:
    """What may be paid for in a hamlet, as information.

    Parameters:
        titles, persons: how many paid titles are held, at most three, and by how many persons.
        coefficient: of the fund, in base salaries; None where no decree is known or the households are not counted.
        reason: the rule with its figures.
        verified: whether the figures are verified; the split by title never is.
    """

    titles: int
    persons: int
    coefficient: Fraction | None
    reason: Reason
    verified: bool


def _tenths(value: Fraction, comma: str) -> str:
    tenths = value * 10
    return f"{tenths.numerator // tenths.denominator // 10}{comma}{tenths.numerator // tenths.denominator % 10}"


def allowance(*, is_group: bool, households: int | None, holders: Sequence[int], day: date) -> Allowance:
    """The paid titles and the fund of a hamlet or a residential group (VH-22).

    Parameters:
        is_group: whether it is a residential group.
        households: how many; None when they are not counted.
        holders: the person in each paid title that is held; one person may stand there several times.
        day: the day, whose decree counts.
    """
    rule = next((each for each in FUNDS if day in each.in_force), None)
    bound, titles, persons = LARGE_GROUP if is_group else LARGE_HAMLET, len(holders), len(set(holders))
    held_vi, held_en = f"{titles}/{len(PAID)} chức danh được phụ cấp, {persons} người giữ", f"{titles}/{len(PAID)} paid titles, held by {persons} persons"
    if rule is None:
        return Allowance(titles, persons, None, Reason(f"{held_vi}. Chưa biết quy định về quỹ phụ cấp vào ngày {write_day(day)}.",
                                                       f"{held_en}. No rule on the fund is known for {write_day(day)}.", "VH-22", blocks=False), False)
    doubt_vi, doubt_en = ("", "") if rule.verified else ("; hệ số chưa kiểm chứng", "; the coefficients are unverified")
    if households is None:
        vi = f"quỹ {_tenths(rule.large, ',')} lần lương cơ sở khi có từ {bound} hộ, nếu không {_tenths(rule.small, ',')} lần; chưa biết số hộ"
        en = f"fund {_tenths(rule.large, '.')} base salaries from {bound} households, else {_tenths(rule.small, '.')}; the number of households is not known"
        coefficient = None
    else:
        coefficient = rule.large if households >= bound else rule.small
        vi = f"quỹ {_tenths(coefficient, ',')} lần lương cơ sở với {households} hộ (mốc {bound} hộ)"
        en = f"fund {_tenths(coefficient, '.')} base salaries with {households} households (bound {bound})"
    return Allowance(titles, persons, coefficient, Reason(
        f"{held_vi}; {vi} ({rule.source}{doubt_vi}). Mức chia cho từng chức danh do Hội đồng nhân dân tỉnh quy định, chưa kiểm chứng; xóm trọng điểm, biên giới, hải đảo tính như xóm lớn.",
        f"{held_en}; {en} ({rule.source}{doubt_en}). The split by title is the provincial People's Council's, unverified; key-security, border and island communes count as large.",
        "VH-22", blocks=False), rule.verified)


# -- ages of those in posts ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ages:
    """The ages of persons, in full years by month (CG-17).

    Parameters:
        known, unknown: of how many the birth is known, and of how many it is not.
        median, oldest: None when none is known; of an even number the lower of the two in the middle.
        young: under ``young_under``; middle: from there to 50; older: above 50 (CG-12).
        assumed: of how many only the year is known, and January was taken (CG-19).
    """

    known: int
    unknown: int
    median: int | None
    oldest: int | None
    young: int
    middle: int
    older: int
    young_under: int
    assumed: int = 0


def ages_of(born: Mapping[tuple[int, int, bool], int], unknown: int, day: date, young_under: int) -> Ages:
    """Sum up ages.

    Parameters:
        born: persons by year and month of birth and whether the month is assumed.
        unknown: persons whose birth is not on record.
        day: whose month ages are judged at.
        young_under: under how many years somebody is young.
    """
    at = sorted((day.year * 12 + day.month - year * 12 - month, count) for (year, month, _assumed), count in born.items() if count)
    known, counted, median = sum(born.values()), 0, None
    for months, count in at:
        counted += count
        if median is None and counted * 2 >= known:
            median = max(0, months) // 12
    young = sum(count for months, count in at if months < young_under * 12)
    middle = sum(count for months, count in at if young_under * 12 <= months <= 50 * 12)
    return Ages(known, unknown, median, at[-1][0] // 12 if at else None, young, middle, known - young - middle, young_under,
                sum(count for (_year, _month, assumed), count in born.items() if assumed))
