"""The yearly evaluation: who is reviewed and graded under which paper, what bounds a grade, what the evidence says, and the cap of one fifth.

Sources: DOMAIN EV-01 to EV-12 (grades, points, cap, steps, who is not graded, evidence, organisations), EL-35 (the base of an ordinary vote), NM-14 (probationary
members have no vote). What DOMAIN has from memory only is kept as such in each pack and shown with it. The machine grades nobody: everything here refuses, warns or counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.days import months_after, write_day
from kientoan.rules.figures import Share
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.reasons import Reason

MONTHS_TO_BE_GRADED = 6
CAP_PARTS = 5
"""Excellent ones are at most one of so many parts of the base: a fifth (EV-05)."""
MOST_POINTS = 100
RULE_APART = "EV-10"


class Grade(StrEnum):
    """The four grades, best first (EV-01)."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


WORDS: Mapping[Grade, tuple[str, str]] = {
    Grade.EXCELLENT: ("hoàn thành xuất sắc nhiệm vụ", "excellent"), Grade.GOOD: ("hoàn thành tốt nhiệm vụ", "good"),
    Grade.COMPLETED: ("hoàn thành nhiệm vụ", "completed"), Grade.NOT_COMPLETED: ("không hoàn thành nhiệm vụ", "not completed")}
RANK: Mapping[Grade, int] = {grade: at for at, grade in enumerate(Grade)}
"""0 for the best."""


class Treatment(StrEnum):
    """What a version of the rules does with somebody (EV-10)."""

    GRADED = "graded"
    REVIEWED = "reviewed"
    NEITHER = "neither"


class Apart(StrEnum):
    """Why a member or an organisation may not be graded (EV-10); the earlier one is named where two hold."""

    SUSPENDED = "suspended"
    EXEMPTED = "exempted"
    NEW_MEMBER = "new_member"
    NEW_UNIT = "new_unit"


class Happening(StrEnum):
    """What happened in the year and bounds the grade or is to be known: a closed list with a day and a paper, and no word besides (EV-03, EV-10)."""

    SICK = "sick"
    MATERNITY = "maternity"
    DISCIPLINED = "disciplined"
    MADE_GOOD = "made_good"
    LEADER_DISCIPLINED = "leader_disciplined"
    BELOW_DISCIPLINED = "below_disciplined"


OF_MEMBERS = (Happening.SICK, Happening.MATERNITY, Happening.DISCIPLINED, Happening.MADE_GOOD)
OF_ORGANIZATIONS = (Happening.DISCIPLINED, Happening.MADE_GOOD, Happening.LEADER_DISCIPLINED, Happening.BELOW_DISCIPLINED)


class Span(StrEnum):
    """What an evaluation is of: the year, a quarter of it, or the term that ends in it (EV-02)."""

    YEAR = "year"
    QUARTER_1 = "q1"
    QUARTER_2 = "q2"
    QUARTER_3 = "q3"
    QUARTER_4 = "q4"
    TERM = "term"


class CapBase(StrEnum):
    """What the fifth is taken of: those rated good, as the words stand, or the excellent ones with them (EV-05)."""

    GOOD = "good"
    GOOD_OR_BETTER = "good_or_better"


class Step(StrEnum):
    """The steps of one subject, in their order (EV-06)."""

    SELF = "self"
    VOTE = "vote"
    RESIDENCE = "residence"
    APPRAISAL = "appraisal"
    DECISION = "decision"


STEP_WORDS: Mapping[Step, tuple[str, str]] = {
    Step.SELF: ("tự đánh giá", "self-assessment"), Step.VOTE: ("bỏ phiếu ở chi bộ", "the cell's vote"), Step.RESIDENCE: ("nhận xét nơi cư trú", "the opinion of the place of residence"),
    Step.APPRAISAL: ("thẩm định", "appraisal"), Step.DECISION: ("quyết định", "decision")}


