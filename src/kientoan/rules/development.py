"""The road to membership of the Party: its stages in order, what each asks for, its clocks, who acts next, and what a year's plan can still reach.

Sources: DOMAIN NM-01 to NM-13 (stages, age, schooling, certificate, introducers, verification, votes, clocks), NM-16 (transfers), NM-21 (alarms),
CG-17 (age by month), EL-35 (the base of a cell's vote), NM-18 (re-admission), RP-03 (badges). What no official text was seen for is said to be unverified.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from kientoan.rules.calendar import WorkingCalendar
from kientoan.rules.days import months_after, write_day
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.persons import Birth, age_at
from kientoan.rules.reasons import Reason

YEAR_MONTHS = 12
PROBATION_MONTHS = 12
YOUNGEST_MONTHS, OLDEST_MONTHS = 18 * YEAR_MONTHS, 60 * YEAR_MONTHS
MEMBER_CV_DAYS = 30
VOTES_BEFORE_HIGHER = 3
TRANSFER_DAYS = 60
ALARMS = (90, 60, 30, 15, 7)
"""Days before a due day at which it is looked at (NM-21)."""
READMISSION_MONTHS = 36
"""How long somebody who left the Party waits (NM-18; point 3.5.1 of 29-QĐ/TW, 24-QĐ/TW and 294-QĐ/TW alike)."""
FEWEST_OFFICIAL = 3
"""Official members without whom a cell can pass no resolution (NM-15)."""
ENOUGH_SCHOOLING = frozenset({"schooling_7_10", "schooling_9_12", "schooling_10_10", "schooling_12_12"})
"""Lower secondary school or more, as ``rules.persons.QUALIFICATION_LEVELS`` names it (NM-03)."""

Refused = tuple[str, Reason]
"""A field and why its value cannot be."""


class Stage(StrEnum):
    """The stages of the road, in their order (NM-01)."""

    PROSPECT = "prospect"
    SYMPATHISER = "sympathiser"
    CLASS = "class"
    APPLICATION = "application"
    CV = "cv"
    VERIFIED = "verified"
    OPINIONS = "opinions"
    COMMITTEE = "committee"
    CELL = "cell"
    GRASSROOTS = "grassroots"
    DECISION = "decision"
    CEREMONY = "ceremony"
    MEMBER_CV = "member_cv"
    NEW_CLASS = "new_class"
    REVIEW = "review"
    RECOGNISED = "recognised"
    REMOVED = "removed"


class Body(StrEnum):
    """Who acts."""

    CELL = "cell"
    CELL_COMMITTEE = "cell_committee"
    CANDIDATE = "candidate"
    GRASSROOTS = "grassroots"
    COMPETENT = "competent"


class Verdict(StrEnum):
    """What came of a stage that can fail."""

    PASSED = "passed"
    FAILED = "failed"
    REMOVAL = "removal"
    HIGHER = "higher"


class Kin(StrEnum):
    """Whose papers are verified (NM-07)."""

    SELF = "self"
    FATHER = "father"
    MOTHER = "mother"
    SPOUSE = "spouse"
    SPOUSE_FATHER = "spouse_father"
    SPOUSE_MOTHER = "spouse_mother"
    CARER = "carer"
    CHILDREN = "children"


class Leaving(StrEnum):
    """Why somebody is a member no more, though alive: a closed list, whose values are those of the membership's end (NM-18)."""

    STRUCK_OFF = "struck_off"
    ABANDONED = "abandoned"
    EXPELLED = "expelled"
    DISUNITY = "disunity"
    LEFT = "left"
    HARDSHIP = "hardship"


