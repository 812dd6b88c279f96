"""Contribution drives as the public reads them: the list, a drive's open account, its files and papers, the check of a receipt, questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound, explained
from kientoan.papers.drives import notice, spoken_text
from kientoan.papers.pdf import as_pdf
from kientoan.portal.addresses import here
from kientoan.portal.forms import QuestionForm, ReceiptForm, faults_in
from kientoan.portal.page import own_page, public_page, show, visitor, whom_to_call
from kientoan.publishing import accounts, entries, limits, questions
from kientoan.publishing.accounts import PublicDrive
from kientoan.publishing.enums import EntryKind
from kientoan.publishing.operations import PORTAL
from kientoan.rules.codes import read_receipt_code
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share, grouped, percent
from kientoan.rules.frozen import printed
from kientoan.rules.openaccount import (
    Line,
    LineKind,
    Means,
    OpenAccount,
    PublicationKind,
    Spending,
    given_in_kind,
    read,
    spending,
    write_quantity,
)
from kientoan.rules.plaintable import csv_bytes

LINES = 50
"""Of the book on a page."""
MILLION = 1_000_000


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def _page(request: HttpRequest) -> int:
    text = request.GET.get("trang", "")
    return max(1, min(int(text), 100_000)) if text.isdecimal() and len(text) < 7 else 1


# -- words ----------------------------------------------------------------------------------------------------------------------------------


def means_label(means: Means) -> str:
    """By what something was given, in the reader's language."""
    return {Means.CASH: _("tiền mặt"), Means.TRANSFER: _("chuyển khoản"), Means.IN_KIND: _("hiện vật, công")}[means]


def publication_label(kind: PublicationKind) -> str:
    """Why the book was published, in the reader's language."""
    return {PublicationKind.INTERIM: _("giữa kỳ"), PublicationKind.CLOSING: _("khóa sổ"), PublicationKind.AMENDED: _("bổ sung")}[kind]


def _kind_label(kind: LineKind) -> str:
    return {LineKind.RECEIPT: _("Phiếu thu"), LineKind.EXPENSE: pgettext("dòng sổ", "Khoản chi"), LineKind.REVERSAL: _("Dòng đảo")}[kind]


@dataclass(frozen=True)
class Row:
    """A line of the book as the page shows it; ``came`` and ``spent`` are đồng, None on the other side, and ``not_valued`` says that it counts as no money."""

    number: str
    line: Line
    kind: str
    words: str
    came: int | None
    spent: int | None
    not_valued: bool


def _words(line: Line) -> str:
    """What a line is about, in one sentence; a household that is not named is “Một hộ”."""
    if line.kind == LineKind.RECEIPT:
        thing = f"{line.thing} {write_quantity(line.quantity, line.measure)}" if line.means == Means.IN_KIND else means_label(line.means)
        return ", ".join(filter(None, (line.name or _("Một hộ"), thing, line.text)))
    if line.kind == LineKind.REVERSAL:
        return _("Đảo dòng %(number)s: %(text)s") % {"number": line.reverses, "text": line.text}
    return ", ".join(filter(None, (line.item, line.text, line.name)))


def _rows(account: OpenAccount, lines: Sequence[Line]) -> list[Row]:
    expenses = {line.number for line in account.lines if line.kind == LineKind.EXPENSE}
    found = []
    for line in lines:
        is_spent = line.number in expenses or line.reverses in expenses
        found.append(Row(line.number, line, _kind_label(line.kind), _words(line), None if is_spent else line.amount, line.amount if is_spent else None, line.amount == 0))
    return found


# -- the drawing ----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """A budget line in the drawing: its name, which stands above its bars, where they begin from above, and widths, as the drawing's own units in text."""

    name: str
    y: int
    planned: str
    spent: str
    is_above: bool
    label: str
    label_x: str

    @property
    def name_y(self) -> int:
        """Where its name stands."""
        return self.y - 7

    @property
    def text_y(self) -> int:
        """Where its sum stands."""
        return self.y + 19

    @property
    def spent_y(self) -> int:
        """Where the inner bar begins."""
        return self.y + 7


