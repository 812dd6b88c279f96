"""Questions about drives and their books. The only place of `drives` with joins; answers are frozen rows."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right
from kientoan.core.models import StoredFile
from kientoan.core.refusal import NotFound
from kientoan.drives import access
from kientoan.drives.enums import BookLine, DriveBasis, DriveMeans, DriveState, PublicationName
from kientoan.drives.models import (
    Confirmation,
    Drive,
    DriveDecision,
    DriveTerms,
    Entry,
    EntryPaper,
    Exemption,
    PlanLine,
    Posting,
    Published,
    PublishedName,
    Valuation,
)
from kientoan.meetings.queries import HouseholdLine, household_lines
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import no_such_unit, unit_on
from kientoan.people.queries import scope_of
from kientoan.rules.codes import read_receipt_code, receipt_code
from kientoan.rules.drives import Basis, Due, Part, due_days, needs_decision
from kientoan.rules.ledger import Sums, sums
from kientoan.rules.openaccount import (
    BudgetLine,
    Decision,
    Header,
    Line,
    LineKind,
    Means,
    OpenAccount,
    Publication,
    PublicationKind,
    Receipt,
    Signer,
    Totals,
    number_of,
    write_quantity,
)
from kientoan.rules.periods import Period
from kientoan.rules.vntext import plain, search_keys, search_terms

PAGE = 50
MOST_PLACES = 300
MOST_FOUND = 12
"""Households that a search offers."""


def no_such_drive() -> NotFound:
    """The answer for a drive that is not there or may not be known."""
    return NotFound(_("Không có đợt vận động này, hoặc không thuộc phạm vi của bạn."))


def no_such_line() -> NotFound:
    """The answer for a line that is not in the book."""
    return NotFound(_("Không có dòng này trong sổ. Mở lại trang của đợt vận động."))


@dataclass(frozen=True)
class Standing:
    """A drive with everything that is believed about it, its book in figures.

    Parameters:
        decision: of the households, adopted; None before.
        plan: by position; ``valuations`` by thing.
        sums: of the whole book.
        lines: how many there are.
        exempt: how many households are exempted.
        published: every publication, the newest last.
        confirmation: the supervision board's newest word.
    """

    drive: Drive
    terms: DriveTerms
    decision: DriveDecision | None
    plan: tuple[PlanLine, ...]
    valuations: tuple[Valuation, ...]
    accounts: Mapping[str, int]
    lines: int
    exempt: int
    published: tuple[Published, ...]
    confirmation: Confirmation | None
    unpapered: int = 0

    @property
    def basis(self) -> Basis:
        """The law that it rests on."""
        return Basis(self.terms.basis)

    @property
    def basis_label(self) -> str:
        """The law in words."""
        return str(DriveBasis(self.terms.basis).label)

    @property
    def sums(self) -> Sums:
        """The book in figures."""
        return sums(self.accounts)

    @property
    def planned(self) -> int:
        """The plan, in đồng."""
        return sum(line.amount for line in self.plan)

    @property
    def receives(self) -> Period:
        """The days of receiving."""
        return Period(self.terms.receives_from, self.terms.receives_to + timedelta(days=1))

    @property
    def needs_decision(self) -> bool:
        """Whether the households decide before anything is collected."""
        return needs_decision(self.basis, is_fixed=self.terms.is_fixed)

    @property
    def is_closed(self) -> bool:
        """Whether its closing was published."""
        return any(each.kind == PublicationName.CLOSING for each in self.published)

    @property
    def state(self) -> DriveState:
        """Where it stands."""
        return state_of(closed=self.is_closed, decided=self.decision is not None, needed=self.needs_decision)

    @property
    def is_confirmed(self) -> bool:
        """Whether the supervision board's word is on exactly these lines."""
        return self.confirmation is not None and self.confirmation.through == self.lines

    @property
    def unpublished(self) -> int:
        """How many lines the public has not seen."""
        return self.lines - (self.published[-1].through if self.published else 0)

    def missing(self) -> frozenset[Part]:
        """What its closing still needs, apart from who approves it and where the balance goes: those are said with it (PD-19)."""
        wanting = {Part.DECISION: self.needs_decision and self.decision is None, Part.PLAN: not self.plan, Part.COLLECTED: not self.sums.given,
                   Part.SPENT: not self.sums.spent or self.unpapered > 0, Part.SUPERVISION: not self.is_confirmed}
        return frozenset(part for part, is_missing in wanting.items() if is_missing)

    def due(self, spends_from: date | None) -> tuple[Due, ...]:
        """The days of PD-18, where they run."""
        return due_days(self.basis, called_on=self.terms.occurred_on, receives=self.receives, spends_from=spends_from)