@dataclass(frozen=True)
class Criterion:
    """A group of criteria of the scale.

    Parameters:
        key: names it in data.
        vi, en: what it is called.
        most: its most points.
    """

    key: str
    vi: str
    en: str
    most: int


@dataclass(frozen=True)
class EvaluationPack:
    """The rules of evaluation over the days on which a paper is in force.

    Parameters:
        key: number without diacritics.
        vi, en: what it is called.
        period: the days in force; the round's day decides.
        apart: what is done with each of those who are not graded.
        criteria: of the 100-point scale; empty for a paper that has none.
        spans: what may be evaluated besides the year.
        weighs_tasks: whether tasks on time and above requirement are its criteria (EV-03, EV-04).
        unverified: what of it no source bears out, in Vietnamese and English.
    """

    key: str
    vi: str
    en: str
    period: Period
    apart: Mapping[Apart, Treatment]
    criteria: tuple[Criterion, ...] = ()
    spans: frozenset[Span] = frozenset({Span.YEAR})
    weighs_tasks: bool = False
    unverified: tuple[tuple[str, str], ...] = field(default=())

    @property
    def has_points(self) -> bool:
        """Whether grades rest on points."""
        return bool(self.criteria)


_REVIEWED_2019: Mapping[Apart, Treatment] = {
    Apart.SUSPENDED: Treatment.NEITHER, Apart.EXEMPTED: Treatment.NEITHER, Apart.NEW_MEMBER: Treatment.REVIEWED, Apart.NEW_UNIT: Treatment.REVIEWED}
_REVIEWED_2023: Mapping[Apart, Treatment] = {
    Apart.SUSPENDED: Treatment.NEITHER, Apart.EXEMPTED: Treatment.NEITHER, Apart.NEW_MEMBER: Treatment.NEITHER, Apart.NEW_UNIT: Treatment.REVIEWED}
_BOUNDS_UNSURE = ("nghỉ ốm từ 3 tháng và kỷ luật giới hạn mức xếp loại thế nào", "how sick leave of 3 months and discipline bound a grade")
_DISCIPLINE_UNSURE = ("bị kỷ luật trong năm thì không hoàn thành nhiệm vụ", "that discipline in the year means not completed")
GUIDANCE_16 = EvaluationPack(
    "16-HD-BTCTW", "Hướng dẫn 16-HD/BTCTW, 24/09/2018", "Guidance 16-HD/BTCTW of 24/09/2018", Period(date(2018, 9, 24), date(2019, 10, 18)), _REVIEWED_2019,
    unverified=(("ai được xếp loại, lấy như Hướng dẫn 21-HD/BTCTW", "who is graded, taken as in Guidance 21-HD/BTCTW"), _BOUNDS_UNSURE))
GUIDANCE_21 = EvaluationPack(
    "21-HD-BTCTW", "Hướng dẫn 21-HD/BTCTW, 18/10/2019", "Guidance 21-HD/BTCTW of 18/10/2019", Period(date(2019, 10, 18), date(2023, 10, 4)), _REVIEWED_2019,
    unverified=(_DISCIPLINE_UNSURE,))
REGULATION_124 = EvaluationPack(
    "124-QD-TW", "Quy định 124-QĐ/TW, năm 2023", "Regulation 124-QĐ/TW of 2023", Period(date(2023, 10, 4), date(2025, 8, 30)), _REVIEWED_2023,
    unverified=(("ngày có hiệu lực 04/10/2023", "that it holds from 04/10/2023"), ("tổ chức mới lập dưới 6 tháng", "organisations of less than 6 months"),
                ("nghỉ ốm từ 3 tháng giới hạn mức xếp loại", "that sick leave of 3 months bounds a grade")))
