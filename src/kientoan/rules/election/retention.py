"""How long ballots and papers of an election are kept, and the first day on which what was keyed off ballots may be deleted (NA-11, EL-47)."""

from dataclasses import dataclass
from datetime import date, timedelta

from kientoan.rules.days import write_day
from kientoan.rules.election.pack import Pack
from kientoan.rules.reasons import Reason

SETTING = "ballot_retention_days"
NO_RULE = Reason("Không biết quy định nào về thời hạn giữ phiếu của cuộc bầu cử này, nên không xóa lượt nhập phiếu. Giữ nguyên.",
                 "No rule is known on how long the ballots of this election are kept, so nothing keyed is deleted. Keep it.", "EL-47")


@dataclass(frozen=True)
class Term:
    """How long something is kept at least.

    Parameters:
        rule: the domain rule.
        years, days: the length; one of the two.
        unverified: whether it is a setting that no official text was seen for.
    """

    rule: str
    years: int = 0
    days: int = 0
    unverified: bool = False

    def first_day_after(self, since: date) -> date:
        """The first day on which the whole term has passed, counted from a day."""
        if not self.years:
            return since + timedelta(days=self.days)
        try:
            return since.replace(year=since.year + self.years)
        except ValueError:  # 29 February
            return date(since.year + self.years, 3, 1)


def ballots_kept(pack: Pack | None) -> Term | None:
    """How long ballots, and what was keyed off them, are kept under a pack; None where nothing is known."""
    if pack is None:
        return None
    if pack.kept_years is not None:
        return Term("NA-11", years=pack.kept_years[0])
    setting = next((each for each in pack.settings if each.key == SETTING), None)
    return Term(setting.reason.rule, days=int(setting.value), unverified=True) if setting else None


def papers_kept(pack: Pack | None) -> Term | None:
    """How long the other papers are kept under a pack; None where nothing is known."""
    return Term("NA-11", years=pack.kept_years[1]) if pack is not None and pack.kept_years is not None else None


def refuse_deletion(term: Term | None, since: date, today: date) -> Reason | None:
    """Why what was keyed may not be deleted on a day; None when it may.

    Parameters:
        term: how long it is kept.
        since: from when: the last day of vote, approval and annulment.
        today: the day of the act.
    """
    if term is None:
        return NO_RULE
    first = term.first_day_after(since)
    if today >= first:
        return None
    doubt_vi, doubt_en = (" (thời hạn này là thiết đặt chưa kiểm chứng)", " (this term is an unverified setting)") if term.unverified else ("", "")
    return Reason(f"Chưa hết thời hạn giữ phiếu tính từ {write_day(since)}{doubt_vi}. Xóa được sớm nhất ngày {write_day(first)}; {term.rule}",
                  f"Ballots are still to be kept, counted from {write_day(since)}{doubt_en}. The first day for deleting is {write_day(first)}; {term.rule}", term.rule)