def state_of(*, closed: bool, decided: bool, needed: bool) -> DriveState:
    """Where a drive stands."""
    return DriveState.CLOSED if closed else DriveState.OPEN if decided or not needed else DriveState.PLANNED


def accounts_of(drive_id: int) -> dict[str, int]:
    """What lies on every account of a book, in đồng; one query."""
    return dict(Posting.objects.filter(drive=drive_id).order_by().values_list("account").annotate(total=Sum("amount")))


def unpapered(drive_id: int) -> QuerySet[Entry]:
    """The expenses in money that stand without a paper."""
    return Entry.objects.filter(drive=drive_id, kind=BookLine.EXPENSE, reversed_by=None).exclude(means=DriveMeans.IN_KIND).exclude(
        Exists(EntryPaper.objects.known().filter(entry=OuterRef("pk"))))


def standing_of(drive_id: int) -> Standing:
    """A drive with everything that is believed about it; eleven queries, whatever its book.

    Raises:
        NotFound: when there is none.
    """
    terms = DriveTerms.objects.known().filter(drive=drive_id).select_related("drive").first()
    if terms is None:
        raise no_such_drive()
    return Standing(
        terms.drive, terms, DriveDecision.objects.known().filter(drive=drive_id).first(), tuple(PlanLine.objects.known().filter(drive=drive_id).order_by("position", "pk")),
        tuple(Valuation.objects.known().filter(drive=drive_id).order_by("pk")), accounts_of(drive_id), Entry.objects.filter(drive=drive_id).count(),
        Exemption.objects.known().filter(drive=drive_id).count(), tuple(Published.objects.filter(drive=drive_id).order_by("n")),
        Confirmation.objects.known().filter(drive=drive_id).order_by("-pk").first(), unpapered(drive_id).count())


def seen(actor: Actor, drive_id: int, day: date) -> Standing:
    """A drive that the actor may read.

    Raises:
        NotFound: when there is none, or none that may be known.
    """
    found = standing_of(drive_id)
    if not access.may_see(actor, found.drive.unit_id, day):
        raise no_such_drive()
    return found


# -- lists -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DriveRow:
    """A drive in a list, in đồng."""

    drive_id: int
    code: str
    title: str
    unit: str
    state: DriveState
    receives_to: date
    planned: int
    given: int
    spent: int

    @property
    def balance(self) -> int:
        """What is left."""
        return self.given - self.spent


@dataclass(frozen=True)
class DrivePage:
    """A page of a list, with how many there are."""

    rows: tuple[DriveRow, ...]
    count: int


def _rows(found: Sequence[DriveTerms], day: date) -> list[DriveRow]:
    ids = [each.drive_id for each in found]
    planned = dict(PlanLine.objects.known().filter(drive__in=ids).order_by().values_list("drive").annotate(total=Sum("amount")))
    decided = set(DriveDecision.objects.known().filter(drive__in=ids).values_list("drive", flat=True))
    closed = set(Published.objects.filter(drive__in=ids, kind=PublicationName.CLOSING).values_list("drive", flat=True))
    books: dict[int, dict[str, int]] = {}
    for drive, account, total in Posting.objects.filter(drive__in=ids).order_by().values_list("drive", "account").annotate(total=Sum("amount")):
        books.setdefault(drive, {})[account] = total
    names = dict(tree.versions(day).filter(unit__in={each.drive.unit_id for each in found}).values_list("unit", "name"))
    rows = []
    for each in found:
        book = sums(books.get(each.drive_id, {}))
        state = state_of(closed=each.drive_id in closed, decided=each.drive_id in decided, needed=needs_decision(Basis(each.basis), is_fixed=each.is_fixed))
        rows.append(DriveRow(each.drive_id, each.drive.code, each.title, names.get(each.drive.unit_id) or _then(each), state, each.receives_to, planned.get(each.drive_id, 0),
                             book.given, book.spent))
    return rows