REGULATION_366 = EvaluationPack(
    "366-QD-TW", "Quy định 366-QĐ/TW, 30/08/2025", "Regulation 366-QĐ/TW of 30/08/2025", Period(date(2025, 8, 30), OPEN_END), _REVIEWED_2023,
    (Criterion("common", "tiêu chí chung", "common criteria", 30), Criterion("results", "kết quả thực hiện nhiệm vụ", "results of work", 70)),
    frozenset(Span), weighs_tasks=True,
    unverified=(("ai không xếp loại, lấy như Quy định 124-QĐ/TW", "who is not graded, taken as in Regulation 124-QĐ/TW"), ("chia 100 điểm thành 30 và 70", "the 100 points as 30 and 70"),
                ("trần 20 % tính trên mức tốt", "the cap of 20 % over those rated good"), _BOUNDS_UNSURE))
PACKS = (GUIDANCE_16, GUIDANCE_21, REGULATION_124, REGULATION_366)


def evaluation_pack(day: date) -> EvaluationPack | Reason:
    """The rules in force on the day of a round, or why there are none (EV-09).

    Parameters:
        day: the day as of which members are evaluated.
    """
    if (found := next((pack for pack in PACKS if day in pack.period), None)) is not None:
        return found
    return Reason(f"Không có quy định đánh giá nào được giữ ở đây cho ngày {write_day(day)}. Chọn ngày từ {write_day(PACKS[0].period.start)}.",
                  f"No rules of evaluation are held here for {write_day(day)}. Choose a day from {write_day(PACKS[0].period.start)}.", "EV-09")


def explain_pack(pack: EvaluationPack) -> Reason:
    """Which paper holds and what of it is not verified, as a sentence."""
    unsure_vi = f" Chưa kiểm chứng: {'; '.join(vi for vi, _en in pack.unverified)}." if pack.unverified else ""
    unsure_en = f" Unverified: {'; '.join(en for _vi, en in pack.unverified)}." if pack.unverified else ""
    return Reason(f"Theo {pack.vi}.{unsure_vi}", f"Under {pack.en}.{unsure_en}", "EV-09", blocks=False)


def refuse_span(pack: EvaluationPack, span: Span) -> Reason | None:
    """Why a quarter or a term cannot be evaluated under a paper (EV-02)."""
    if span in pack.spans:
        return None
    return Reason(f"{pack.vi} chỉ đánh giá theo năm. Theo quý hoặc nhiệm kỳ chỉ có từ ngày 30/08/2025.",
                  f"{pack.en} evaluates by the year only. By quarter or term there is evaluation from 30/08/2025.", "EV-02")


def days_of(span: Span, year: int) -> tuple[date, date]:
    """The first and the last day of what is evaluated; of a term, those of its last year."""
    if span in (Span.YEAR, Span.TERM):
        return date(year, 1, 1), date(year, 12, 31)
    quarter = int(span.value[1])
    first, after = date(year, 3 * quarter - 2, 1), date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
    return first, after - timedelta(days=1)


# -- who is graded -------------------------------------------------------------------------------------------------------------------------


def is_new(began_on: date | None, day: date) -> bool:
    """Whether it is less than six months since a day; an unknown day is long ago."""
    return began_on is not None and day < months_after(began_on, MONTHS_TO_BE_GRADED)


@dataclass(frozen=True)
class Treated:
    """What is done with a member or an organisation.

    Parameters:
        treatment: whether reviewed and graded.
        apart: why not graded; None for whoever is.
        reason: the sentence, with the paper.
    """

    treatment: Treatment
    apart: Apart | None
    reason: Reason


_APART: Mapping[Apart, tuple[str, str]] = {
    Apart.SUSPENDED: ("bị đình chỉ sinh hoạt đảng", "suspended"), Apart.EXEMPTED: ("được miễn công tác và sinh hoạt đảng", "exempted from work and meetings"),
    Apart.NEW_MEMBER: ("vào Đảng chưa đủ 6 tháng", "a member for less than 6 months"), Apart.NEW_UNIT: ("lập chưa đủ 6 tháng", "founded less than 6 months ago")}
