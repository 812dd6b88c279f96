"""What a cell's meeting and a meeting of a hamlet's households decide: who counts, by what majority, and why.

Sources: DOMAIN EL-35 (the base of ordinary votes in the Party, which is not that of elections, EL-32), NM-19 (cells meet monthly), PD-06 to PD-13 (households).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.reasons import Reason

MEMBER_RULE_FROM = date(2025, 7, 1)
"""The first day on which 294-QĐ/TW is in force; for days before, its base is a default."""
FEWEST_TEAM, MOST_TEAM = 3, 5
"""How many collect and count household ballots (PD-11)."""
NOTICE_DAYS = 2
"""How many days before a meeting, or before ballots are handed out, households are told (PD-09, PD-11)."""
SENT_WITHIN = 5
"""Working days within which what households decided is sent to the commune (PD-07)."""


class Kind(StrEnum):
    """Whose meeting it is."""

    CELL = "cell"
    COMMUNITY = "community"


class Attended(StrEnum):
    """How a member of a cell took part."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    TEMPORARY = "temporary_transfer"
    EXEMPT = "exempt_absent"


class Matter(StrEnum):
    """What households decide on (PD-06); how the meeting itself goes is none of the six (PD-10)."""

    CONTRIBUTION = "contribution"
    FUNDS = "funds"
    CONVENTION = "convention"
    HEAD = "head"
    BOARDS = "boards"
    OTHER = "other"
    PROCEDURE = "procedure"


class Majority(StrEnum):
    """How many must be for it, of what it is measured against."""

    HALF = "half"
    TWO_THIRDS = "two_thirds"


_MAJORITIES: Mapping[Majority, tuple[str, str]] = {
    Majority.HALF: ("quá một nửa", "more than half"), Majority.TWO_THIRDS: ("từ hai phần ba trở lên", "at least two thirds")}


def votes_needed(majority: Majority, base: int) -> int:
    """The fewest votes that are enough: of 100, 51 are more than half and 67 at least two thirds.

    Parameters:
        base: what it is measured against, from 0.
    """
    return base // 2 + 1 if majority is Majority.HALF else max(-(-2 * base // 3), 1)


@dataclass(frozen=True)
class Votes:
    """Hands counted, or household ballots.

    Parameters:
        for_it, against, other: how many; ``other`` gave another opinion or none.
    """

    for_it: int
    against: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """How many voted."""
        return self.for_it + self.against + self.other


@dataclass(frozen=True)
class MemberRoll:
    """The members of a cell on the day of a meeting.

    Parameters:
        official: official members; those on probation do not vote.
        temporary: of them, who take part elsewhere for a time and are not here.
        exempt: of them, who are exempted and absent; whoever is exempted and comes counts like everybody.
        present: of them, who are here.
        probationary: members on probation who are here.
    """

    official: int
    temporary: int = 0
    exempt: int = 0
    present: int = 0
    probationary: int = 0