def _then(terms: DriveTerms) -> str:
    """The name of a unit that has ended, as it stood when the drive was called."""
    unit = unit_on(terms.drive.unit_id, terms.occurred_on)
    return unit.name if unit else ""


def drive_page(actor: Actor, unit: UnitVersion, day: date, *, state: str = "", query: str = "", start: int = 0) -> DrivePage:
    """The drives of a unit, of all below it and of the areas that it covers, called by a day, the newest first; eight queries.

    Parameters:
        state: only those that stand so; empty for all.
        query: words of the title, of the code or of the purpose.

    Raises:
        NotFound: when the actor may not know of the unit's drives.
    """
    if not access.may_see(actor, unit.unit_id, day):
        raise no_such_unit()
    found = DriveTerms.objects.known().on(day).filter(drive__unit__in=scope_of(unit, day).values("unit").order_by())
    for word, exact in search_terms(query):
        found = found.filter(**{"search_exact__contains" if exact else "search_plain__contains": word})
    this = {"drive": OuterRef("drive")}
    found = found.annotate(closed=Exists(Published.objects.filter(**this, kind=PublicationName.CLOSING)), decided=Exists(DriveDecision.objects.known().filter(**this)))
    free = [basis.value for basis in Basis if not needs_decision(basis, is_fixed=False)]
    if state == DriveState.CLOSED:
        found = found.filter(closed=True)
    elif state:
        waits = found.filter(closed=False, decided=False).exclude(is_fixed=False, basis__in=free)
        found = waits if state == DriveState.PLANNED else found.filter(closed=False).exclude(pk__in=waits.values("pk"))
    shown = list(found.select_related("drive").order_by("-occurred_on", "-pk")[start:start + PAGE])
    return DrivePage(tuple(_rows(shown, day)), found.count())