_TREATED: Mapping[Treatment, tuple[str, str]] = {
    Treatment.GRADED: ("được kiểm điểm và xếp loại", "reviewed and graded"), Treatment.REVIEWED: ("kiểm điểm nhưng không xếp loại", "reviewed, not graded"),
    Treatment.NEITHER: ("không kiểm điểm, không xếp loại", "neither reviewed nor graded")}


def treatment_of(pack: EvaluationPack, day: date, *, began_on: date | None, exempted: bool = False, suspended: bool = False, is_unit: bool = False) -> Treated:
    """Whether a member, or an organisation, is reviewed and graded under a paper (EV-10).

    Parameters:
        day: the round's day.
        began_on: admission to the Party, or the organisation's founding; None where it is not known.
        exempted, suspended: whether a member is so on the day.
        is_unit: whether it is an organisation.
    """
    apart: Apart | None = None
    if suspended or exempted:
        apart = Apart.SUSPENDED if suspended else Apart.EXEMPTED
    elif is_new(began_on, day):
        apart = Apart.NEW_UNIT if is_unit else Apart.NEW_MEMBER
    if apart is None:
        return Treated(Treatment.GRADED, None, Reason("Được kiểm điểm và xếp loại.", "Reviewed and graded.", "EV-10", blocks=False))
    treatment = pack.apart[apart]
    return Treated(treatment, apart, Reason(
        f"{_APART[apart][0].capitalize()} vào ngày {write_day(day)}: {_TREATED[treatment][0]} ({pack.vi}).",
        f"On {write_day(day)} {_APART[apart][1]}: {_TREATED[treatment][1]} ({pack.en}).", "EV-10", blocks=False))


def refuse_untreated(name: str, treatment: Treatment) -> Reason:
    """Why nothing can be entered of somebody who is not graded, or not even reviewed (EV-10).

    Parameters:
        name: whom it is about.
    """
    return Reason(f"{name}: {_TREATED[treatment][0]}. Để trống hàng này.", f"{name}: {_TREATED[treatment][1]}. Leave this row empty.", "EV-10")


# -- what bounds a grade -------------------------------------------------------------------------------------------------------------------


def grade_of_points(points: int) -> Grade:
    """The best grade that points allow (EV-03, EV-04).

    Parameters:
        points: 0 to 100.
    """
    if points >= 90:
        return Grade.EXCELLENT
    if points >= 70:
        return Grade.GOOD
    return Grade.COMPLETED if points >= 50 else Grade.NOT_COMPLETED


def refuse_points(points: int, most: int = MOST_POINTS) -> Reason | None:
    """Why points cannot be (EV-02).

    Parameters:
        most: the most that there may be: 100, or those of a group of criteria.
    """
    if 0 <= points <= most:
        return None
    return Reason(f"Điểm phải từ 0 đến {most}, đã ghi {points}. Sửa điểm.", f"Points go from 0 to {most}; {points} was entered. Correct them.", "EV-02")


@dataclass(frozen=True)
class Case:
    """What bounds the grade of one subject.

    Parameters:
        treatment: of ``treatment_of``.
        happenings: what happened in the year.
        points: of the appraisal or decision; None where there are none.
        is_unit: whether it is an organisation.
    """

    treatment: Treatment = Treatment.GRADED
    happenings: Collection[Happening] = ()
    points: int | None = None
    is_unit: bool = False