class Paper(StrEnum):
    """Whether the paper of a relative is there."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


NAMES: dict[Stage, tuple[str, str]] = {
    Stage.PROSPECT: ("quần chúng ưu tú", "promising person"), Stage.SYMPATHISER: ("vào danh sách cảm tình đảng", "on the list of sympathisers"),
    Stage.CLASS: ("lớp bồi dưỡng nhận thức về Đảng", "class on the Party"), Stage.APPLICATION: ("đơn xin vào Đảng", "application"),
    Stage.CV: ("lý lịch người xin vào Đảng", "candidate's CV"), Stage.VERIFIED: ("thẩm tra lý lịch", "verification of the CV"),
    Stage.OPINIONS: ("lấy ý kiến đoàn thể và chi ủy nơi cư trú", "opinions of mass organisations and the cell at residence"),
    Stage.COMMITTEE: ("kết luận của chi ủy", "conclusion of the cell committee"), Stage.CELL: ("nghị quyết chi bộ xét kết nạp", "cell resolution on admission"),
    Stage.GRASSROOTS: ("nghị quyết đảng ủy cơ sở", "grassroots committee resolution"), Stage.DECISION: ("quyết định kết nạp", "decision on admission"),
    Stage.CEREMONY: ("lễ kết nạp", "admission ceremony"), Stage.MEMBER_CV: ("lý lịch đảng viên", "member CV"),
    Stage.NEW_CLASS: ("lớp đảng viên mới", "class for new members"), Stage.REVIEW: ("chi bộ xét công nhận chính thức", "cell review for official membership"),
    Stage.RECOGNISED: ("quyết định công nhận chính thức", "decision on official membership"), Stage.REMOVED: ("quyết định xóa tên dự bị", "decision on removal"),
}
RULES: dict[Stage, str] = {
    Stage.PROSPECT: "NM-01", Stage.SYMPATHISER: "NM-01", Stage.CLASS: "NM-04", Stage.APPLICATION: "NM-05", Stage.CV: "NM-05", Stage.VERIFIED: "NM-07",
    Stage.OPINIONS: "NM-01", Stage.COMMITTEE: "NM-08", Stage.CELL: "NM-09", Stage.GRASSROOTS: "NM-09", Stage.DECISION: "NM-10", Stage.CEREMONY: "NM-10",
    Stage.MEMBER_CV: "NM-13", Stage.NEW_CLASS: "NM-11", Stage.REVIEW: "NM-12", Stage.RECOGNISED: "NM-12", Stage.REMOVED: "NM-12",
}
BEFORE: dict[Stage, tuple[Stage, ...]] = {
    Stage.PROSPECT: (), Stage.SYMPATHISER: (Stage.PROSPECT,), Stage.CLASS: (Stage.SYMPATHISER,), Stage.APPLICATION: (Stage.CLASS,), Stage.CV: (Stage.APPLICATION,),
    Stage.VERIFIED: (Stage.CV,), Stage.OPINIONS: (Stage.VERIFIED,), Stage.COMMITTEE: (Stage.VERIFIED, Stage.OPINIONS), Stage.CELL: (Stage.COMMITTEE,),
    Stage.GRASSROOTS: (Stage.CELL,), Stage.DECISION: (Stage.CELL, Stage.GRASSROOTS), Stage.CEREMONY: (Stage.DECISION,), Stage.MEMBER_CV: (Stage.CEREMONY,),
    Stage.NEW_CLASS: (Stage.CEREMONY,), Stage.REVIEW: (Stage.CEREMONY, Stage.NEW_CLASS), Stage.RECOGNISED: (Stage.REVIEW,), Stage.REMOVED: (Stage.REVIEW,),
}
"""What must be complete before a stage; a grassroots cell has no committee above whose resolution it could wait for."""
ACTORS: dict[Stage, Body] = {
    Stage.APPLICATION: Body.CANDIDATE, Stage.CV: Body.CANDIDATE, Stage.VERIFIED: Body.CELL_COMMITTEE, Stage.OPINIONS: Body.CELL_COMMITTEE, Stage.COMMITTEE: Body.CELL_COMMITTEE,
    Stage.GRASSROOTS: Body.GRASSROOTS, Stage.DECISION: Body.COMPETENT, Stage.RECOGNISED: Body.COMPETENT, Stage.REMOVED: Body.COMPETENT,
}
"""Who acts where it is not the cell."""
LEAVING_NAMES: dict[Leaving, tuple[str, str]] = {
    Leaving.STRUCK_OFF: ("xóa tên", "struck off"), Leaving.ABANDONED: ("xóa tên vì tự bỏ sinh hoạt đảng", "struck off for staying away"), Leaving.EXPELLED: ("khai trừ", "expelled"),
    Leaving.DISUNITY: ("khai trừ vì gây mất đoàn kết nội bộ nghiêm trọng", "expelled for serious disunity"), Leaving.LEFT: ("xin ra khỏi Đảng", "left the Party"),
    Leaving.HARDSHIP: ("xin ra khỏi Đảng vì gia đình đặc biệt khó khăn", "left the Party for hardship in the family"),
}
BARRING = frozenset({Leaving.ABANDONED, Leaving.DISUNITY, Leaving.LEFT})
"""The causes that bar a re-admission (NM-18; point 3.5.2 of 29-QĐ/TW, 24-QĐ/TW and 294-QĐ/TW alike). Two more, convictions, are never kept here: whoever opens the file holds
the papers against them."""
POLITICAL_HISTORY_SINCE = date(2022, 2, 8)
"""The day of 58-QĐ/TW, by which cases of political history go; which regulation went before is unverified (NM-18)."""
VOTED = (Stage.CELL, Stage.GRASSROOTS, Stage.REVIEW)
"""The stages that are votes."""
ENDS = (Stage.RECOGNISED, Stage.REMOVED)


@dataclass(frozen=True)
class RoadPack:
    """The figures of the road over the days on which a regulation is in force.

    Parameters:
        key: number and date.
        vi, en: what it is called.
        period: the days in force.
        decide_days, decide_more: working days from the cell's resolution to the decision, and more in a special case (NM-10).
        ceremony_days: working days from receiving the decision to the ceremony (NM-10).
        review_days: working days after the twelve months within which the cell reviews (NM-12).
        recognise_days, recognise_more: working days from the review to the decision, and more in a special case (NM-12).
        certificate_months: how long the class's certificate counts (NM-04).
        together_months: how long an introducer was in one organisation with the person (NM-06).
        residents_introduce: whether a member who lives in the same place may introduce (NM-06).
        unverified: the figures that no official text was seen for under this regulation, as words in both languages.
    """

    key: str
    vi: str
    en: str
    period: Period
    decide_days: int = 60
    decide_more: int = 30
    ceremony_days: int = 30
    review_days: int = 30
    recognise_days: int = 30
    recognise_more: int = 30
    certificate_months: int = 60
    together_months: int = 12
    residents_introduce: bool = True
    unverified: tuple[str, str] = ("", "")


_ALL = ("mọi số ngày, số tháng", "every number of days and months")
_SOME = ("30 ngày làm lễ, 30 ngày chi bộ xét, 60 tháng của giấy chứng nhận, 12 tháng cùng sinh hoạt",
         "30 days to the ceremony, 30 days for the review, 60 months of the certificate, 12 months together")
BEFORE_29 = RoadPack("trước 29-QĐ/TW", "Trước Quy định 29-QĐ/TW", "Before Regulation 29-QĐ/TW", Period(date(2011, 1, 1), date(2016, 7, 25)), residents_introduce=False, unverified=_ALL)
REGULATION_29 = RoadPack("29-QĐ/TW@2016-07-25", "Quy định 29-QĐ/TW", "Regulation 29-QĐ/TW", Period(date(2016, 7, 25), date(2021, 7, 30)), residents_introduce=False, unverified=_SOME)
REGULATION_24 = RoadPack("24-QĐ/TW@2021-07-30", "Quy định 24-QĐ/TW", "Regulation 24-QĐ/TW", Period(date(2021, 7, 30), date(2025, 1, 20)), unverified=_SOME)
REGULATION_232 = RoadPack("232-QĐ/TW@2025-01-20", "Quy định 232-QĐ/TW", "Regulation 232-QĐ/TW", Period(date(2025, 1, 20), date(2025, 7, 1)), unverified=_SOME)
REGULATION_294 = RoadPack("294-QĐ/TW@2025-05-26", "Quy định 294-QĐ/TW", "Regulation 294-QĐ/TW", Period(date(2025, 7, 1), OPEN_END),
                          unverified=("60 ngày ra quyết định kết nạp, 30 ngày ra quyết định công nhận", "60 days to the decision on admission, 30 days to the decision on official membership"))
PACKS = (BEFORE_29, REGULATION_29, REGULATION_24, REGULATION_232, REGULATION_294)


def road_pack(day: date) -> RoadPack:
    """The regulation in force on a day; for a day before all of them the oldest, whose figures are unverified."""
    return next((pack for pack in PACKS if day in pack.period), PACKS[0])


def explain_pack(pack: RoadPack) -> Reason:
    """The clocks of a regulation, and which of them are unverified."""
    vi = (f"{pack.vi}: quyết định kết nạp trong {pack.decide_days} ngày làm việc từ nghị quyết chi bộ (NM-10), lễ kết nạp trong {pack.ceremony_days} ngày làm việc, "
          f"chi bộ xét chính thức trong {pack.review_days} ngày làm việc sau 12 tháng (NM-12).")
    en = (f"{pack.en}: decision within {pack.decide_days} working days of the cell's resolution (NM-10), ceremony within {pack.ceremony_days} working days, "
          f"review within {pack.review_days} working days after the twelve months (NM-12).")
    if pack.unverified[0]:
        vi, en = f"{vi} Chưa kiểm chứng: {pack.unverified[0]}.", f"{en} Unverified: {pack.unverified[1]}."
    return Reason(vi, en, "NM-10", blocks=False)


def probation_ends(ceremony_on: date) -> date:
    """The first day as an official member: twelve months from the CEREMONY, not from the decision (NM-11)."""
    return months_after(ceremony_on, PROBATION_MONTHS)


def two_thirds(base: int) -> int:
    """How many votes are two thirds of a base, in whole votes (NM-09)."""
    return -(-2 * base // 3)


@dataclass(frozen=True)
class Ballots:
    """A vote of a cell or a committee.

    Parameters:
        base: of how many: all official members less those removed (EL-35), or all members of the committee.
        agree: for it.
        remove: at a review, for removal.
    """

    base: int
    agree: int
    remove: int = 0


def refuse_ballots(votes: Ballots) -> Refused | None:
    """Why a vote cannot be: more votes than the base, or nobody to vote (NM-09)."""
    if votes.base <= 0:
        return "base", Reason("Chưa có ai được biểu quyết: chưa ghi đảng viên chính thức hoặc cấp ủy viên nào vào ngày này. Ghi trước, hoặc sửa ngày.",
                              "Nobody may vote: no official member or committee member is recorded for this day. Record them first, or change the day.", "NM-09")
    if votes.agree + votes.remove > votes.base:
        return "agree", Reason(f"{votes.agree + votes.remove} phiếu nhiều hơn số người được tính là {votes.base}. Sửa số phiếu.",
                               f"{votes.agree + votes.remove} votes are more than the {votes.base} counted. Correct the votes.", "NM-09")
    return None


def judge(stage: Stage, votes: Ballots, before: int = 0) -> tuple[Verdict, Reason]:
    """What a vote came to, by two thirds of the base (NM-09, NM-12).

    Parameters:
        before: at a review, how many votes without two thirds either way went before.
    """
    needed, rule = two_thirds(votes.base), RULES[stage]
    vi, en = f"cần {needed} trên {votes.base} (hai phần ba)", f"{needed} of {votes.base} are needed (two thirds)"
    if votes.agree >= needed:
        return Verdict.PASSED, Reason(f"{votes.agree} phiếu tán thành, {vi}: đạt.", f"{votes.agree} for it, {en}: passed.", rule, blocks=False)
    if stage is not Stage.REVIEW:
        return Verdict.FAILED, Reason(f"{votes.agree} phiếu tán thành, {vi}: không đạt.", f"{votes.agree} for it, {en}: not passed.", rule, blocks=False)
    if votes.remove >= needed:
        return Verdict.REMOVAL, Reason(f"{votes.remove} phiếu đề nghị xóa tên, {vi}: đề nghị xóa tên.", f"{votes.remove} for removal, {en}: removal is proposed.", rule, blocks=False)
    if before + 1 >= VOTES_BEFORE_HIGHER:
        return Verdict.HIGHER, Reason(f"Lần thứ {before + 1} không bên nào đủ hai phần ba: cấp ủy cấp trên quyết định.",
                                      f"Vote {before + 1} without two thirds either way: the higher committee decides.", rule, blocks=False)
    return Verdict.FAILED, Reason(f"{votes.agree} phiếu công nhận, {votes.remove} phiếu xóa tên, {vi}: chưa bên nào đạt, lần {before + 1} trên {VOTES_BEFORE_HIGHER}.",
                                  f"{votes.agree} for recognition, {votes.remove} for removal, {en}: neither passed, vote {before + 1} of {VOTES_BEFORE_HIGHER}.", rule, blocks=False)


@dataclass(frozen=True)
class Done:
    """A stage as it was recorded.

    Parameters:
        stage: which.
        on: its day.
        verdict: what came of it.
        received_on: of a decision, when the cell received it.
    """

    stage: Stage
    on: date
    verdict: Verdict = Verdict.PASSED
    received_on: date | None = None


@dataclass(frozen=True)
class Former:
    """That somebody was a member before.

    Parameters:
        cause: why that ended.
        on: the first day on which they were none.
        times: how often they ceased to be one.
    """

    cause: Leaving
    on: date
    times: int = 1


@dataclass(frozen=True)
class Road:
    """How far somebody has come.

    Parameters:
        done: what was recorded, in order.
        born: the birth; None when it is not known.
        schooling: the level of schooling; empty when it is not known.
        has_committee: whether a grassroots committee stands above the cell.
        stopped: whether the candidacy was stopped.
        former: of a re-admission, how the membership before it ended.
    """

    done: tuple[Done, ...] = ()
    born: Birth | None = None
    schooling: str = ""
    has_committee: bool = True
    stopped: bool = False
    former: Former | None = None

    def last(self, stage: Stage) -> Done | None:
        """What was last recorded of a stage."""
        return next((each for each in reversed(self.done) if each.stage is stage), None)

    def has(self, stage: Stage) -> bool:
        """Whether a stage is complete; a stage that this road does not have is."""
        if stage is Stage.GRASSROOTS and not self.has_committee:
            return True
        found = self.last(stage)
        return found is not None and found.verdict is not Verdict.FAILED

    def tries(self, stage: Stage) -> int:
        """How often a stage was tried in vain."""
        return sum(each.stage is stage and each.verdict is Verdict.FAILED for each in self.done)

    @property
    def is_over(self) -> bool:
        """Whether nothing follows: official, removed or stopped."""
        return self.stopped or any(self.has(stage) for stage in ENDS)

    @property
    def stage(self) -> Stage | None:
        """The furthest stage that is complete."""
        return next((stage for stage in reversed(Stage) if stage in {each.stage for each in self.done} and self.has(stage)), None)

    @property
    def lacking(self) -> list[Stage]:
        """The stages that can be recorded now, in order."""
        if self.is_over:
            return []
        ready = [stage for stage in Stage if not self.has(stage) and all(self.has(each) for each in BEFORE[stage])]
        review = self.last(Stage.REVIEW)
        if review is not None:
            ends = {Verdict.PASSED: Stage.REMOVED, Verdict.REMOVAL: Stage.RECOGNISED}.get(review.verdict)
            ready = [stage for stage in ready if stage is not ends]
        return ready


def lacks(road: Road, stage: Stage) -> Reason | None:
    """Why a stage cannot be recorded yet, or any more; None when it can (NM-01, NM-05, NM-08)."""
    vi, en = NAMES[stage]
    if road.stopped:
        return Reason("Việc xét người này đã dừng. Mở lại trước.", "This candidacy was stopped. Resume it first.", "NM-01")
    if stage in road.lacking:
        return None
    if road.has(stage):
        if stage is Stage.GRASSROOTS and not road.has_committee:
            return Reason("Chi bộ cơ sở không có đảng ủy cơ sở ở trên nên không có bước này.", "A grassroots cell has no committee above, so there is no such stage.", "NM-01")
        return Reason(f"Bước “{vi}” đã ghi rồi. Rút lại bước đó nếu ghi nhầm.", f"The stage “{en}” is recorded already. Take it back if it was a mistake.", RULES[stage])
    if road.is_over:
        return Reason("Việc xét người này đã xong.", "This candidacy is over.", "NM-01")
    missing = [each for each in BEFORE[stage] if not road.has(each)]
    if not missing:
        return Reason(f"Kết quả chi bộ xét không dẫn đến bước “{vi}”.", f"The cell's review does not lead to the stage “{en}”.", "NM-12")
    first_vi, first_en = NAMES[missing[0]]
    return Reason(f"Chưa đến bước “{vi}”: còn thiếu “{first_vi}”.", f"The stage “{en}” is not due yet: “{first_en}” is missing.", RULES[stage])


def _refuse_age(road: Road, on: date) -> Refused | None:
    """18 full to 60 full by month at the cell's review (NM-02, CG-17)."""
    if road.born is None:
        return "on", Reason("Chưa biết ngày sinh nên chưa xét được tuổi (đủ 18 đến đủ 60 tuổi, tính theo tháng). Ghi ngày sinh vào hồ sơ trước.",
                            "The birth is not known, so the age (18 full to 60 full, by month) cannot be judged. Record the birth first.", "NM-02")
    age = age_at(road.born, on)
    if not YOUNGEST_MONTHS <= age.in_months <= OLDEST_MONTHS:
        return "on", Reason(f"Tháng {on.month:02}/{on.year} người này {age.years} tuổi {age.months} tháng, phải đủ 18 đến đủ 60 tuổi khi chi bộ xét. Trên 60 tuổi do cấp ủy trực thuộc Trung ương xem xét.",
                            f"In {on.month:02}/{on.year} this person is {age.years} years {age.months} months old; 18 full to 60 full is needed at the cell's review. Over 60 is for the committee directly under the Centre.",
                            "NM-02")
    return None


