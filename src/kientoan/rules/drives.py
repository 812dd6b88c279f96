"""What a contribution drive may do: the law it rests on, what must be decided before anything is collected, what falls due, what its closing needs.

Sources: DOMAIN PD-08, PD-13, PD-22 (the households' decision; ``rules.meetings`` has the thresholds), PD-14 (legal bases), PD-18 (five days to keep), PD-19, PD-20 (a fixed
level rests on a decision; unverified), RT-06.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.days import write_day
from kientoan.rules.meetings import HouseholdRoll, Matter, Outcome, Votes, decide_households, household_pack, refuse_votes
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.reasons import Reason

ALWAYS = Period(date(1, 1, 1), OPEN_END)
MOST_RECEIVING = 90
"""Days from the call within which an appeal after a disaster receives (PD-18)."""
TOTAL_RECEIVED, DISTRIBUTED_WITHIN, TOTAL_DISTRIBUTED = 15, 20, 30
"""Days after receiving ends, again after it, and after distributing ends (PD-18)."""
PLACE_TOLD = 1
"""Days before receiving by which time and place are told at the latest; the decree says one to three (PD-18)."""
SIGN = re.compile(r"[A-Z]{2,4}")


class Basis(StrEnum):
    """The law that a drive rests on (PD-14)."""

    LAW10 = "law10"
    ND24 = "nd24"
    ND93 = "nd93"
    FUND_LAW = "fund_law"
    OTHER = "other"


@dataclass(frozen=True)
class BasisRule:
    """What a legal basis is called and asks for.

    Parameters:
        vi, en: its name.
        in_force: the days.
        by_community: whether the households decide before anything is collected, whatever the level.
        is_appeal: whether the days of PD-18 run.
    """

    vi: str
    en: str
    in_force: Period = ALWAYS
    by_community: bool = False
    is_appeal: bool = False

    def in_language(self, language: str) -> str:
        """Its name in ``language``."""
        return self.en if language.startswith("en") else self.vi


BASES: Mapping[Basis, BasisRule] = {
    Basis.LAW10: BasisRule("Điều 15 Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15", "Article 15 of the Law on grassroots democracy 10/2022/QH15", Period(date(2023, 7, 1), OPEN_END), True),
    Basis.ND24: BasisRule("Nghị định 24/1999/NĐ-CP về đóng góp tự nguyện xây dựng hạ tầng xã", "Decree 24/1999/ND-CP on voluntary contributions to commune infrastructure",
                          Period(date(1999, 5, 1), OPEN_END), True),
    Basis.ND93: BasisRule("Nghị định 93/2021/NĐ-CP về thiên tai, dịch bệnh, sự cố, bệnh hiểm nghèo", "Decree 93/2021/ND-CP on disasters, epidemics, incidents and severe disease",
                          Period(date(2021, 12, 11), OPEN_END), is_appeal=True),
    Basis.FUND_LAW: BasisRule("quy định của quỹ được vận động", "the rules of the fund that it is for"),
    Basis.OTHER: BasisRule("căn cứ khác, ghi ở mục đích", "another basis, said in the purpose")}


def refuse_basis(basis: Basis, on: date) -> Reason | None:
    """Why a drive that begins on a day cannot rest on a law; None when it can (PD-14, PD-22)."""
    rule = BASES[basis]
    if on in rule.in_force:
        return None
    since = rule.in_force.start
    return Reason(f"{rule.vi} có hiệu lực từ {write_day(since)}, ngày bắt đầu thu là {write_day(on)}. Chọn căn cứ khác.",
                  f"{rule.en} is in force from {write_day(since)}; receiving begins on {write_day(on)}. Choose another basis.", "PD-14")


def refuse_level(*, is_fixed: bool, level: int | None) -> Reason | None:
    """Why a level per household cannot stand; None when it can: a fixed one is a sum, a voluntary drive has none (PD-20)."""
    if is_fixed and not level:
        return Reason("Mức cố định thì ghi số tiền mỗi hộ, hoặc chọn tự nguyện.", "A fixed level says how much each household gives; else it is voluntary.", "PD-20")
    if level and not is_fixed:
        return Reason("Vận động tự nguyện thì không ấn định mức mỗi hộ. Bỏ số tiền, hoặc chọn mức cố định và có quyết định của các hộ.",
                      "A voluntary drive fixes no level per household. Leave the sum out, or choose a fixed level that the households decide on.", "PD-20")
    return None


def needs_decision(basis: Basis, *, is_fixed: bool) -> bool:
    """Whether the households decide before anything is collected: a fixed level always (PD-20), and what the basis says (PD-08, PD-14)."""
    return is_fixed or BASES[basis].by_community


@dataclass(frozen=True)
class Voted:
    """What the households said of a drive (PD-08, PD-13).

    Parameters:
        households: all of the hamlet on the day.
        represented: of them, in the meeting or by ballots.
        votes: of those represented.
    """

    day: date
    households: int
    represented: int
    votes: Votes


def decide(voted: Voted) -> Outcome | Reason:
    """Whether the households decided on contributions, by the rules of the day; or why the numbers cannot stand."""
    pack = household_pack(voted.day)
    if isinstance(pack, Reason):
        return pack
    if not voted.households > 0 or not 0 <= voted.represented <= voted.households:
        return Reason(f"Số hộ dự từ 0 đến {voted.households}, tổng số hộ lớn hơn 0. Sửa lại.",
                      f"Households represented are from 0 to {voted.households}, of more than none. Mend the numbers.", "PD-13")
    wrong = refuse_votes(voted.votes, voted.represented, of_households=True)
    return wrong or decide_households(pack, Matter.CONTRIBUTION, HouseholdRoll(voted.households, voted.represented), voted.votes)


def refuse_receipt(*, basis: Basis, is_fixed: bool, decided_on: date | None, day: date, receives: Period, is_closed: bool) -> tuple[str, Reason] | None:
    """What of a receipt cannot stand, its ``day`` or all of it (empty), and why; None when it can (RT-06, PD-08, PD-19).

    Parameters:
        decided_on: the day of the decision that was adopted; None while there is none.
        receives: the days on which the drive receives.
    """
    if is_closed:
        return "", Reason("Đợt vận động đã khóa sổ, không thu nữa. Ghi nhầm thì dùng dòng đảo rồi công bố lại.",
                          "The drive is closed and receives no more. A mistake is mended by a reversing line and published again.", "PD-19")
    if needs_decision(basis, is_fixed=is_fixed) and decided_on is None:
        return "", Reason("Chưa có quyết định của các hộ về khoản đóng góp này. Ghi quyết định trước, rồi mới thu.",
                          "The households have not decided on this contribution. Enter their decision before anything is collected.", "RT-06")
    first = max(receives.start, decided_on) if decided_on and needs_decision(basis, is_fixed=is_fixed) else receives.start
    if not first <= day < receives.end:
        last = receives.end - timedelta(days=1)
        return "day", Reason(f"Ngày thu từ {write_day(first)} đến {write_day(last)}. Sửa ngày, hoặc sửa thời gian thu của đợt.",
                             f"Receipts are of the days from {write_day(first)} to {write_day(last)}. Change the day, or the days of the drive.", "PD-08")
    return None


@dataclass(frozen=True)
class Due:
    """A day to keep.

    Parameters:
        day: the last day for it.
        reason: what is to be done, with its rule.
    """

    day: date
    reason: Reason


def due_days(basis: Basis, *, called_on: date, receives: Period, spends_from: date | None) -> tuple[Due, ...]:
    """The five days of an appeal after a disaster, in calendar days (PD-18); none on another basis.

    Parameters:
        called_on: the day of the call.
        receives: the days of receiving.
        spends_from: the first day of distributing; None while nothing was distributed.
    """
    if not BASES[basis].is_appeal:
        return ()
    last = receives.end - timedelta(days=1)
    given_out = last + timedelta(days=DISTRIBUTED_WITHIN)

    def due(day: date, vi: str, en: str) -> Due:
        return Due(day, Reason(vi, en, "PD-18", blocks=False))

    return (due(called_on, "Công khai văn bản kêu gọi ngay", "The call is published at once"),
            due(receives.start - timedelta(days=PLACE_TOLD), "Công khai thời gian, địa điểm, cách tiếp nhận trước 1–3 ngày", "Time, place and way of receipt are published 1–3 days before"),
            due(spends_from or last, "Công khai đối tượng, mức hỗ trợ từ khi bắt đầu phân phối", "Beneficiaries and levels are published from the start of distribution"),
            due(last + timedelta(days=TOTAL_RECEIVED), "Công khai tổng số đã tiếp nhận, chậm nhất 15 ngày", "The total received is published within 15 days"),
            due(given_out + timedelta(days=TOTAL_DISTRIBUTED), "Công khai kết quả phân phối, chậm nhất 30 ngày sau khi phân phối xong", "What was distributed is published within 30 days"))


def refuse_receiving(basis: Basis, *, called_on: date, receives: Period) -> Reason | None:
    """Why the days of receiving cannot stand; None when they can (PD-18)."""
    if called_on > receives.start:
        return Reason("Kêu gọi trước rồi mới thu. Sửa một trong hai ngày.", "The call comes before receiving. Change one of the days.", "PD-18")
    most = called_on + timedelta(days=MOST_RECEIVING)
    if BASES[basis].is_appeal and receives.end - timedelta(days=1) > most:
        return Reason(f"Tiếp nhận không quá {MOST_RECEIVING} ngày từ khi kêu gọi, tức là đến {write_day(most)}.",
                      f"Receiving lasts at most {MOST_RECEIVING} days from the call, that is until {write_day(most)}.", "PD-18")
    return None


class Part(StrEnum):
    """What a closing needs (PD-19)."""

    DECISION = "decision"
    PLAN = "plan"
    COLLECTED = "collected"
    SPENT = "spent"
    SUPERVISION = "supervision"
    BALANCE = "balance"
    APPROVER = "approver"


_PARTS: Mapping[Part, tuple[str, str]] = {
    Part.DECISION: ("quyết định của các hộ", "the households' decision"), Part.PLAN: ("kế hoạch thu chi", "the plan"), Part.COLLECTED: ("khoản thu", "receipts"),
    Part.SPENT: ("khoản chi có chứng từ", "expenses with their papers"), Part.SUPERVISION: ("xác nhận của ban giám sát cho đúng số dòng này", "the supervision board's word on exactly these lines"),
    Part.BALANCE: ("số dư chuyển về đâu", "where the balance goes"), Part.APPROVER: ("người duyệt", "who approves it")}


def part_words(part: Part, language: str) -> str:
    """What a part is called."""
    return _PARTS[part][1 if language.startswith("en") else 0]


def refuse_closing(missing: frozenset[Part]) -> Reason | None:
    """Why a drive cannot be closed, naming all that is missing at once; None when it can (PD-19)."""
    if not missing:
        return None
    vi, en = (", ".join(_PARTS[part][at] for part in Part if part in missing) for at in (0, 1))
    return Reason(f"Chưa khóa sổ được, còn thiếu: {vi}.", f"It cannot be closed yet; missing: {en}.", "PD-19")


def refuse_two_hands(approver: str, supervisor: str) -> Reason | None:
    """Why the same account cannot approve and supervise; None for two."""
    if approver != supervisor:
        return None
    return Reason("Người duyệt và người giám sát phải là hai tài khoản. Nhờ người khác duyệt.", "Who approves and who supervises are two accounts. Let somebody else approve.", "PD-19")


def read_sign(text: str) -> str | Reason:
    """The letters that codes of a drive begin with: two to four capitals without diacritics."""
    sign = text.strip().upper()
    if SIGN.fullmatch(sign):
        return sign
    return Reason("Chữ tắt là hai đến bốn chữ cái không dấu, ví dụ LN.", "The sign is two to four letters without diacritics, such as LN.", "PD-19")


def initials(name: str) -> str:
    """A name by its initials: ``Triệu Văn Sinh`` is ``T.V.S.``."""
    return "".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