def bounds(pack: EvaluationPack, case: Case) -> list[tuple[Grade, Reason]]:
    """The best grade that each bound allows, with why; the strictest first. Empty where nothing bounds the grade."""
    found: list[tuple[Grade, Reason]] = []
    happened = set(case.happenings)
    if Happening.DISCIPLINED in happened and Happening.MADE_GOOD not in happened:
        found.append((Grade.NOT_COMPLETED, Reason("Bị kỷ luật trong năm: xếp loại không hoàn thành nhiệm vụ, trừ khi tự phát hiện và đã khắc phục xong sai phạm.",
                                                  "Disciplined in the year: not completed, unless the fault was found by oneself and fully made good.", "EV-10")))
    if Happening.SICK in happened:
        found.append((Grade.COMPLETED, Reason("Nghỉ ốm từ 3 tháng trong năm: cao nhất là hoàn thành nhiệm vụ.", "On sick leave for 3 months or more: at most completed.", "EV-10")))
    if case.is_unit and happened & {Happening.LEADER_DISCIPLINED, Happening.BELOW_DISCIPLINED}:
        found.append((Grade.GOOD, Reason("Có thành viên lãnh đạo hoặc đơn vị trực thuộc bị kỷ luật trong năm: không xếp loại hoàn thành xuất sắc.",
                                         "A leading member or a unit below was disciplined in the year: not excellent.", "EV-03")))
    if pack.has_points and case.points is not None:
        best = grade_of_points(case.points)
        if best is not Grade.EXCELLENT:
            found.append((best, Reason(f"Được {case.points} điểm: cao nhất là {WORDS[best][0]} (xuất sắc từ 90, tốt từ 70, hoàn thành từ 50).",
                                       f"{case.points} points: at most {WORDS[best][1]} (excellent from 90, good from 70, completed from 50).", "EV-03")))
    return sorted(found, key=lambda each: -RANK[each[0]])


def refuse_grade(pack: EvaluationPack, grade: Grade, case: Case) -> Reason | None:
    """Why a grade cannot be given, whatever the reason written for it; None when it can (EV-03, EV-04, EV-10)."""
    if case.treatment is not Treatment.GRADED:
        return Reason(f"{_TREATED[case.treatment][0].capitalize()} ({pack.vi}), nên không có mức xếp loại nào.",
                      f"{_TREATED[case.treatment][1].capitalize()} ({pack.en}), so there is no grade.", "EV-10")
    return next((reason for best, reason in bounds(pack, case) if RANK[grade] < RANK[best]), None)


# -- evidence ------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EvidenceFigures:
    """What the books say of a subject in the time evaluated (EV-11): counts that nobody typed for the evaluation.

    Parameters:
        given: tasks due in that time, stopped ones left out.
        on_time: of them, done by their due day, those above requirement among them.
        late: done after it.
        above: of those on time, above requirement.
        held: meetings of the cell in which the member was on the roll; of an organisation, those that it held.
        attended: of them, those at which the member was; of an organisation, 0.
    """

    given: int = 0
    on_time: int = 0
    late: int = 0
    above: int = 0
    held: int = 0
    attended: int = 0

    @property
    def unfinished(self) -> int:
        """Tasks that are not done."""
        return self.given - self.on_time - self.late

    @property
    def on_time_share(self) -> Share:
        """How many of those given were done on time."""
        return Share(self.on_time, self.given)

    @property
    def above_share(self) -> Share:
        """How many of those given are above requirement."""
        return Share(self.above, self.given)


def flags(pack: EvaluationPack, grade: Grade, found: EvidenceFigures) -> list[Reason]:
    """Where the evidence falls short of what a paper wants for a grade; whoever goes on gives a reason (EV-03, EV-04, EV-11).

    The books may lack tasks, so this never refuses; without a single task there is nothing to compare.
    """
    if not pack.weighs_tasks or not found.given:
        return []
    said: list[Reason] = []
    if grade in (Grade.EXCELLENT, Grade.GOOD) and found.on_time < found.given:
        rule = "EV-03" if grade is Grade.EXCELLENT else "EV-04"
        said.append(Reason(f"Đúng hạn {found.on_time} trên {found.given} việc; mức {WORDS[grade][0]} cần 100 %. Ghi lý do để vẫn xếp mức này.",
                           f"{found.on_time} of {found.given} tasks on time; {WORDS[grade][1]} wants 100 %. Give a reason to go on.", rule))
    if grade is Grade.EXCELLENT and found.above * 10 < found.given * 3:
        said.append(Reason(f"Vượt yêu cầu {found.above} trên {found.given} việc; mức xuất sắc cần từ 30 %. Ghi lý do để vẫn xếp mức này.",
                           f"{found.above} of {found.given} tasks above requirement; excellent wants 30 % or more. Give a reason to go on.", "EV-03"))
    if grade is Grade.COMPLETED and (found.unfinished or found.late * 5 > found.given):
        said.append(Reason(f"Chưa xong {found.unfinished}, muộn {found.late} trên {found.given} việc; mức hoàn thành cần xong hết, muộn không quá 20 %. Ghi lý do để vẫn xếp mức này.",
                           f"{found.unfinished} unfinished and {found.late} late of {found.given} tasks; completed wants all done and at most 20 % late. Give a reason to go on.", "EV-04"))
    return said


