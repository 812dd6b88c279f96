"""What a rule pack of an election says: its papers, the days on which it is in force, whom more than half is measured against.

Three majorities, never one shared number (NA-15): in the Party more than half of those summoned, in State elections more than half of
the valid ballots, in a hamlet more than half of all households.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.reasons import Reason


class ElectingBody(StrEnum):
    """Who elects, which chooses the base of the majority."""

    ALL_MEMBER_CONGRESS = "all_member_congress"
    DELEGATE_CONGRESS = "delegate_congress"
    COMMITTEE = "committee"
    HOUSEHOLD_MEETING = "household_meeting"
    VALID_BALLOTS = "valid_ballots"


BODIES: Mapping[ElectingBody, tuple[str, str]] = {
    ElectingBody.ALL_MEMBER_CONGRESS: ("đại hội đảng viên", "all-member congress"),
    ElectingBody.DELEGATE_CONGRESS: ("đại hội đại biểu", "delegate congress"),
    ElectingBody.COMMITTEE: ("hội nghị ban chấp hành", "committee meeting"),
    ElectingBody.HOUSEHOLD_MEETING: ("cuộc họp các hộ của xóm", "meeting of the hamlet's households"),
    ElectingBody.VALID_BALLOTS: ("cử tri, tính trên phiếu hợp lệ", "voters, measured on valid ballots"),
}
"""What each body is called, in Vietnamese and in English."""


class BallotForm(StrEnum):
    """How a ballot is filled in: names struck out (EL-24), or a box for each name (EL-25)."""

    STRIKE_OUT = "strike_out"
    AGREE_DISAGREE = "agree_disagree"


class InvalidBallot(StrEnum):
    """Why a ballot does not count (EL-28, NA-04)."""

    NOT_ISSUED = "not_issued"
    TOO_MANY = "too_many"
    NOBODY = "nobody"
    MARKED = "marked"
    UNCLEAR_SINGLE = "unclear_single"


INVALID: Mapping[InvalidBallot, tuple[str, str]] = {
    InvalidBallot.NOT_ISSUED: ("không do ban kiểm phiếu phát ra", "not issued by the counting board"),
    InvalidBallot.TOO_MANY: ("bầu nhiều hơn số lượng cần bầu", "elects more than the seats"),
    InvalidBallot.NOBODY: ("không bầu ai", "elects nobody"),
    InvalidBallot.MARKED: ("viết thêm tên, ký tên hoặc đánh dấu", "has names added, is signed or marked"),
    InvalidBallot.UNCLEAR_SINGLE: ("phiếu một người đánh dấu cả hai ô hoặc không ô nào", "of a single name, has both boxes marked or neither"),
}
"""What each reason is called, in Vietnamese and in English."""


@dataclass(frozen=True)
class Source:
    """A paper that a pack follows.

    Parameters:
        number: its number and symbol, as printed.
        issuer_vi, issuer_en: who issued it.
        issued_on: its date; the number alone is no key (V-01).
        until: the last day on which it served beside the pack's other papers; None to the pack's end.
    """

    number: str
    issuer_vi: str
    issuer_en: str
    issued_on: date
    until: date | None = None


@dataclass(frozen=True)
class Majority:
    """Against what more than half is measured.

    Parameters:
        rule: the domain rule.
        vi, en: what is counted, after a number.
        deductions: the kinds that may be taken off the roll, each with its name in both languages.
        of_valid: whether the base is the valid ballots, not the roll.
        unverified: whether the base waits for a practitioner's word.
    """

    rule: str
    vi: str
    en: str
    deductions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    of_valid: bool = False
    unverified: bool = False


@dataclass(frozen=True)
class Setting:
    """A value that no official text was seen for: a default, shown as unverified.

    Parameters:
        key: its name in code.
        value: the default.
        reason: what it means, with its rule.
    """

    key: str
    value: int | str
    reason: Reason


@dataclass(frozen=True)
class Pack:
    """The rules of one kind of election over the days on which they are in force.

    Parameters:
        key: number without diacritics and date, such as ``244-QD/TW@2014-06-09``.
        vi, en: its title.
        sources: the papers, the binding one first.
        period: the days in force, half-open.
        majorities: the bodies that it is for, and the base of each.
        invalid_rule: the rule by which a ballot does not count.
        nobody_needs_surplus: whether a ballot that elects nobody is invalid only where names exceed seats (EL-28), or also with every name struck out (NA-04).
        tie: what follows when the last seat is tied.
        open_seats: what follows when seats stay open.
        older_wins: whether the law itself gives a tied seat to the older (NA-06).
        turnout: what follows when half or fewer took part; None where that changes nothing.
        added_below: below which share of seats filled an additional election is held (NA-07), as numerator and denominator.
        kept_years: for how many years ballots, and the other papers, are kept at least (NA-11); None where no official text says so.
        articles: the rules in plain words, for the people whom they bind.
        settings: what is unverified.
    """

    key: str
    vi: str
    en: str
    sources: tuple[Source, ...]
    period: Period
    majorities: Mapping[ElectingBody, Majority]
    invalid_rule: str
    nobody_needs_surplus: bool
    tie: Reason
    open_seats: Reason
    older_wins: bool = False
    turnout: Reason | None = None
    added_below: tuple[int, int] | None = None
    kept_years: tuple[int, int] | None = None
    articles: tuple[Reason, ...] = ()
    settings: tuple[Setting, ...] = ()

    @property
    def last_day(self) -> date | None:
        """The last day in force; None while it is."""
        return None if self.period.end == OPEN_END else self.period.end - timedelta(days=1)


def says(rule: str, vi: str, en: str) -> Reason:
    """A rule in plain words, which refuses nothing by itself."""
    return Reason(vi, en, rule, blocks=False)
