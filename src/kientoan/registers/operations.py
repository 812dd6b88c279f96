"""Every change to the registers. Each public function here is an operation."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.facts import correct, record
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal, refused_by
from kientoan.org.queries import no_such_unit, unit_on
from kientoan.papers.profiles import Body
from kientoan.registers.enums import IssuedBy, PaperKind, SeriesKind, symbol_of
from kientoan.registers.models import IssuedPaper, Register
from kientoan.registers.queries import line_of, paper_with
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
    """

    number: int
    line: str
    fact_id: UUID
    register_id: int


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
    if unit_on(paper.unit_id, paper.day) is None:
        raise Refusal(_("Ngày %(day)s không có đơn vị này. Chọn ngày khác.") % {"day": write_day(paper.day)}, place="day")
    symbol = symbol_of(paper.kind, Body(paper.issued_by)) if paper.series is SeriesKind.KIND else ""
    found, _made = Register.objects.get_or_create(unit_id=paper.unit_id, issued_by=paper.issued_by, term=_term(paper), series=paper.series, symbol=symbol)
    return Register.objects.select_for_update().get(pk=found.pk)


def _record(act: Act, paper: NewPaper, register: Register, number: int, *, by_hand: bool) -> Numbered:
    made = record(IssuedPaper, at=act.at, register=register, number=number, kind=paper.kind, issuer_symbol=tidy(paper.issuer_symbol), abstract=tidy(paper.abstract),
                  occurred_on=paper.day, is_by_hand=by_hand)
    line = line_of(register, made)
    unit = unit_on(paper.unit_id, paper.day)
    act.enter(unit=unit.name if unit else "", day=paper.day, detail={"line": line, "term": register.term, "series": register.series, "by_hand": by_hand})
    return Numbered(number, line, made.fact_id, register.pk)


def _numbers(register: Register) -> list[int]:
    return list(IssuedPaper.objects.known().filter(register=register).values_list("number", flat=True))


@operation(title=gettext_lazy("Cấp số văn bản"), right=Right.KEEP_REGISTER)
def take_number(act: Act, *, paper: NewPaper) -> Numbered:
    """Give a paper the next number of its run (DF-06, DF-14). Of two who ask at once each gets a number of their own.

    Parameters:
        paper: the paper.

    Returns:
        the number, and the line to be printed.

    Raises:
        Refusal: for a day to come, a term that is none, a run that its body does not have, or no abstract.
    """
    act.ask([paper.unit_id], paper.day)
    register = _register(act, paper)
    return _record(act, paper, register, next_number(_numbers(register)), by_hand=False)


@operation(title=gettext_lazy("Ghi văn bản đã có số"), right=Right.KEEP_REGISTER)
def enter_numbered_paper(act: Act, *, paper: NewPaper, number: int) -> Numbered:
    """Enter a paper of the past under the number that it bears; what is missing before it shows as a gap.

    Parameters:
        paper: the paper.
        number: as it stands on it.

    Raises:
        Refusal: as for ``take_number``, and for a number that the run has already, void ones included.
    """
    act.ask([paper.unit_id], paper.day)
    register = _register(act, paper)
    if refused := refuse_number(number, _numbers(register)):
        raise refused_by(refused, place="number")
    return _record(act, paper, register, number, by_hand=True)


@operation(title=gettext_lazy("Hủy số văn bản"), right=Right.KEEP_REGISTER)
def void_number(act: Act, *, fact_id: UUID, reason: str) -> None:
    """Say that a number was given to no paper after all. It stays taken, with the reason.

    Parameters:
        fact_id: names the paper.
        reason: why.

    Raises:
        NotFound: when there is none.
        Refusal: without a reason, or when it is void already.
    """
    paper = paper_with(fact_id)
    register = paper.register
    act.ask([register.unit_id], paper.occurred_on)
    reason = tidy(reason)
    if not reason:
        raise Refusal(_("Thiếu lý do hủy. Gõ một câu, ví dụ: in hỏng, không ban hành."), place="reason")
    line = line_of(register, paper)
    if paper.void_reason:
        raise Refusal(_("%(line)s đã hủy rồi: %(reason)s.") % {"line": line, "reason": paper.void_reason})
    unit = unit_on(register.unit_id, paper.occurred_on)
    if unit is None:
        raise no_such_unit()
    correct(paper, at=act.at, void_reason=reason)
    act.enter(unit=unit.name, day=paper.occurred_on, detail={"line": line, "term": register.term, "reason": reason})