# -- votes ---------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GradeVotes:
    """How many voted for each grade; never who."""

    excellent: int = 0
    good: int = 0
    completed: int = 0
    not_completed: int = 0

    @property
    def total(self) -> int:
        """All that were cast."""
        return self.excellent + self.good + self.completed + self.not_completed


def refuse_grade_votes(votes: GradeVotes, base: int) -> Reason | None:
    """Why votes on one subject cannot be: fewer than none, nobody, or more than there are who may vote (EL-35, EV-07).

    Parameters:
        base: all official members of the cell on the day, less those who take part elsewhere for a time and the exempted who are absent.
    """
    if min(votes.excellent, votes.good, votes.completed, votes.not_completed) < 0:
        return Reason("Số phiếu không thể âm. Sửa số phiếu.", "There cannot be fewer votes than none. Correct the votes.", "EV-07")
    if not votes.total:
        return Reason("Không có phiếu nào. Để trống cả hàng nếu chưa bỏ phiếu.", "There is no vote. Leave the whole row empty while nobody has voted.", "EV-07")
    if votes.total <= base:
        return None
    return Reason(f"Cộng được {votes.total} phiếu, nhiều hơn {base} đảng viên chính thức được tính (EL-35). Sửa số phiếu.",
                  f"The votes add up to {votes.total}, more than the {base} official members counted (EL-35). Correct them.", "EV-07")


# -- the cap -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GradeTally:
    """How many have which grade; whoever is not graded stands in none (EV-10)."""

    excellent: int = 0
    good: int = 0
    completed: int = 0
    not_completed: int = 0

    @property
    def graded(self) -> int:
        """All who have a grade."""
        return self.excellent + self.good + self.completed + self.not_completed

    def __add__(self, other: "GradeTally") -> "GradeTally":
        return GradeTally(self.excellent + other.excellent, self.good + other.good, self.completed + other.completed, self.not_completed + other.not_completed)

    def moved(self, before: Grade | None, after: Grade | None) -> "GradeTally":
        """The tally when one goes from a grade to another; None is no grade."""
        counts = {grade.value: getattr(self, grade.value) for grade in Grade}
        if before is not None:
            counts[before.value] -= 1
        if after is not None:
            counts[after.value] += 1
        return GradeTally(**counts)


def tally_of(grades: Sequence[Grade]) -> GradeTally:
    """Grades counted."""
    return GradeTally(**{grade.value: sum(each is grade for each in grades) for grade in Grade})


@dataclass(frozen=True)
class CapReading:
    """The cap as one reading of its words has it.

    Parameters:
        reading: what the fifth is taken of.
        base: how many that is.
        used: how many are excellent.
    """

    reading: CapBase
    base: int
    used: int

    @property
    def allowed(self) -> int:
        """How many excellent ones the base allows."""
        return self.base // CAP_PARTS

    @property
    def holds(self) -> bool:
        """Whether no more are excellent than a fifth of the base, in integers."""
        return self.used * CAP_PARTS <= self.base