def _refuse_certificate(road: Road, on: date, pack: RoadPack) -> Refused | None:
    """The certificate of the class counts 60 months at the cell's review (NM-04)."""
    taken = road.last(Stage.CLASS)
    if taken is not None and on > (last := months_after(taken.on, pack.certificate_months)):
        return "on", Reason(f"Giấy chứng nhận lớp bồi dưỡng ngày {write_day(taken.on)} chỉ có giá trị {pack.certificate_months} tháng, đến {write_day(last)}. Phải học lại rồi ghi lớp mới.",
                            f"The certificate of {write_day(taken.on)} counts for {pack.certificate_months} months, to {write_day(last)}. The class must be taken again.", "NM-04")
    return None


def judge_schooling(schooling: str, *, relaxed: bool) -> Reason | None:
    """What stands against somebody's schooling at the cell's review; only warns where it is not known, or where the rule is relaxed (NM-03).

    Parameters:
        relaxed: whether the installation lies where the rule is relaxed (mountains, minorities, islands).
    """
    if schooling in ENOUGH_SCHOOLING:
        return None
    if not schooling:
        return Reason("Chưa ghi trình độ học vấn; phải có bằng trung học cơ sở trở lên. Ghi vào hồ sơ.",
                      "The schooling is not recorded; lower secondary or more is needed. Record it.", "NM-03", blocks=False)
    return Reason("Trình độ học vấn dưới trung học cơ sở" + ("; được nới theo thiết đặt (chưa kiểm chứng)." if relaxed else ". Xem lại hồ sơ, hoặc bật thiết đặt nới trình độ của vùng."),
                  "The schooling is below lower secondary" + ("; the setting relaxes this (unverified)." if relaxed else ". Check the record, or set the region's relaxation."), "NM-03", blocks=not relaxed)