@dataclass(frozen=True)
class HouseholdRoll:
    """The households of a hamlet on the day of a meeting.

    Parameters:
        households: all of them, by the register.
        present: those that are represented; one household has one voice, whatever its size (PD-13).
    """

    households: int
    present: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a vote came to.

    Parameters:
        passed: whether it is decided.
        votes: as counted.
        base: what the majority is measured against.
        needed: the fewest votes that are enough.
        reason: why, with the figures and the rule.
        effect: from when it holds, where a rule says so.
    """

    passed: bool
    votes: Votes
    base: int
    needed: int
    reason: Reason
    effect: Reason | None = None


def voting_base(roll: MemberRoll) -> int:
    """Official members without those who take part elsewhere for a time and the exempted who are absent; members away on a mission still count (EL-35)."""
    return roll.official - roll.temporary - roll.exempt


def explain_voting_base(roll: MemberRoll, day: date) -> Reason:
    """The base of ordinary votes with its figures (EL-35).

    Parameters:
        day: of the meeting, for the rule was only seen as it is since ``MEMBER_RULE_FROM``.
    """
    vi, en = [f"{roll.official} đảng viên chính thức"], [f"{roll.official} official members"]
    if roll.temporary:
        vi.append(f"trừ {roll.temporary} sinh hoạt tạm thời nơi khác")
        en.append(f"less {roll.temporary} who take part elsewhere for a time")
    if roll.exempt:
        vi.append(f"trừ {roll.exempt} được miễn sinh hoạt mà vắng")
        en.append(f"less {roll.exempt} exempted and absent")
    unsure = day < MEMBER_RULE_FROM
    return Reason(
        f"Tính trên {voting_base(roll)}: {', '.join(vi)}. Người vắng vì công tác vẫn tính.{' Cách tính này là mặc định chưa kiểm chứng cho ngày họp.' if unsure else ''}",
        f"Measured on {voting_base(roll)}: {', '.join(en)}. Members away on duty still count.{' For the day of the meeting this base is an unverified default.' if unsure else ''}",
        "EL-35", blocks=False)


def refuse_member_roll(roll: MemberRoll) -> Reason | None:
    """Why a cell cannot vote; None when it can: somebody must be here who may."""
    if roll.present:
        return None
    return Reason("Chưa có đảng viên chính thức nào có mặt. Đánh dấu người có mặt.", "No official member is present. Tick those who are.", "EL-35")


def _compared(votes: Votes, base: int, needed: int, majority: Majority, counted: tuple[str, str], rule: str, note: tuple[str, str] = ("", "")) -> Outcome:
    passed = votes.for_it >= needed
    vi, en = _MAJORITIES[majority]
    return Outcome(passed, votes, base, needed, Reason(
        f"{votes.for_it} tán thành, cần {vi} của {base} {counted[0]}, tức là từ {needed}: {'được thông qua' if passed else 'không được thông qua'}.{note[0]}",
        f"{votes.for_it} for it; {en} of {base} {counted[1]} is needed, that is {needed}: {'adopted' if passed else 'not adopted'}.{note[1]}", rule, blocks=False))


def decide_members(roll: MemberRoll, votes: Votes) -> Outcome:
    """Whether a cell decided: more than half of the base of ordinary votes (EL-35)."""
    base = voting_base(roll)
    return _compared(votes, base, votes_needed(Majority.HALF, base), Majority.HALF, ("đảng viên được tính", "members counted"), "EL-35")


@dataclass(frozen=True)
class HouseholdPack:
    """The rules by which households decide over the days on which they are in force.

    Parameters:
        key: number without diacritics and date.
        vi, en: what it is called.
        period: the days in force.
        majorities: for each matter.
        unverified: the matters whose majority is a default, for no official text says it.
        effects: from when a decision on a matter holds.
        ballots_unverified: whether household ballots are a default.
    """

    key: str
    vi: str
    en: str
    period: Period
    majorities: Mapping[Matter, Majority]
    unverified: frozenset[Matter] = frozenset()
    effects: Mapping[Matter, Reason] = field(default_factory=dict)
    ballots_unverified: bool = False


def _effect(vi: str, en: str) -> Reason:
    return Reason(vi, en, "PD-08", blocks=False)


_FROM_THE_VOTE = _effect("Có hiệu lực từ khi biểu quyết xong.", "In force from the vote.")
_BY_COMMUNE = _effect("Có hiệu lực khi Ủy ban nhân dân xã công nhận; trả lời trong 5 ngày làm việc.",
                      "In force once the commune People's Committee recognises it, which answers within 5 working days.")
_BY_FRONT = _effect("Có hiệu lực khi Ủy ban Mặt trận xã công nhận; trả lời trong 5 ngày làm việc.",
                    "In force once the commune Front recognises it, which answers within 5 working days.")
ORDINANCE_2007 = HouseholdPack(
    "34/2007/PL-UBTVQH11@2007-04-20", "Pháp lệnh 34/2007", "Ordinance 34/2007", Period(date(2007, 7, 1), date(2023, 7, 1)),
    dict.fromkeys(Matter, Majority.HALF), frozenset({Matter.PROCEDURE}), ballots_unverified=True)
LAW_2022 = HouseholdPack(
    "10/2022/QH15@2022-11-10", "Luật 10/2022/QH15", "Law 10/2022/QH15", Period(date(2023, 7, 1), OPEN_END),
    {**dict.fromkeys(Matter, Majority.HALF), Matter.CONTRIBUTION: Majority.TWO_THIRDS, Matter.FUNDS: Majority.TWO_THIRDS},
    effects={**dict.fromkeys((Matter.CONTRIBUTION, Matter.FUNDS, Matter.OTHER), _FROM_THE_VOTE),
             **dict.fromkeys((Matter.CONVENTION, Matter.HEAD), _BY_COMMUNE), Matter.BOARDS: _BY_FRONT})
HOUSEHOLD_PACKS = (ORDINANCE_2007, LAW_2022)


def household_pack(day: date) -> HouseholdPack | Reason:
    """The rules in force on the day of a meeting, or why there are none."""
    found = next((pack for pack in HOUSEHOLD_PACKS if day in pack.period), None)
    return found or Reason(f"Ngày {write_day(day)} chưa có quy định về các hộ bàn và quyết định trong phần mềm. Sớm nhất là 01/07/2007.",
                           f"For {write_day(day)} the software has no rules on what households decide. The earliest day is 01/07/2007.", "V-01")


def household_base(matter: Matter, roll: HouseholdRoll) -> int:
    """All households of the hamlet (PD-13); only how the meeting goes is measured on those present (PD-10)."""
    return roll.present if matter is Matter.PROCEDURE else roll.households


def households_needed(pack: HouseholdPack, matter: Matter, roll: HouseholdRoll) -> int:
    """How many households must be for it."""
    return votes_needed(pack.majorities[matter], household_base(matter, roll))


def decide_households(pack: HouseholdPack, matter: Matter, roll: HouseholdRoll, votes: Votes) -> Outcome:
    """Whether households decided, in a meeting or by ballots: the threshold is the same (PD-08, PD-11).

    Parameters:
        roll: of the meeting; ballots are measured on all households of that day too.
    """
    counted = ("đại diện hộ có mặt", "household representatives present") if matter is Matter.PROCEDURE else ("hộ của xóm, kể cả hộ vắng", "households, the absent included")
    note = (" Ngưỡng này là mặc định chưa kiểm chứng.", " This threshold is an unverified default.") if matter in pack.unverified else ("", "")
    found = _compared(votes, household_base(matter, roll), households_needed(pack, matter, roll), pack.majorities[matter], counted,
                      "PD-10" if matter is Matter.PROCEDURE else "PD-08", note)
    return Outcome(found.passed, votes, found.base, found.needed, found.reason, pack.effects.get(matter) if found.passed else None)


def refuse_votes(votes: Votes, voters: int, *, of_households: bool) -> Reason | None:
    """Why numbers of votes cannot stand: below nought, or more than may vote here; None when they can.

    Parameters:
        voters: official members, or household representatives, who are present.
    """
    if min(votes.for_it, votes.against, votes.other) < 0:
        return Reason("Số người không thể âm. Gõ lại.", "A number of votes cannot be below nought. Give it again.", "PD-13" if of_households else "EL-35")
    if votes.total <= voters:
        return None
    who_vi, who_en = ("đại diện hộ", "household representatives") if of_households else ("đảng viên chính thức", "official members")
    return Reason(f"Cộng {votes.total} ý kiến nhưng chỉ có {voters} {who_vi} có mặt. Đếm lại, hoặc sửa danh sách có mặt.",
                  f"{votes.total} votes in all, but only {voters} {who_en} are present. Count again, or mend who is present.", "PD-13" if of_households else "EL-35")


def refuse_ballots(pack: HouseholdPack, matter: Matter, roll: HouseholdRoll) -> Reason | None:
    """Why an item cannot be put to household ballots; None when it can: too few households came for its threshold, or it is another matter of their own (PD-11)."""
    if matter is Matter.PROCEDURE:
        return Reason("Cách họp được quyết ngay tại cuộc họp, không phát phiếu.", "How a meeting goes is decided there, not by ballots.", "PD-10")
    needed = households_needed(pack, matter, roll)
    if matter is Matter.OTHER or roll.present < needed:
        return None
    return Reason(f"Có {roll.present} hộ dự, đủ để đạt {needed}: cuộc họp đã quyết, không phát phiếu nữa.",
                  f"{roll.present} households came, enough to reach {needed}: the meeting has decided, and no ballots follow.", "PD-11")


def refuse_round(*, issued: int, households: int, told_on: date, handed_out_on: date, team: Sequence[str]) -> tuple[str, Reason] | None:
    """What of a round of household ballots cannot stand, ``issued``, ``told_on`` or ``team``, and why; None when all can (PD-11).

    Parameters:
        issued: one a household, so never more than there are.
        told_on: the day on which the households were told.
        handed_out_on: the first day of handing out.
        team: who collects and counts.
    """
    if not 1 <= issued <= households:
        return "issued", Reason(f"Mỗi hộ một phiếu: phát từ 1 đến {households} phiếu. Gõ lại.", f"One ballot a household: from 1 to {households}. Give it again.", "PD-11")
    if handed_out_on - told_on < timedelta(days=NOTICE_DAYS):
        return "told_on", Reason(f"Báo cho các hộ trước khi phát phiếu ít nhất {NOTICE_DAYS} ngày. Sửa một trong hai ngày.",
                                 f"Households are told at least {NOTICE_DAYS} days before ballots are handed out. Change one of the days.", "PD-11")
    if not FEWEST_TEAM <= len(set(team)) <= MOST_TEAM:
        return "team", Reason(f"Tổ phát và kiểm phiếu có {FEWEST_TEAM} đến {MOST_TEAM} người. Ghi mỗi dòng một người.",
                              f"The team that hands out and counts has {FEWEST_TEAM} to {MOST_TEAM} people. Give one a line.", "PD-11")
    return None


def refuse_ballot_count(*, issued: int, collected: int, invalid: int, votes: Votes) -> Reason | None:
    """Why numbers of household ballots cannot stand; None when they can.

    Parameters:
        issued, collected, invalid: ballots.
        votes: what the valid ones say.
    """
    if min(collected, invalid, votes.for_it, votes.against, votes.other) < 0:
        return Reason("Số phiếu không thể âm. Gõ lại.", "A number of ballots cannot be below nought. Give it again.", "PD-11")
    if collected > issued:
        return Reason(f"Thu về {collected} phiếu nhưng chỉ phát {issued}: mỗi hộ một phiếu. Đếm lại.",
                      f"{collected} ballots came back, but only {issued} were handed out: one a household. Count again.", "PD-11")
    if votes.total + invalid != collected:
        return Reason(f"Đồng ý, không đồng ý, ý kiến khác và không hợp lệ cộng lại là {votes.total + invalid}, số thu về là {collected}. Hai số phải bằng nhau.",
                      f"For, against, other and invalid make {votes.total + invalid}; {collected} came back. The two must be equal.", "PD-11")
    return None


def short_notice(kind: Kind, called_on: date, day: date) -> Reason | None:
    """What is to be heeded when households are called so late; None when they are told in time (PD-09)."""
    if kind is Kind.CELL or day - called_on >= timedelta(days=NOTICE_DAYS) or day < called_on:
        return None
    return Reason(f"Báo họp trước ít nhất {NOTICE_DAYS} ngày; tài liệu về đóng góp, quỹ, hương ước đến từng hộ trước {NOTICE_DAYS} ngày.",
                  f"Households are told at least {NOTICE_DAYS} days before; papers on contributions, funds and conventions reach each of them {NOTICE_DAYS} days before.",
                  "PD-09", blocks=False)


@dataclass(frozen=True)
class Month:
    """A month of a year: cells meet once in each (NM-19)."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def before(self) -> "Month":
        """The month before it."""
        return month_of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.number:02}/{self.year:04}"


def month_of(day: date) -> Month:
    """The month of a day."""
    return Month(day.year, day.month)


def months_until(last: Month, count: int) -> list[Month]:
    """So many months up to and with one, the newest first."""
    found = [last]
    while len(found) < count:
        found.append(found[-1].before)
    return found


def read_month(text: str) -> Month | None:
    """The month that a text such as ``06/2020`` names; None for anything else."""
    number, _sign, year = text.strip().partition("/")
    if not (number.isdecimal() and year.isdecimal() and len(year) == 4 and 1 <= int(number) <= 12 and 1900 <= int(year) < 9999):
        return None
    return Month(int(year), int(number))