def cap(tally: GradeTally, reading: CapBase) -> CapReading:
    """The cap of one fifth over a grassroots organisation, or a group of organisations (EV-05, EV-12).

    Parameters:
        tally: the grades that stand.
        reading: of the base; ``good`` is the words as they stand: 25 rated good allow 5, 24 allow 4, 4 allow none.
    """
    return CapReading(reading, tally.good + (tally.excellent if reading is CapBase.GOOD_OR_BETTER else 0), tally.excellent)


def other(reading: CapBase) -> CapBase:
    """The reading that is not in force."""
    return CapBase.GOOD if reading is CapBase.GOOD_OR_BETTER else CapBase.GOOD_OR_BETTER


_READINGS: Mapping[CapBase, tuple[str, str]] = {
    CapBase.GOOD: ("số xếp loại tốt", "those rated good"), CapBase.GOOD_OR_BETTER: ("số xếp loại tốt và xuất sắc", "those rated good or excellent")}


def explain_cap(tally: GradeTally, reading: CapBase) -> Reason:
    """The cap as it stands, with its base, and as the other reading has it."""
    here, there = cap(tally, reading), cap(tally, other(reading))
    return Reason(
        f"Xuất sắc {here.used}, trần {here.allowed}: 20 % của {here.base} ({_READINGS[here.reading][0]}). Cách tính kia: trần {there.allowed}, 20 % của {there.base} ({_READINGS[there.reading][0]}).",
        f"Excellent {here.used}, cap {here.allowed}: 20 % of {here.base} ({_READINGS[here.reading][1]}). The other reading: cap {there.allowed}, 20 % of {there.base} ({_READINGS[there.reading][1]}).",
        "EV-05", blocks=not here.holds)


def refuse_cap(tally: GradeTally, reading: CapBase, *, of_organizations: bool = False) -> Reason | None:
    """Why grades as they would stand cannot: more excellent ones than the cap allows, with its base and both readings (EV-05, EV-12).

    Parameters:
        tally: as it would be afterwards.
        of_organizations: whether the tally is of organisations with similar functions.
    """
    here, there = cap(tally, reading), cap(tally, other(reading))
    if here.holds:
        return None
    group_vi, group_en = (" trong nhóm cùng chức năng", " in the group with similar functions") if of_organizations else ("", "")
    return Reason(
        f"Vượt trần: {here.used} xuất sắc{group_vi}, chỉ được {here.allowed}, là 20 % của {here.base} {_READINGS[here.reading][0].removeprefix('số ')}. "
        f"Cách tính kia cho {there.allowed}, 20 % của {there.base}. Xếp thêm mức tốt trước, hoặc bỏ bớt mức xuất sắc.",
        f"Above the cap: {here.used} excellent{group_en}, {here.allowed} allowed, 20 % of {here.base} of {_READINGS[here.reading][1]}. "
        f"The other reading allows {there.allowed}, 20 % of {there.base}. Grade more as good first, or fewer as excellent.", "EV-12" if of_organizations else "EV-05")


# -- order and clocks ----------------------------------------------------------------------------------------------------------------------

BEFORE: Mapping[Step, tuple[Step, ...]] = {
    Step.SELF: (), Step.VOTE: (Step.SELF,), Step.RESIDENCE: (), Step.APPRAISAL: (Step.SELF, Step.VOTE, Step.RESIDENCE), Step.DECISION: (Step.APPRAISAL,)}
"""What each step rests on (EV-06)."""


def steps_of(*, is_unit: bool) -> tuple[Step, ...]:
    """The steps of a subject; an organisation has no place of residence."""
    return tuple(step for step in Step if not (is_unit and step is Step.RESIDENCE))


def missing_before(step: Step, done: Collection[Step], *, is_unit: bool) -> Step | None:
    """The first step without which another cannot be taken; None when it can."""
    return next((each for each in BEFORE[step] if each in steps_of(is_unit=is_unit) and each not in done), None)