def _refuse_ceremony(road: Road, on: date, pack: RoadPack, calendar: WorkingCalendar, *, leave: bool) -> Refused | None:
    """Within 30 working days of receiving the decision; later only with the higher committee's consent (NM-10)."""
    decision = road.last(Stage.DECISION)
    if decision is None:
        return None
    received = decision.received_on or decision.on
    if on < received:
        return "on", Reason(f"Ngày lễ {write_day(on)} trước ngày nhận quyết định {write_day(received)}. Sửa ngày.",
                            f"The ceremony {write_day(on)} is before the decision was received on {write_day(received)}. Change the day.", "NM-10")
    if not leave and on > (last := calendar.add(received, pack.ceremony_days)):
        return "leave", Reason(f"Quá {pack.ceremony_days} ngày làm việc kể từ khi nhận quyết định (hạn {write_day(last)}). Ghi văn bản đồng ý của cấp ủy cấp trên.",
                               f"More than {pack.ceremony_days} working days since the decision was received (due {write_day(last)}). Give the higher committee's consent.", "NM-10")
    return None


def _refuse_decision(road: Road, on: date, pack: RoadPack, calendar: WorkingCalendar, *, special: bool) -> Refused | None:
    """Within 60 working days of the CELL'S resolution, 30 more in a special case (NM-10). Later it stands, and is said to be late."""
    cell = road.last(Stage.CELL)
    if cell is not None and not special and on > (last := calendar.add(cell.on, pack.decide_days)):
        return "special", Reason(f"Quá {pack.decide_days} ngày làm việc kể từ nghị quyết chi bộ ngày {write_day(cell.on)} (hạn {write_day(last)}). Đánh dấu trường hợp đặc biệt nếu đúng vậy.",
                                 f"More than {pack.decide_days} working days since the cell's resolution of {write_day(cell.on)} (due {write_day(last)}). Tick the special case if it is one.", "NM-10")
    return None


