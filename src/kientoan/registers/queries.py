"""Questions to the registers. The only place of `registers` with joins; answers are frozen rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.org.queries import seen_unit
from kientoan.papers.profiles import Body
from kientoan.papers.wording import number_line
from kientoan.registers.enums import PaperKind, symbol_of
from kientoan.registers.models import IssuedPaper, Register
from kientoan.rules.registers import Gap, gaps, next_number, out_of_order


@dataclass(frozen=True)
class PaperRow:
    """A paper with its number.

    Parameters:
        fact_id: names it in addresses.
        number: in its register.
        line: number and symbol as they are printed.
        kind: of paper.
        abstract: what it is about.
        day: its date.
        is_by_hand: whether the number was given on paper before it was entered here.
        void_reason: why the number is void; empty when it stands.
        is_out_of_order: whether its day is before that of a lower number.
        is_duplicate: whether another register of the unit has a paper with the same line in the same term or year.
    """

    fact_id: UUID
    number: int
    line: str
    kind: PaperKind
    abstract: str
    day: date
    is_by_hand: bool
    void_reason: str
    is_out_of_order: bool
    is_duplicate: bool


@dataclass(frozen=True)
class RegisterReport:
    """A register with what is wrong in it.

    Parameters:
        register: the run of numbers.
        papers: by number.
        gaps: numbers that no paper has.
    """

    register: Register
    papers: tuple[PaperRow, ...]
    gaps: tuple[Gap, ...]

    @property
    def next_number(self) -> int:
        """The number that the next paper gets."""
        return next_number(paper.number for paper in self.papers)

    @property
    def missing(self) -> int:
        """How many numbers no paper has."""
        return sum(gap.count for gap in self.gaps)

    @property
    def void(self) -> int:
        """How many numbers are void."""
        return sum(bool(paper.void_reason) for paper in self.papers)

    @property
    def disordered(self) -> int:
        """How many papers bear a day before that of a lower number."""
        return sum(paper.is_out_of_order for paper in self.papers)

    @property
    def duplicates(self) -> int:
        """How many papers bear a line that another register of the unit gave too."""
        return sum(paper.is_duplicate for paper in self.papers)


def line_of(register: Register, paper: IssuedPaper) -> str:
    """Number and symbol as they are printed (DF-05, DF-14)."""
    body = Body(register.issued_by)
    return number_line(body, symbol_of(PaperKind(paper.kind), body), paper.issuer_symbol, paper.number)


def papers_known(register_ids: Sequence[int], known_at: datetime | None = None) -> QuerySet[Any]:
    """The papers of registers as known at a moment, by number."""
    return IssuedPaper.objects.known(known_at).filter(register__in=register_ids).order_by("register", "number")


def _reports(registers: Sequence[Register], known_at: datetime | None) -> list[RegisterReport]:
    by_register: defaultdict[int, list[IssuedPaper]] = defaultdict(list)
    for paper in papers_known([register.pk for register in registers], known_at):
        by_register[paper.register_id].append(paper)
    borne: defaultdict[tuple[int, str, str], set[int]] = defaultdict(set)
    for register in registers:
        for paper in by_register[register.pk]:
            borne[(register.unit_id, register.term, line_of(register, paper))].add(register.pk)
    found: list[RegisterReport] = []
    for register in registers:
        papers = by_register[register.pk]
        disordered = set(out_of_order([(paper.number, paper.occurred_on) for paper in papers if not paper.void_reason]))
        rows = tuple(PaperRow(
            paper.fact_id, paper.number, line, PaperKind(paper.kind), paper.abstract, paper.occurred_on, paper.is_by_hand, paper.void_reason,
            paper.number in disordered, len(borne[(register.unit_id, register.term, line)]) > 1)
            for paper in papers for line in (line_of(register, paper),))
        found.append(RegisterReport(register, rows, tuple(gaps(paper.number for paper in papers))))
    return found


def registers_of(unit_ids: Iterable[int], known_at: datetime | None = None) -> list[RegisterReport]:
    """The registers of units that have a paper, newest term first; in two queries however many.

    Parameters:
        unit_ids: units that the asker may see.
        known_at: as known then; None means now.
    """
    registers = list(Register.objects.filter(unit__in=list(unit_ids)).order_by("-term", "issued_by", "series", "symbol", "pk"))
    return [report for report in _reports(registers, known_at) if report.papers]


def register_seen(actor: Actor, register_id: int, day: date, known_at: datetime | None = None) -> RegisterReport:
    """A register, if the actor may know of its unit.

    Raises:
        NotFound: when there is none, or its unit may not be known.
    """
    register = Register.objects.filter(pk=register_id).first()
    if register is None:
        raise no_such_register()
    seen_unit(actor, register.unit_id, day)
    beside = list(Register.objects.filter(unit=register.unit_id, term=register.term).order_by("pk"))
    return next(report for report in _reports(beside, known_at) if report.register.pk == register.pk)


def no_such_register() -> NotFound:
    """The answer for a register that there is not, or that may not be known."""
    return NotFound(_("Không có sổ văn bản này."))


def paper_with(fact_id: UUID) -> IssuedPaper:
    """A paper as it is believed now, with its register.

    Raises:
        NotFound: when there is none.
    """
    found = IssuedPaper.objects.known().filter(fact_id=fact_id).select_related("register").first()
    if found is None:
        raise NotFound(_("Không có văn bản này trong sổ."))
    paper: IssuedPaper = found
    return paper


def papers_with(fact_ids: Iterable[UUID]) -> dict[UUID, IssuedPaper]:
    """Papers as they are believed now, each with its register, by what names them; one query."""
    return {paper.fact_id: paper for paper in IssuedPaper.objects.known().filter(fact_id__in=list(fact_ids)).select_related("register")}


class Issued(Protocol):
    """What an app keeps of a paper that it had numbered: the paper's date, and which number of the register it got."""

    recorded_at: Any
    occurred_on: Any
    numbered: Any


F = TypeVar("F", bound=Issued)


@dataclass(frozen=True)
class IssuedAs(Generic[F]):
    """A paper of an app with its number.

    Parameters:
        fact: what it was issued with.
        paper: as it stands in the register.
        line: number and symbol as they are printed.
    """

    fact: F
    paper: IssuedPaper
    line: str

    @property
    def stands(self) -> bool:
        """Whether the number was not made void."""
        return not self.paper.void_reason

    @property
    def day(self) -> date:
        """The paper's date."""
        found: date = self.fact.occurred_on
        return found

    @property
    def known_at(self) -> datetime:
        """When it got its number: each printing says what was known then."""
        found: datetime = self.fact.recorded_at
        return found

    @property
    def cited(self) -> str:
        """Number and symbol as others cite them, without the word for number."""
        return self.line.removeprefix("Số ")


def issued_as(facts: Iterable[F]) -> list[IssuedAs[F]]:
    """What an app had numbered, with the numbers, void ones too; one query beside that of the facts."""
    given = list(facts)
    papers = papers_with(fact.numbered for fact in given)
    return [IssuedAs(fact, paper, line_of(paper.register, paper)) for fact in given for paper in (papers[fact.numbered],)]
