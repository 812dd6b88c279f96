"""What operations share: giving a paper its number, also where the paper belongs to another app's act."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kientoan.core.facts import record
from kientoan.core.operation import Act, in_operation
from kientoan.core.refusal import Refusal, refused_by
from kientoan.org.queries import standing_unit
from kientoan.papers.profiles import Body
from kientoan.registers.enums import IssuedBy, PaperKind, SeriesKind, symbol_of
from kientoan.registers.models import IssuedPaper, Register
from kientoan.registers.queries import line_of
from kientoan.rules.days import write_day
from kientoan.rules.registers import next_number, read_term, refuse_day, refuse_number
from kientoan.rules.vntext import tidy


@dataclass(frozen=True)
class NewPaper:
    """A paper that needs a number, or has one.

    Parameters:
        unit_id: who issues it.
        kind: of paper.
        abstract: what it is about.
        day: its date.
        issuer_symbol: the issuer's, such as ``ĐU`` or ``UBND``; empty leaves room.
        issued_by: the Party or the State.
        series: which papers share the run of numbers; the congress's only in the Party (DF-06), one for all only in the State (DF-14).
        term: of the Party, such as ``2020-2025``; the State's is the year of the day.
    """

    unit_id: int
    kind: PaperKind
    abstract: str
    day: date
    issuer_symbol: str = ""
    issued_by: IssuedBy = IssuedBy.PARTY
    series: SeriesKind = SeriesKind.KIND
    term: str = ""


@dataclass(frozen=True)
class Numbered:
    """What numbering did.

    Parameters:
        number: in the register.
        line: number and symbol as they are printed, such as ``Số 09-KH/ĐU``.
        fact_id: names the paper.
        register_id: the run of numbers.
        term: the term or the year that it runs through.
    """

    number: int
    line: str
    fact_id: UUID
    register_id: int
    term: str


def _term(paper: NewPaper) -> str:
    """The term or year whose run of numbers a paper belongs to."""
    if paper.issued_by is IssuedBy.STATE:
        return str(paper.day.year)
    term = read_term(paper.term)
    if term is None:
        raise Refusal(_("Thiếu nhiệm kỳ, hoặc nhiệm kỳ không đúng. Gõ hai năm, ví dụ 2020-2025."), place="term")
    if refused := refuse_day(paper.day, term):
        raise refused_by(refused, place="day")
    return term


def _register(act: Act, paper: NewPaper) -> Register:
    """The run of numbers of a paper, begun when it is the first, and locked: whoever comes second waits for the first one's number."""
    if paper.day > act.today:
        raise Refusal(_("Ngày văn bản %(day)s chưa tới. Sửa ngày.") % {"day": write_day(paper.day)}, place="day")
    if not tidy(paper.abstract):
        raise Refusal(_("Thiếu trích yếu. Gõ một câu nói văn bản về việc gì."), place="abstract")
    if (paper.series is SeriesKind.CONGRESS and paper.issued_by is IssuedBy.STATE) or (paper.series is SeriesKind.ALL and paper.issued_by is IssuedBy.PARTY):
        raise Refusal(_("Dãy số này không có ở loại văn bản đã chọn: dãy của đại hội là của Đảng (DF-06), một dãy cho mọi loại là của Nhà nước (DF-14). Chọn dãy khác."),
                      place="series")
    standing_unit(paper.unit_id, paper.day, "day")
    symbol = symbol_of(paper.kind, Body(paper.issued_by)) if paper.series is SeriesKind.KIND else ""
    found, _made = Register.objects.get_or_create(unit_id=paper.unit_id, issued_by=paper.issued_by, term=_term(paper), series=paper.series, symbol=symbol)
    return Register.objects.select_for_update().get(pk=found.pk)


def number_paper(paper: NewPaper, *, by_hand: int | None = None) -> Numbered:
    """Give a paper the next number of its run, or enter it under the number that it bears; whether the actor may is the caller's to ask.

    Parameters:
        paper: the paper.
        by_hand: the number that it bears; None for the next one.

    Raises:
        Refusal: for a day to come, a term that is none, a run that its body does not have, no abstract, or a number that the run has already.
    """
    act = in_operation()
    register = _register(act, paper)
    used = list(IssuedPaper.objects.known().filter(register=register).values_list("number", flat=True))
    if by_hand is not None and (refused := refuse_number(by_hand, used)):
        raise refused_by(refused, place="number")
    number = next_number(used) if by_hand is None else by_hand
    made = record(IssuedPaper, at=act.at, register=register, number=number, kind=paper.kind, issuer_symbol=tidy(paper.issuer_symbol), abstract=tidy(paper.abstract),
                  occurred_on=paper.day, is_by_hand=by_hand is not None)
    return Numbered(number, line_of(register, made), made.fact_id, register.pk, register.term)