def _refuse_before_twelve(road: Road, on: date) -> Refused | None:
    """The review and what follows come after the exact end of twelve months from the ceremony (NM-11, NM-12)."""
    held = road.last(Stage.CEREMONY)
    if held is not None and on < (end := probation_ends(held.on)):
        return "on", Reason(f"Lễ kết nạp ngày {write_day(held.on)} nên đủ 12 tháng dự bị ngày {write_day(end)}; ngày {write_day(on)} còn sớm. Sửa ngày.",
                            f"The ceremony was on {write_day(held.on)}, so the twelve months end on {write_day(end)}; {write_day(on)} is too early. Change the day.", "NM-11")
    return None


def refuse_stage(road: Road, stage: Stage, on: date, calendar: WorkingCalendar, *, leave: bool = False, special: bool = False, relaxed: bool = False) -> Refused | None:
    """Why a stage cannot be recorded for a day: out of order, before what it rests on, or against its own rule.

    Parameters:
        on: its day.
        calendar: which days are worked.
        leave: whether the higher committee consented to a late ceremony.
        special: whether the decision is a special case with more time.
        relaxed: whether schooling is relaxed here.

    Returns:
        the field that it is about and the reason; None when it can be.
    """
    if reason := lacks(road, stage):
        return "stage", reason
    newest = max((each.on for each in road.done), default=None)
    if newest is not None and on < newest:
        return "on", Reason(f"Ngày {write_day(on)} trước bước gần nhất ({write_day(newest)}). Sửa ngày.",
                            f"The day {write_day(on)} is before the latest stage ({write_day(newest)}). Change the day.", RULES[stage])
    pack = road_pack(on)
    match stage:
        case Stage.CELL:
            found = _refuse_age(road, on) or _refuse_certificate(road, on, pack)
            schooling = judge_schooling(road.schooling, relaxed=relaxed)
            return found or (("on", schooling) if schooling and schooling.blocks else None)
        case Stage.DECISION:
            return _refuse_decision(road, on, pack, calendar, special=special)
        case Stage.CEREMONY:
            return _refuse_ceremony(road, on, pack, calendar, leave=leave)
        case Stage.REVIEW | Stage.RECOGNISED | Stage.REMOVED:
            return _refuse_before_twelve(road, on)
        case _:
            return None


@dataclass(frozen=True)
class Introducer:
    """A member who introduces somebody.

    Parameters:
        name: what they are called.
        official: whether an official member on the day; None for no member at all.
        since: since when in the same organisation as the person; None for somebody of another.
    """

    name: str
    official: bool | None
    since: date | None


def refuse_youth(born: Birth | None, on: date, years: int) -> Reason | None:
    """Why the Youth Union cannot introduce somebody: past its age by month, or of unknown birth (NM-06, CG-17).

    Parameters:
        on: the day of the application.
        years: the age up to which it introduces, in full years; unverified.
    """
    if born is None:
        return Reason(f"Chưa biết ngày sinh nên chưa xét được tuổi Đoàn (đến đủ {years} tuổi, tính theo tháng; chưa kiểm chứng). Ghi ngày sinh vào hồ sơ trước, hoặc chọn hai đảng viên chính thức.",
                      f"The birth is not known, so the Union's age (to {years} full, by month; unverified) cannot be judged. Record the birth first, or choose two official members.", "NM-06")
    age = age_at(born, on)
    if age.in_months <= years * YEAR_MONTHS:
        return None
    return Reason(f"Tháng {on.month:02}/{on.year} người này {age.years} tuổi {age.months} tháng; Đoàn Thanh niên cơ sở chỉ giới thiệu người đến đủ {years} tuổi (chưa kiểm chứng). "
                  "Chọn hai đảng viên chính thức.",
                  f"In {on.month:02}/{on.year} this person is {age.years} years {age.months} months old; the Youth Union introduces up to {years} full (unverified). "
                  "Choose two official members.", "NM-06")