@dataclass(frozen=True)
class Chart:
    """Plan and spending by budget line, as bars: its size, where bars and names begin, and the lines of the grid with their words."""

    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    grid: tuple[tuple[str, str], ...]

    @property
    def bottom(self) -> int:
        """Where the grid ends."""
        return self.height - 26


STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)


def _millions(amount: int) -> str:
    tenths = (abs(amount) * 10 + MILLION // 2) // MILLION
    return f"{'−' if amount < 0 else ''}{grouped(tenths // 10, dot=not _english())}{'.' if _english() else ','}{tenths % 10}"


ROW, LEFT, LETTER = 62, 12, 8
"""How far one budget line is from the next, where its bars begin, and how wide a letter of its name is at most on the average."""


def chart(spent: Sequence[Spending], *, width: int) -> Chart | None:
    """The drawing of plan and spending; None when there is nothing to draw.

    Parameters:
        spent: by budget line.
        width: of the drawing; a name that is longer is cut.
    """
    most = max((max(each.planned, each.spent) for each in spent), default=0)
    if most <= 0:
        return None
    room, letters = width - LEFT - 60, (width - LEFT) // LETTER
    bars = []
    for at, each in enumerate(spent):
        planned, shown = max(each.planned, 0) * room / most, max(each.spent, 0) * room / most
        bars.append(Bar(each.item if len(each.item) <= letters else f"{each.item[:letters - 1]}…", 26 + ROW * at, f"{planned:.1f}", f"{shown:.1f}", each.spent > each.planned,
                        _millions(each.spent), f"{LEFT + max(planned, shown) + 8:.1f}"))
    step = next((step for step in STEPS if step * MILLION * 3 >= most), STEPS[-1]) * MILLION
    grid = [(f"{LEFT + mark * room / most:.1f}", _("%(n)s triệu") % {"n": grouped(mark // MILLION, dot=not _english())} if mark else "0") for mark in range(0, most + 1, step)]
    return Chart(width, 8 + ROW * len(spent) + 26, LEFT, tuple(bars), tuple(grid))


# -- pages ----------------------------------------------------------------------------------------------------------------------------------


@public_page
def drives(request: HttpRequest) -> HttpResponse:
    """The drives whose account is public, searched by words."""
    query, page = request.GET.get("tim", "")[:100], _page(request)
    found = entries.newest(EntryKind.DRIVE, query=query, page=page)
    return show(request, "drives", {"rows": found.rows, "count": found.count, "query": query, "page": page, "pages": max(1, -(-found.count // entries.PAGE))})


@public_page
def drive(request: HttpRequest, reference: str) -> HttpResponse:
    """A drive's open account: sums, where the money went, the book, the publications and their fingerprints, the questions that were answered."""
    found, page = accounts.public_drive(reference), _page(request)
    account, header = found.account, found.account.header
    decision = header.decision
    pages, spent = max(1, -(-len(account.lines) // LINES)), spending(account)
    if page > pages:
        raise NotFound(_("Sổ này có %(pages)s trang.") % {"pages": pages})
    lines = account.lines[(page - 1) * LINES:page * LINES]
    closed = questions.window_reason(header.questions_until, clock.today())
    return show(request, "drive", {
        "entry": found.entry, "hotlines": whom_to_call(found.entry.unit_id), "command": f"kientoan drive verify {found.entry.reference}.json", "account": account, "header": header, "last": account.last, "sums": account.last.totals, "decision": decision,
        "share": percent(Share(decision.yes, decision.households), comma=not _english()) if decision else "", "spent": spent,
        "wide": chart(spent, width=500), "narrow": chart(spent, width=328), "in_kind": [(each, write_quantity(each.quantity, each.measure)) for each in given_in_kind(account)],
        "rows": _rows(account, lines), "page": page, "pages": pages,
        "publications": [(each, publication_label(each.kind), printed(each.fingerprint)) for each in reversed(account.publications)],
        "closed": explained(closed) if closed else "", "closed_publication": next((each for each in account.publications if each.kind == PublicationKind.CLOSING), None),
        "difference": account.last.totals.spent - account.last.totals.plan})


def _download(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"})


@public_page
def drive_book(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole book as a table that spreadsheets open and do not run."""
    account = accounts.public_drive(reference).account
    heads = (_("Số"), _("Ngày"), _("Loại"), _("Nội dung"), _("Tên"), _("Cách góp, chi"), _("Khoản chi"), _("Hiện vật"), pgettext("hiện vật", "Số lượng"), _("Cách tính"), _("Thu, đồng"), _("Chi, đồng"), _("Đảo dòng"),
             _("Mắt xích"))
    rows = [(row.number, row.line.day.isoformat(), row.kind, row.line.text, row.line.name, means_label(row.line.means), row.line.item, row.line.thing,
             write_quantity(row.line.quantity, row.line.measure) if row.line.thing else "", row.line.rule, row.came, row.spent, row.line.reverses, row.line.link) for row in _rows(account, account.lines)]
    return _download(csv_bytes([heads, *rows]), "text/csv; charset=utf-8", f"{reference}.csv")


@public_page
def drive_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The account's file, which anybody can check without us."""
    return _download(accounts.public_drive(reference).file, "application/json", f"{reference}.json")


@lru_cache(maxsize=16)
def _notice(file: bytes, address: str, is_demo: bool) -> bytes:
    return as_pdf(notice(read(file), address=address, is_demo=is_demo))


@public_page
def drive_notice(request: HttpRequest, reference: str) -> HttpResponse:
    """The notice for the board, on A3."""
    found: PublicDrive = accounts.public_drive(reference)
    return _download(_notice(found.file, request.build_absolute_uri(here(request, "drive", reference)), bool(settings.DEMO)), "application/pdf", f"{reference}-thong-bao.pdf")


@public_page
def drive_spoken(request: HttpRequest, reference: str) -> HttpResponse:
    """The words for the loudspeaker."""
    return HttpResponse(spoken_text(accounts.public_drive(reference).account, is_demo=settings.DEMO), content_type="text/plain; charset=utf-8")


# -- a receipt ------------------------------------------------------------------------------------------------------------------------------


@own_page
def receipt_check(request: HttpRequest) -> HttpResponse:
    """The form for the code on a receipt."""
    typed = request.POST if request.method == "POST" else request.GET if "ma" in request.GET else None
    form = ReceiptForm(typed)
    if typed is not None and form.is_valid():
        code = read_receipt_code(form.cleaned_data["ma"])
        if code:
            return redirect(here(request, "receipt", code))
        form.add_error("ma", _("Mã không đúng dạng. Mã trên phiếu gồm chữ của đợt vận động, số phiếu và hai nhóm bốn chữ, như LN-0139-K7Q2-9F3M."))
    return show(request, "receipt_check", {"form": form})


@own_page
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What the receipt of a code says, and where the published account has it. Wrong codes are counted by network, right ones are not."""
    limits.refuse_too_many("code", visitor(request))
    try:
        found = accounts.check_receipt(code)
    except NotFound:
        limits.count("code", visitor(request))
        raise
    said, publication = found.receipt, found.publication
    return show(request, "receipt", {
        "found": found, "receipt": said, "means": means_label(said.means), "thing": f"{said.thing} {write_quantity(said.quantity, said.measure)}" if said.thing else "",
        "publication": publication, "publication_label": publication_label(publication.kind) if publication else ""})


# -- questions ------------------------------------------------------------------------------------------------------------------------------


@own_page
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask about an account, until its window closes; nobody is asked who they are."""
    found = accounts.public_drive(reference)
    until = found.account.header.questions_until
    closed = questions.window_reason(until, clock.today())
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not closed and form.is_valid():
        limits.count("question", visitor(request))
        with faults_in(form):
            questions.ask_question(PORTAL, reference=reference, text=form.cleaned_data["text"])
        if form.is_valid():
            return redirect(f"{here(request, 'ask', reference)}?da-gui=1")
    return show(request, "ask", {"entry": found.entry, "form": form, "closed": explained(closed) if closed else "", "until": write_day(until) if until else "",
                                 "sent": request.GET.get("da-gui") == "1"}, status=400 if request.method == "POST" and closed else 200)