def places_of(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The hamlets and communes that a unit is or covers, at most ``MOST_PLACES``: those of which a drive can be. None for what stands above communes."""
    if unit.level not in (UnitLevel.HAMLET, UnitLevel.COMMUNE, UnitLevel.GRASSROOTS, UnitLevel.CELL):
        return []
    found = scope_of(unit, day).filter(level__in=[UnitLevel.HAMLET, UnitLevel.COMMUNE]).order_by("depth", "sort_key", "unit")
    return list(found[:MOST_PLACES])


def all_drives(day: date) -> list[DriveRow]:
    """Every drive of the installation, by code; for the command line."""
    return _rows(list(DriveTerms.objects.known().select_related("drive").order_by("drive__code")), day)


def with_code(code: str) -> Drive:
    """The drive that bears a code.

    Raises:
        NotFound: when none does.
    """
    found = Drive.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise NotFound(_("Không có đợt vận động nào mang mã %(code)s. Xem mã: kientoan drive list.") % {"code": code[:40]}, place="code")
    return found


# -- the book ----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BookRow:
    """A line of the book as staff reads it, by its names.

    Parameters:
        name: whom it names, as entered; empty for nobody, or once erased.
        shown: how the giver is shown in public; empty where nobody is named.
        reverses, reversed_by: numbers of lines.
        papers: of an expense: words, and the file's key or None.
    """

    entry: Entry
    number: str
    name: str
    shown: str
    reverses: str
    reversed_by: str
    papers: tuple[tuple[str, UUID | None], ...] = ()

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return str(BookLine(self.entry.kind).label)

    @property
    def what(self) -> str:
        """How much of what, or by which means."""
        return f"{self.entry.thing} {write_quantity(self.entry.quantity, self.entry.measure)}" if self.entry.thing else str(DriveMeans(self.entry.means).label)

    @property
    def came(self) -> int | None:
        """Đồng that came in; None on the other side."""
        return self.entry.amount if self._is_in else None

    @property
    def went(self) -> int | None:
        """Đồng that went out; None on the other side."""
        return None if self._is_in else self.entry.amount

    @property
    def _is_in(self) -> bool:
        return not self.entry.item


def entry_number(entry: Entry) -> str:
    """What a line is called."""
    return number_of(LineKind(entry.kind), entry.serial)


def _lines(drive_id: int) -> QuerySet[Entry]:
    return Entry.objects.filter(drive=drive_id).select_related("named", "reverses", "reversed_by")


def _row(entry: Entry, papers: Mapping[int, list[tuple[str, UUID | None]]]) -> BookRow:
    named, undone = getattr(entry, "named", None), getattr(entry, "reversed_by", None)
    return BookRow(entry, entry_number(entry), named.name if named else "", named.shown if named else "", entry_number(entry.reverses) if entry.reverses else "",
                   entry_number(undone) if undone else "", tuple(papers.get(entry.pk, ())))


def _papers(ids: Sequence[int]) -> dict[int, list[tuple[str, UUID | None]]]:
    found: dict[int, list[tuple[str, UUID | None]]] = {}
    for start in range(0, len(ids), 500):
        for paper in EntryPaper.objects.known().filter(entry__in=ids[start:start + 500]).select_related("file").order_by("pk"):
            found.setdefault(paper.entry_id, []).append((paper.document or (paper.file.name if paper.file else ""), paper.file.uuid if paper.file else None))
    return found


def book(drive_id: int, *, kind: str = "", query: str = "", start: int = 0, limit: int | None = PAGE) -> tuple[list[BookRow], int]:
    """Lines of a book, the newest first, with how many there are; three queries.

    Parameters:
        kind: only lines of it; empty for all.
        query: a number, or words of a name, with or without diacritics.
        limit: how many at most; None for all, the oldest first.
    """
    found = _lines(drive_id)
    if kind:
        found = found.filter(kind=kind)
    if query.strip().isdecimal():
        found = found.filter(serial=int(query.strip()[:9]))
    else:
        for word, _exact in search_terms(query):
            found = found.filter(named__search_plain__contains=plain(word))
    shown = list(found.order_by("position") if limit is None else found.order_by("-position")[start:start + limit])
    papers = _papers([entry.pk for entry in shown if entry.kind == BookLine.EXPENSE])
    return [_row(entry, papers) for entry in shown], len(shown) if limit is None else found.count()


def line_row(drive_id: int, position: int) -> BookRow:
    """One line of a book.

    Raises:
        NotFound: when there is none.
    """
    entry = _lines(drive_id).filter(position=position).first()
    if entry is None:
        raise no_such_line()
    return _row(entry, _papers([entry.pk]))


def paper_file(actor: Actor, drive_id: int, uuid: UUID, day: date) -> StoredFile:
    """A paper of an expense or of the decision that the actor may read.

    Raises:
        NotFound: for one that is not there, was taken away, or may not be known.
    """
    seen(actor, drive_id, day)
    wanted = {"drive": drive_id, "file__uuid": uuid, "file__content__isnull": False}
    found = EntryPaper.objects.known().filter(**wanted).select_related("file").first() or DriveDecision.objects.known().filter(**wanted).select_related("file").first()
    if found is None:
        raise NotFound(_("Không có tệp này, hoặc tệp đã được bỏ đi."))
    stored: StoredFile = found.file
    return stored


def spent_first(drive_id: int) -> date | None:
    """The day of the first expense; None for none."""
    found: date | None = Entry.objects.filter(drive=drive_id, kind=BookLine.EXPENSE).order_by("day").values_list("day", flat=True).first()
    return found


# -- households --------------------------------------------------------------------------------------------------------------------------


def households(found: Standing, day: date) -> list[HouseholdLine]:
    """The register of the drive's unit on a day, by number."""
    return household_lines(found.drive.unit_id, day)


def households_like(lines: Sequence[HouseholdLine], query: str) -> list[HouseholdLine]:
    """The households whose number, representative or address has the words, with or without diacritics; at most ``MOST_FOUND``."""
    query = query.strip()
    if query.isdecimal():
        return [line for line in lines if str(line.number) == query][:MOST_FOUND]
    terms = search_terms(query)
    found = []
    for line in lines if terms else ():
        bare, exact = search_keys(f"{line.representative} {line.address}")
        if all(word in (exact if marked else bare) for word, marked in terms):
            found.append(line)
    return found[:MOST_FOUND]


@dataclass(frozen=True)
class Given:
    """How many households gave, of all.

    Parameters:
        households: in the register on the day.
        gave: of them, with at least one receipt that stands.
        exempt: exempted.
    """

    households: int
    gave: int
    exempt: int


def coverage(found: Standing, day: date) -> Given:
    """How many households gave; two queries. Never which (PV-11)."""
    gave = Entry.objects.filter(drive=found.drive, kind=BookLine.RECEIPT, reversed_by=None, named__household__isnull=False).aggregate(n=Count("named__household", distinct=True))["n"]
    return Given(len(households(found, day)), gave, found.exempt)


def exemptions(actor: Actor, found: Standing, day: date) -> list[tuple[Exemption, str]]:
    """Who is exempted, with the representative's name, for whoever keeps the book; nobody else is told more than their number.

    Raises:
        NotFound: for anybody else.
    """
    if not access.may(actor, Right.KEEP_DRIVES, found.drive.unit_id, day):
        raise no_such_drive()
    names = {line.household_id: f"{line.number}. {line.representative}" for line in households(found, day)}
    return [(each, names.get(each.household_id, "")) for each in Exemption.objects.known().filter(drive=found.drive).order_by("pk")]


# -- receipts ----------------------------------------------------------------------------------------------------------------------------


def code_on(drive: Drive, serial: int) -> str:
    """The code on a receipt, the same each time it is printed: made of the drive's own secret, so that nothing of it is stored (decision 37)."""
    number = number_of(LineKind.RECEIPT, serial)
    chance = hmac.new(bytes.fromhex(drive.code_key), f"{drive.code}/{number}".encode(), hashlib.sha256).digest()
    return receipt_code(drive.code.partition("-")[0], number, chance)


def receipt_of(entry: Entry, *, name: str = "") -> Receipt:
    """A receipt as its holder may read it.

    Parameters:
        name: of the giver, for the paper; empty on the check page.
    """
    drive = entry.drive
    terms = DriveTerms.objects.known().get(drive=drive)
    undone = Entry.objects.filter(reverses=entry).first()
    published = Published.objects.filter(drive=drive, through__gte=entry.position).order_by("n").values_list("n", flat=True).first()
    return Receipt(drive.code, terms.title, unit_words(drive.unit_id, entry.day), entry_number(entry), entry.day, Means(entry.means), entry.thing, entry.quantity, entry.measure,
                   entry.rule, entry.amount, name, entry.by, entry_number(undone) if undone else "", published)


def receipt_by_code(code: str) -> Receipt:
    """The receipt whose code somebody holds, without anybody's name.

    Parameters:
        code: as typed or scanned.

    Raises:
        NotFound: for a code that no receipt has, in words that do not say how near it was.
    """
    wanted = read_receipt_code(code)
    if wanted is not None:
        sign, number, *_secret = wanted.split("-")
        for entry in Entry.objects.filter(drive__code__startswith=f"{sign}-", kind=BookLine.RECEIPT, serial=int(number)).select_related("drive"):
            if hmac.compare_digest(code_on(entry.drive, entry.serial), wanted):
                return receipt_of(entry)
    raise NotFound(_("Không có phiếu thu nào mang mã này. Xem lại từng chữ trên phiếu; nếu vẫn không thấy, hỏi người thu hoặc ban giám sát."), place="code")


def receipts_on(found: Standing, day: date, *, position: int | None = None) -> tuple[tuple[Receipt, str], ...]:
    """Receipts with the giver's name and their codes, to be printed; a fixed number of queries.

    Parameters:
        found: the drive.
        day: on which they were given.
        position: only the receipt on this line of the book, whatever its day; None for all of the day.
    """
    chosen = _lines(found.drive.pk).filter(kind=BookLine.RECEIPT)
    chosen = chosen.filter(day=day) if position is None else chosen.filter(position=position)
    words: dict[date, str] = {}
    made = []
    for entry in chosen.order_by("position"):
        unit = words.get(entry.day) or words.setdefault(entry.day, unit_words(found.drive.unit_id, entry.day))
        row = _row(entry, {})
        receipt = Receipt(found.drive.code, found.terms.title, unit, row.number, entry.day, Means(entry.means), entry.thing, entry.quantity, entry.measure, entry.rule, entry.amount,
                          row.name, entry.by, row.reversed_by)
        made.append((receipt, code_on(found.drive, entry.serial)))
    return tuple(made)


# -- what the public reads ---------------------------------------------------------------------------------------------------------------


def unit_words(unit_id: int, day: date) -> str:
    """A unit's name with those above it, the nearest first."""
    unit = unit_on(unit_id, day)
    if unit is None:
        return ""
    above = sorted(tree.versions(day).filter(unit__in=unit.chain), key=lambda each: -each.depth)
    return ", ".join([unit.name, *(f"{each.name[:1].lower()}{each.name[1:]}" for each in above if each.unit_id != unit_id and each.depth > 0), *(
        f"{each.name[:1].lower()}{each.name[1:]}" for each in above if each.unit_id != unit_id and each.depth == 0)])


def line_of(entry: Entry) -> Line:
    """A line as the public reads it: the name as the giver chose, nothing more."""
    named = getattr(entry, "named", None)
    return Line(entry_number(entry), LineKind(entry.kind), entry.day, Means(entry.means), entry.text, named.public_name if named else "", entry.name_digest,
                named.salt if named else "", entry.amount, entry.item, entry.thing, entry.quantity, entry.measure, entry.price, entry.rule,
                entry_number(entry.reverses) if entry.reverses else "", entry.link)


def account_lines(drive_id: int, through: int) -> tuple[Line, ...]:
    """The first so many lines of a book, in their order; one query."""
    return tuple(line_of(entry) for entry in _lines(drive_id).filter(position__lte=through).order_by("position"))


def _header(said: Mapping[str, Any]) -> Header:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    decision = said["decision"]
    return Header(**{**said, "received_from": date.fromisoformat(said["received_from"]), "received_to": date.fromisoformat(said["received_to"]),
                     "decision": Decision(**{**decision, "day": date.fromisoformat(decision["day"])}) if decision else None,
                     "plan": tuple(BudgetLine(**line) for line in said["plan"]), "questions_until": day(said["questions_until"])})


def publication_of(published: Published) -> Publication:
    """A publication as the public reads it, with the names that are still shown."""
    said, names = published.content, {each.part: each for each in published.names.all()}

    def signer(part: str) -> Signer | None:
        return Signer(said[part]["role"], names[part].name, said[part]["name_digest"], names[part].salt) if said[part] else None

    approver = signer("approver")
    if approver is None:
        raise LookupError(published.pk)
    return Publication(published.n, PublicationKind(published.kind), published.day, said["place"], published.through, Totals(**said["totals"]), said["head"], said["previous"],
                       _header(said["header"]), approver, signer("supervisor"), published.fingerprint)


def publications_of(drive_id: int) -> tuple[Publication, ...]:
    """The publications of a drive, in their order; two queries."""
    return tuple(publication_of(each) for each in Published.objects.filter(drive=drive_id).order_by("n").prefetch_related("names"))


def signers_of(drive_id: int) -> list[str]:
    """The names of those who approved or supervised, as publications of a drive still show them; one query."""
    return sorted(set(PublishedName.objects.filter(published__drive=drive_id).exclude(name="").values_list("name", flat=True)))


def open_account(drive_id: int) -> OpenAccount:
    """What was published of a drive: the lines through the last publication, and the publications; four queries.

    Raises:
        NotFound: when nothing was published.
    """
    drive = Drive.objects.filter(pk=drive_id).first()
    if drive is None:
        raise no_such_drive()
    publications = publications_of(drive_id)
    if not publications:
        raise NotFound(_("Đợt %(code)s chưa công bố lần nào. Công bố sổ trước.") % {"code": drive.code})
    return OpenAccount(drive.code, account_lines(drive_id, publications[-1].through), publications)