def judge_introducers(introducers: Sequence[Introducer], *, youth_union: bool, on: date, youth_years: int, born: Birth | None = None) -> tuple[list[Refused], list[Reason]]:
    """Two official members who were twelve months in the same organisation; or just one and the Youth Union, for whoever is of its age (NM-06).

    Parameters:
        born: the candidate's birth, which only the Youth Union asks for.
        youth_years: up to which age the Youth Union introduces, in full years; a setting, unverified.

    Returns:
        what refuses, each with ``introducer``, ``second`` or ``youth_union`` as its place; and what is only to be known.
    """
    pack, refused, warned = road_pack(on), list[Refused](), list[Reason]()
    wanted = 1 if youth_union else 2
    if youth_union and (reason := refuse_youth(born, on, youth_years)):
        refused.append(("youth_union", reason))
    if youth_union and len(introducers) > wanted:
        refused.append(("second", Reason("Đoàn Thanh niên giới thiệu thì chỉ cần một đảng viên chính thức. Bỏ người thứ hai, hoặc bỏ đánh dấu Đoàn Thanh niên.",
                                         "With the Youth Union just one official member introduces. Leave the second out, or untick the Youth Union.", "NM-06")))
    if len(introducers) < wanted:
        refused.append(("second" if introducers else "introducer", Reason(
            f"Cần {wanted} đảng viên chính thức giới thiệu, mới có {len(introducers)}. Chọn thêm người, hoặc đánh dấu Đoàn Thanh niên giới thiệu.",
            f"{wanted} official members introduce; there are {len(introducers)}. Choose another, or tick the Youth Union.", "NM-06")))
    for place, each in zip(("introducer", "second"), introducers, strict=False):
        if each.official is None:
            refused.append((place, Reason(f"{each.name} không phải đảng viên vào ngày {write_day(on)}. Chọn người khác.",
                                          f"{each.name} is no member on {write_day(on)}. Choose somebody else.", "NM-06")))
        elif not each.official:
            refused.append((place, Reason(f"{each.name} còn là đảng viên dự bị nên không được giới thiệu. Chọn đảng viên chính thức.",
                                          f"{each.name} is on probation and may not introduce. Choose an official member.", "NM-06")))
        elif each.since is None and not pack.residents_introduce:
            refused.append((place, Reason(f"{each.name} sinh hoạt ở tổ chức khác; theo {pack.vi} người giới thiệu phải cùng tổ chức.",
                                          f"{each.name} is of another organisation; under {pack.en} introducers are of the same.", "NM-06")))
        elif each.since is None:
            warned.append(Reason(f"{each.name} sinh hoạt ở tổ chức khác: chỉ giới thiệu được nếu cùng nơi cư trú (chưa kiểm chứng).",
                                 f"{each.name} is of another organisation: may introduce only when living in the same place (unverified).", "NM-06", blocks=False))
        elif months_after(each.since, pack.together_months) > on:
            refused.append((place, Reason(f"{each.name} cùng tổ chức từ {write_day(each.since)}, chưa đủ {pack.together_months} tháng. Chọn người khác.",
                                          f"{each.name} is in the same organisation since {write_day(each.since)}, less than {pack.together_months} months. Choose somebody else.", "NM-06")))
    return refused, warned


def judge_readmission(former: Former, on: date) -> Reason:
    """What stands against admitting somebody again, or what it asks for (NM-18; point 3.5 of 29-QĐ/TW, 24-QĐ/TW and 294-QĐ/TW).

    Parameters:
        on: the day for which it is asked.

    Returns:
        the reason, which blocks or not; with the cause and the day on which the membership ended.
    """
    cause_vi, cause_en = LEAVING_NAMES[former.cause]
    vi, en = f"Người này thôi là đảng viên từ ngày {write_day(former.on)}: {cause_vi}", f"This person is a member no more since {write_day(former.on)}: {cause_en}"
    if former.cause in BARRING:
        return Reason(f"{vi}. Lý do này không được kết nạp lại.", f"{en}. This cause bars a re-admission.", "NM-18")
    if former.times > 1:
        return Reason(f"{vi}. Đây là lần thứ {former.times}; chỉ được kết nạp lại một lần.", f"{en}. This was time {former.times}; nobody is admitted again more than once.", "NM-18")
    opens = months_after(former.on, READMISSION_MONTHS)
    if on < opens:
        return Reason(f"{vi}. Phải đủ {READMISSION_MONTHS} tháng, từ ngày {write_day(opens)} mới xét kết nạp lại.",
                      f"{en}. {READMISSION_MONTHS} months must pass; a re-admission can be considered from {write_day(opens)}.", "NM-18")
    by = ("theo 58-QĐ/TW", "under 58-QĐ/TW") if on >= POLITICAL_HISTORY_SINCE else (
        "theo quy định của ngày ấy (chưa kiểm chứng; 58-QĐ/TW có từ 08/02/2022)", "under the regulation of the day (unverified; 58-QĐ/TW is there since 08/02/2022)")
    return Reason(
        f"{vi}. Đã đủ {READMISSION_MONTHS} tháng nên xét kết nạp lại được. Phải có kết luận về lịch sử chính trị {by[0]} và, trước quyết định, văn bản đồng ý của ban thường vụ tỉnh ủy hoặc "
        "tương đương. Đối chiếu giấy: có án về tham nhũng hoặc từ mức nghiêm trọng thì không kết nạp lại; mức ít nghiêm trọng thì sau 60 tháng kể từ khi xóa án tích. Án không ghi vào phần mềm.",
        f"{en}. The {READMISSION_MONTHS} months have passed, so a re-admission can be considered. There must be the conclusion on political history {by[1]} and, before the decision, the "
        "written consent of the provincial standing board or its like. Hold the papers against this: a conviction for corruption, or for a serious crime, bars it; a less serious one for 60 "
        "months after it was cleared. Convictions are not kept here.", "NM-18", blocks=False)