def refuse_step(step: Step, done: Collection[Step], *, is_unit: bool) -> Reason | None:
    """Why a step cannot be taken: one before it is missing (EV-06)."""
    if (lacks := missing_before(step, done, is_unit=is_unit)) is None:
        return None
    return Reason(f"Chưa có bước {STEP_WORDS[lacks][0]}. Ghi bước ấy trước bước {STEP_WORDS[step][0]}.",
                  f"The step of {STEP_WORDS[lacks][1]} is missing. Enter it before the step of {STEP_WORDS[step][1]}.", "EV-06")


def next_step(done: Collection[Step], *, is_unit: bool) -> Step | None:
    """The first step that is not taken; None when all are."""
    return next((step for step in steps_of(is_unit=is_unit) if step not in done), None)


def refuse_undo(step: Step, done: Collection[Step], *, is_unit: bool) -> Reason | None:
    """Why a step cannot be taken back: another rests on it (EV-06)."""
    after = next((each for each in steps_of(is_unit=is_unit) if each in done and step in BEFORE[each]), None)
    if after is None:
        return None
    return Reason(f"Đã có bước {STEP_WORDS[after][0]} dựa vào. Rút bước ấy trước.", f"The step of {STEP_WORDS[after][1]} rests on it. Take that back first.", "EV-06")


def refuse_own_change(done: Collection[Step]) -> Reason | None:
    """Why a member can no longer change the own assessment, said to that member: the cell has voted on it (EV-06)."""
    if Step.VOTE not in done:
        return None
    return Reason("Chi bộ đã bỏ phiếu nên tự đánh giá không sửa được nữa. Bạn ghi nhầm thì báo bí thư chi bộ; không đồng ý với mức xếp loại thì nêu ý kiến ở trang này, trong hạn, "
                  "sau khi có quyết định.",
                  "The cell has voted, so your self-assessment can no longer be changed. Tell the cell's secretary of a mistake; if you disagree with the grade, contest it on this page, in time, "
                  "once it is decided.", "EV-06")


def refuse_individual_first(*, collective_decided: bool) -> Reason | None:
    """Why a member cannot be decided on: the result of the cell comes first (EV-08)."""
    if collective_decided:
        return None
    return Reason("Chi bộ chưa có kết quả xếp loại. Xếp loại tập thể trước, cá nhân sau.", "The cell has no grade yet. The collective comes first, then its members.", "EV-08")


def last_contest_day(told_on: date, days: int) -> date:
    """The last day on which a grade may be contested.

    Parameters:
        told_on: the day of the decision.
        days: how many days there are; a setting, for DOMAIN has no number.
    """
    return told_on + timedelta(days=days)


def refuse_own_contest(today: date, told_on: date, days: int) -> Reason | None:
    """Why a member can no longer contest the own grade, said to that member: the last day is over."""
    last = last_contest_day(told_on, days)
    if today <= last:
        return None
    return Reason(f"Hạn nêu ý kiến không đồng ý là đến hết ngày {write_day(last)} ({days} ngày, chưa kiểm chứng), nay đã hết. Còn điều cần nói thì gặp bí thư chi bộ.",
                  f"The grade could be contested until the end of {write_day(last)} ({days} days, unverified), which is over. Speak to the cell's secretary if something is still to be said.", "EV-06")


def refuse_contest(received_on: date, told_on: date, days: int) -> Reason | None:
    """Why a contest cannot be received: before the decision, or after its last day."""
    last = last_contest_day(told_on, days)
    if told_on <= received_on <= last:
        return None
    return Reason(f"Nhận ý kiến không đồng ý từ ngày quyết định {write_day(told_on)} đến hết ngày {write_day(last)} ({days} ngày, chưa kiểm chứng); đã ghi ngày {write_day(received_on)}.",
                  f"A grade is contested from {write_day(told_on)}, the day of the decision, until the end of {write_day(last)} ({days} days, unverified); {write_day(received_on)} was entered.", "EV-06")