def refuse_unconsented(road: Road, *, consented: bool) -> Reason | None:
    """Why somebody cannot be admitted again yet: the provincial standing board, or its like, has not consented in writing (NM-18, point 3.5.1)."""
    if road.former is None or consented:
        return None
    return Reason("Kết nạp lại phải được ban thường vụ tỉnh ủy hoặc tương đương đồng ý bằng văn bản. Ghi số của văn bản đó.",
                  "A re-admission needs the written consent of the provincial standing board or its like. Enter the number of that paper.", "NM-18")


def judge_verification(papers: dict[Kin, Paper], *, history: Paper | None = None) -> tuple[Verdict, Reason]:
    """Whether every paper that is needed is there; nothing of what they say is ever kept (NM-07, NM-18).

    Parameters:
        history: of a re-admission, whether the conclusion on political history is there; it is always needed. None for who was never a member.
    """
    missing = sum(papers.get(kin, Paper.MISSING) is Paper.MISSING for kin in Kin) + (history not in (None, Paper.PRESENT))
    count = sum(papers.get(kin) is Paper.PRESENT for kin in Kin) + (history is Paper.PRESENT)
    if missing:
        return Verdict.FAILED, Reason(f"Có {count} giấy thẩm tra, còn thiếu {missing}.", f"{count} papers of verification are there, {missing} are missing.", "NM-07", blocks=False)
    return Verdict.PASSED, Reason(f"Đủ {count} giấy thẩm tra.", f"All {count} papers of verification are there.", "NM-07", blocks=False)


@dataclass(frozen=True)
class Step:
    """What is to be done next.

    Parameters:
        stage: which stage.
        who: who acts.
        opens_on: not before this day; None when at once.
        due_on: the last day; None when no clock runs.
        reason: why, with figures and rule.
    """

    stage: Stage
    who: Body
    opens_on: date | None
    due_on: date | None
    reason: Reason

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.reason.rule


def _clock(road: Road, stage: Stage, calendar: WorkingCalendar) -> tuple[date | None, date | None, str, str]:
    """From when, until when, and what the clock runs from, in both languages."""
    def of(which: Stage) -> Done | None:
        return road.last(which)

    if stage in (Stage.GRASSROOTS, Stage.DECISION) and (cell := of(Stage.CELL)):
        days = road_pack(cell.on).decide_days
        return None, calendar.add(cell.on, days), f"{days} ngày làm việc từ nghị quyết chi bộ {write_day(cell.on)}", f"{days} working days from the cell's resolution {write_day(cell.on)}"
    if stage is Stage.CEREMONY and (decision := of(Stage.DECISION)):
        received, days = decision.received_on or decision.on, road_pack(decision.on).ceremony_days
        return None, calendar.add(received, days), f"{days} ngày làm việc từ ngày nhận quyết định {write_day(received)}", f"{days} working days from receiving the decision on {write_day(received)}"
    held = of(Stage.CEREMONY)
    if stage is Stage.MEMBER_CV and held:
        return None, calendar.add(held.on, MEMBER_CV_DAYS), f"{MEMBER_CV_DAYS} ngày làm việc từ lễ kết nạp {write_day(held.on)}", f"{MEMBER_CV_DAYS} working days from the ceremony {write_day(held.on)}"
    if stage is Stage.NEW_CLASS and held:
        end = probation_ends(held.on)
        return None, end, f"trước khi hết 12 tháng dự bị {write_day(end)}", f"before the twelve months end on {write_day(end)}"
    if stage is Stage.REVIEW and held:
        end, days = probation_ends(held.on), road_pack(held.on).review_days
        return end, calendar.add(end, days), f"{days} ngày làm việc sau khi đủ 12 tháng {write_day(end)}", f"{days} working days after the twelve months end on {write_day(end)}"
    if stage in ENDS and (review := of(Stage.REVIEW)):
        days = road_pack(review.on).recognise_days
        return None, calendar.add(review.on, days), f"{days} ngày làm việc từ nghị quyết chi bộ {write_day(review.on)}", f"{days} working days from the cell's resolution {write_day(review.on)}"
    taken = of(Stage.CLASS)
    if taken is not None and not road.has(Stage.CELL):
        last = months_after(taken.on, road_pack(taken.on).certificate_months)
        return None, last, f"chi bộ xét trước khi giấy chứng nhận hết giá trị {write_day(last)} (NM-04)", f"the cell reviews before the certificate expires on {write_day(last)} (NM-04)"
    return None, None, "không có hạn", "no clock runs"


def next_steps(road: Road, calendar: WorkingCalendar) -> tuple[Step, ...]:
    """What is due next on a road, by whom, from when and until when; nothing on one that is over (NM-01, NM-10 to NM-13).

    Parameters:
        calendar: which days are worked.
    """
    found: list[Step] = []
    for stage in road.lacking:
        opens, due, vi, en = _clock(road, stage, calendar)
        name_vi, name_en = NAMES[stage]
        found.append(Step(stage, ACTORS.get(stage, Body.CELL), opens, due, Reason(
            f"{name_vi[:1].upper()}{name_vi[1:]}: {vi}.", f"{name_en[:1].upper()}{name_en[1:]}: {en}.", RULES[stage], blocks=False)))
    return tuple(found)


def main_step(road: Road, calendar: WorkingCalendar) -> Step | None:
    """The one step of ``next_steps`` that the list shows: the first due, else the first."""
    steps = next_steps(road, calendar)
    return min(steps, key=lambda step: (step.due_on or date.max, list(Stage).index(step.stage)), default=None)


def last_cell_day(year: int, calendar: WorkingCalendar) -> date:
    """The last day of the cell's resolution from which the ceremony falls into a year though every body takes the whole of its time."""
    end = date(year, 12, 31)
    pack = road_pack(end)
    day = calendar.add(calendar.add(end, 1), -1)  # the last day worked
    return calendar.add(calendar.add(min(day, end), -pack.ceremony_days), -pack.decide_days)


def can_make_it(road: Road, year: int, day: date, calendar: WorkingCalendar) -> tuple[bool, Reason]:
    """Whether somebody can still be admitted in a year by the lawful clocks, whatever of its time each body takes. No chance is invented.

    Parameters:
        day: the day of asking.
    """
    end = date(year, 12, 31)
    if road.is_over or road.has(Stage.CEREMONY):
        return False, Reason("Không còn chờ kết nạp.", "No longer waiting to be admitted.", "NM-10", blocks=False)
    decision, cell = road.last(Stage.DECISION), road.last(Stage.CELL)
    if decision is not None:
        last = calendar.add(decision.received_on or decision.on, road_pack(decision.on).ceremony_days)
        what = f"lễ kết nạp chậm nhất {write_day(last)}", f"ceremony by {write_day(last)} at the latest"
    elif cell is not None and road.has(Stage.CELL):
        pack = road_pack(cell.on)
        last = calendar.add(calendar.add(cell.on, pack.decide_days), pack.ceremony_days)
        what = f"đã có nghị quyết chi bộ, lễ kết nạp chậm nhất {write_day(last)}", f"the cell resolved, ceremony by {write_day(last)} at the latest"
    else:
        latest = last_cell_day(year, calendar)
        taken = road.last(Stage.CLASS)
        if taken is not None and months_after(taken.on, road_pack(taken.on).certificate_months) < day:
            return False, Reason("Giấy chứng nhận lớp bồi dưỡng đã hết giá trị, phải học lại.", "The certificate has expired; the class must be taken again.", "NM-04", blocks=False)
        fits = day <= latest
        return fits, Reason(f"Chi bộ ra nghị quyết chậm nhất {write_day(latest)} thì chắc kịp năm {year}" + ("." if fits else "; ngày đó đã qua."),
                            f"With the cell's resolution by {write_day(latest)} it is sure for {year}" + ("." if fits else "; that day has passed."), "NM-10", blocks=False)
    fits = last <= end
    return fits, Reason(f"{what[0][:1].upper()}{what[0][1:]}" + (f": kịp năm {year}." if fits else f": có thể sang năm {year + 1}."),
                        f"{what[1][:1].upper()}{what[1][1:]}" + (f": within {year}." if fits else f": may fall into {year + 1}."), "NM-10", blocks=False)


def refuse_target(count: int) -> Reason | None:
    """Why a number cannot be a year's target."""
    if count >= 0:
        return None
    return Reason("Chỉ tiêu không thể dưới 0. Gõ 0 hoặc số lớn hơn.", "A target cannot be below nought. Type 0 or more.", "NM-20")


# -- Party age and badges -------------------------------------------------------------------------------------------------------------------

BADGES = (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)
"""Years of Party age for which there is a badge (RP-03)."""


def read_batches(text: str) -> tuple[tuple[int, int], ...]:
    """The days of the year on which badges are given, as (month, day), of a setting such as ``3/2, 19/5``.

    Raises:
        ValueError: for a text that names no days.
    """
    found = []
    for part in text.split(","):
        day, _sign, month = part.strip().partition("/")
        each = date(2000, int(month), int(day))
        found.append((each.month, each.day))
    return tuple(sorted(set(found)))


def batches_between(first: date, last: date, batches: Iterable[tuple[int, int]]) -> list[date]:
    """The days of giving from one day to another, both counted."""
    days = [date(year, month, day) for year in range(first.year, last.year + 1) for month, day in batches]
    return sorted(day for day in days if first <= day <= last)


@dataclass(frozen=True)
class Belonging:
    """A time in the Party.

    Parameters:
        decided_on: the day of the decision on admission; None when unknown.
        left_on: the first day on which it was over; None while it goes on.
    """

    decided_on: date | None
    left_on: date | None = None


@dataclass(frozen=True)
class PartyAge:
    """The day that Party age is counted from: that of the FIRST decision on admission, later by the days outside the Party since."""

    counts_from: date
    away: int


def party_age(times: Sequence[Belonging]) -> PartyAge | None:
    """How Party age is counted of somebody who was in the Party for so many times.

    Source: NM-11; of a re-admission point 4.5 of 29-QĐ/TW and 24-QĐ/TW as law portals quote it (secondary).

    Parameters:
        times: in their order, at least one.

    Returns:
        None when a day that it rests on is unknown.
    """
    first, away = times[0].decided_on, 0
    for before, after in pairwise(times):
        if before.left_on is None or after.decided_on is None:
            return None
        away += max((after.decided_on - before.left_on).days, 0)
    return PartyAge(first + timedelta(days=away), away) if first else None


def badges_reached(counts_from: date, after: date, until: date) -> list[tuple[int, date]]:
    """The badges whose years are full after one day and by another, with the day on which they are; mostly one or none."""
    return [(years, full) for years in BADGES if after.year <= counts_from.year + years <= until.year and after < (full := months_after(counts_from, years * YEAR_MONTHS)) <= until]


def giving_of(full_on: date, givings: Sequence[date]) -> date | None:
    """The day of giving that a badge falls to: the first on which its years are full; None after the last.

    Parameters:
        givings: days in order.
    """
    at = bisect_left(givings, full_on)
    return givings[at] if at < len(givings) else None


def badge_windows(first: date, last: date) -> list[tuple[int, date, date]]:
    """For each badge the first and last day of admission whose holders can reach it between two days, so that a province is asked by days of admission.

    A day wider at both ends, for 29 February; ``badges_reached`` decides.
    """
    day = timedelta(days=1)
    return [(years, months_after(first, -years * YEAR_MONTHS) - day, months_after(last, -years * YEAR_MONTHS) + day) for years in BADGES]
