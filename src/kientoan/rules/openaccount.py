"""The open account of a contribution drive: what the public reads, how it is chained, and everything that can be checked without a database.

The file is one value of canonical JSON (``rules.frozen``) with a line feed at its end. Every line of the book carries a link: the SHA-256 of the link before it and
of the line's own digest. A publication freezes the book up to a line: its head is that line's link, and its fingerprint covers its sums, its header and the
fingerprint before it. A name goes into a digest only by its own salted digest, so that hiding it later, name and salt together, changes no digest.

Sources: DOMAIN PD-19 (money in = spent + balance; corrections only by reversing entries; each publication is a frozen copy with day and place).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, NoReturn, TypeVar, get_args, get_origin, get_type_hints
from unicodedata import normalize

from kientoan.rules.days import write_day
from kientoan.rules.figures import grouped
from kientoan.rules.frozen import BrokenFileError, canonical, fingerprint, parsed, printed
from kientoan.rules.reasons import Reason

FORMAT = "kientoan-drive-1"
"""Raised when the meaning of the file changes; a file of another format is not guessed at."""
RULE = "PD-19"
LARGEST_BYTES = 32 * 1024 * 1024
MOST_LINES = 50_000
LONGEST_TEXT = 2_000
LARGEST_AMOUNT = 10**15
THOUSANDTHS = 1_000
_DIGEST = re.compile(r"[0-9a-f]{64}|")
_SALT = re.compile(r"[0-9a-f]{32,64}|")
Made = TypeVar("Made")


class LineKind(StrEnum):
    """What a line of the book is."""

    RECEIPT = "receipt"
    EXPENSE = "expense"
    REVERSAL = "reversal"


class Means(StrEnum):
    """By what was given or paid."""

    CASH = "cash"
    TRANSFER = "transfer"
    IN_KIND = "in_kind"


class PublicationKind(StrEnum):
    """Why the book was published: under way, at its closing, or once more after it."""

    INTERIM = "interim"
    CLOSING = "closing"
    AMENDED = "amended"


@dataclass(frozen=True)
class Line:
    """One entry of the book as the public reads it, in the order in which it was entered.

    Parameters:
        number: as ``number_of`` writes it: ``0139`` a receipt, ``C-21`` an expense, ``Đ-03`` a reversal; each series without gaps from 1.
        kind: of the line.
        day: on which it was given, paid or reversed.
        means: by what; a reversal has that of the line it reverses.
        text: what for, without any person's name.
        name: as it is shown: in full or by initials, and empty when nobody is named or the name is hidden.
        name_digest: ``name_digest(salt, name)`` of the name as it is shown, or of the full name when it was hidden from the beginning; fixed for ever when
            entered; empty when the line names nobody.
        salt: 32 to 64 hexadecimal digits; empty exactly when ``name`` is.
        amount: đồng, by its effect on its side (money in, or spent): above 0; 0 for things that are not valued; below 0 for the reversal of one above 0.
        item: the budget line of an expense, empty otherwise.
        thing: the kind of thing given in kind, such as ``Ngày công``; empty for money.
        quantity: of it, in thousandths of ``measure``; below 0 in a reversal; 0 for money.
        measure: the unit of measure, such as ``công``, ``m²``; empty for money.
        price: đồng for one ``measure``; None for money and for things that are not valued.
        rule: the rule of valuation in words; empty for money.
        reverses: the number of the line that this one reverses, empty otherwise.
        link: of the chain, as ``linked`` gives it; 64 hexadecimal digits.
    """

    number: str
    kind: LineKind
    day: date
    means: Means
    text: str
    name: str
    name_digest: str
    salt: str
    amount: int
    item: str = ""
    thing: str = ""
    quantity: int = 0
    measure: str = ""
    price: int | None = None
    rule: str = ""
    reverses: str = ""
    link: str = ""


@dataclass(frozen=True)
class BudgetLine:
    """A line of the plan: what, how much of it in words, and đồng (from 0)."""

    item: str
    quantity: str
    amount: int


@dataclass(frozen=True)
class Decision:
    """What the community decided (PD-08, PD-13): the base is all households.

    Parameters:
        day: of the meeting or of the count.
        households: all of the community.
        represented: of them in the meeting, or whose ballots came back.
        yes: households for it.
        matter: what was decided, in words.
        rule: the threshold's rule id, such as ``PD-08``.
    """

    day: date
    households: int
    represented: int
    yes: int
    matter: str
    rule: str


@dataclass(frozen=True)
class Header:
    """What a drive says of itself at one publication.

    Parameters:
        title: of the drive.
        purpose: in words.
        unit: the unit's name with those above it.
        unit_number: by which this installation calls the unit in its addresses.
        basis: the legal basis in words (PD-14).
        level: đồng from each household where the community fixed it; 0 for a voluntary drive.
        received_from, received_to: the days within which gifts are received.
        decision: None where the basis asks for none.
        plan: the budget.
        balance_goes_to: where what is left goes, in words; empty before closing.
        questions_until: the last day on which the public may ask; None without a window.
        contact: whom to call, in words; may be empty.
    """

    title: str
    purpose: str
    unit: str
    unit_number: int
    basis: str
    level: int
    received_from: date
    received_to: date
    decision: Decision | None
    plan: tuple[BudgetLine, ...]
    balance_goes_to: str
    questions_until: date | None
    contact: str


@dataclass(frozen=True)
class Signer:
    """Who stands for a publication. The name may be hidden like any other; the role stays.

    Parameters:
        role: such as ``Trưởng xóm``.
        name, name_digest, salt: as in ``Line``.
    """

    role: str
    name: str
    name_digest: str
    salt: str


@dataclass(frozen=True)
class Totals:
    """Sums of a book, in đồng: the plan, what came in by each means, what was spent, and what is left of it."""

    plan: int
    cash: int
    transfer: int
    in_kind: int
    spent: int
    balance: int

    @property
    def money(self) -> int:
        """What came in as money."""
        return self.cash + self.transfer

    @property
    def given(self) -> int:
        """All that came in."""
        return self.money + self.in_kind


@dataclass(frozen=True)
class Publication:
    """The book as it was published once.

    Parameters:
        n: from 1.
        kind: of the publication.
        day, place: when and where (PD-19).
        through: how many lines it covers, from the first.
        totals: of those lines.
        head: the link of the last of them, ``beginning`` where there is none.
        previous: the fingerprint of the publication before, empty at the first.
        header: what the drive said of itself.
        approver: who approved it.
        supervisor: who confirmed it for the community's supervision; a closing has one.
        fingerprint: SHA-256 of all this with names as their digests; 64 hexadecimal digits.
    """

    n: int
    kind: PublicationKind
    day: date
    place: str
    through: int
    totals: Totals
    head: str
    previous: str
    header: Header
    approver: Signer
    supervisor: Signer | None
    fingerprint: str = ""


@dataclass(frozen=True)
class OpenAccount:
    """What was published of a drive: the lines through the last publication, and the publications, of which there is at least one.

    Parameters:
        code: of the drive, such as ``LN-2020-1``.
        lines: of the book, in their order.
        publications: in their order.
    """

    code: str
    lines: tuple[Line, ...]
    publications: tuple[Publication, ...]

    @property
    def last(self) -> Publication:
        """The newest publication, for which the whole book stands."""
        return self.publications[-1]

    @property
    def header(self) -> Header:
        """What the drive says of itself now."""
        return self.last.header

    @property
    def is_closed(self) -> bool:
        """Whether its closing was published."""
        return any(each.kind == PublicationKind.CLOSING for each in self.publications)


@dataclass(frozen=True)
class Receipt:
    """A receipt as its holder may read it: printed on the paper, and shown to whoever has its code. Nothing of anybody else.

    Parameters:
        drive: the drive's code.
        title: of the drive.
        unit: the unit's name with those above it.
        number: of the receipt.
        day: on which it was given.
        means: by what.
        thing, quantity, measure: of a gift in kind, as in ``Line``.
        rule: the rule of valuation in words; empty for money.
        amount: đồng, above 0; 0 for things that are not valued.
        name: of the giver, for the paper only; empty on the check page.
        collector: who received it.
        reversed_by: the number of the line that reversed it; empty while it stands.
        published_in: the number of the first publication that covers it; None before.
    """

    drive: str
    title: str
    unit: str
    number: str
    day: date
    means: Means
    thing: str
    quantity: int
    measure: str
    rule: str
    amount: int
    name: str
    collector: str
    reversed_by: str = ""
    published_in: int | None = None


@dataclass(frozen=True)
class Finding:
    """Something in an account that does not fit.

    Parameters:
        place: the line's number, or ``#2`` for the second publication.
        reason: in both languages.
    """

    place: str
    reason: Reason


# -- digests and the chain ------------------------------------------------------------------------------------------------------------------

_SERIES = {LineKind.RECEIPT: ("", 4), LineKind.EXPENSE: ("C-", 2), LineKind.REVERSAL: ("Đ-", 2)}


def number_of(kind: LineKind, n: int) -> str:
    """The number of a line: ``0139``, ``C-21``, ``Đ-03``.

    Parameters:
        kind: its series.
        n: its place in the series, from 1.
    """
    sign, digits = _SERIES[kind]
    return f"{sign}{n:0{digits}}"


def worth(quantity: int, price: int) -> int:
    """The value of a thing in đồng, half a đồng rounded away from nought.

    Parameters:
        quantity: in thousandths.
        price: đồng for one whole.
    """
    value = (abs(quantity) * price * 2 + THOUSANDTHS) // (2 * THOUSANDTHS)
    return value if quantity >= 0 else -value


def write_quantity(quantity: int, measure: str) -> str:
    """A quantity with its measure: ``412 m²``, ``1.250,5 công``.

    Parameters:
        quantity: in thousandths.
        measure: the unit of measure.
    """
    whole, part = divmod(abs(quantity), THOUSANDTHS)
    text = grouped(whole) + (f",{part:03}".rstrip("0") if part else "")
    return f"{'−' if quantity < 0 else ''}{text} {measure}".strip()


def name_digest(salt: str, name: str) -> str:
    """The salted digest by which a name is known for ever: SHA-256 of salt and name in NFC, 64 hexadecimal digits.

    Parameters:
        salt: 32 to 64 hexadecimal digits of chance, its own for each line.
        name: as ``Line.name_digest`` says; an empty one has no digest.
    """
    return hashlib.sha256((salt + normalize("NFC", name)).encode()).hexdigest() if name else ""


def line_digest(line: Line) -> str:
    """SHA-256 of a line's canonical form with its name as the digest, without its link."""
    said = _plain(line)
    return fingerprint({key: value for key, value in said.items() if key not in ("name", "salt", "link")})


def beginning(code: str) -> str:
    """The link before the first line of a drive's book.

    Parameters:
        code: of the drive.
    """
    return fingerprint({"format": FORMAT, "code": code})


def link(previous: str, digest: str) -> str:
    """The link of a line: SHA-256 of the link before it and of its own digest.

    Parameters:
        previous: 64 hexadecimal digits; ``beginning`` for the first line.
        digest: ``line_digest`` of the line.
    """
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(digest)).hexdigest()


def linked(previous: str, line: Line) -> Line:
    """``line`` with its link after ``previous``."""
    return replace(line, link=link(previous, line_digest(line)))


def totals(lines: Sequence[Line], plan: Sequence[BudgetLine]) -> Totals:
    """The sums of a book.

    Parameters:
        lines: all of them, in any order.
        plan: the budget.
    """
    came = dict.fromkeys(Means, 0)
    spent = 0
    kinds = {line.number: line.kind for line in lines}
    for line in lines:
        if (kinds.get(line.reverses) if line.kind == LineKind.REVERSAL else line.kind) == LineKind.EXPENSE:
            spent += line.amount
        else:
            came[line.means] += line.amount
    return Totals(sum(each.amount for each in plan), came[Means.CASH], came[Means.TRANSFER], came[Means.IN_KIND], spent, sum(came.values()) - spent)


def publication_fingerprint(code: str, publication: Publication) -> str:
    """The fingerprint of a publication: SHA-256 of its canonical form with names as their digests, without the fingerprint itself.

    Parameters:
        code: of the drive.
        publication: whose ``fingerprint`` is not looked at.
    """
    said = _plain(publication)
    del said["fingerprint"]
    for role in ("approver", "supervisor"):
        if said[role]:
            said[role] = {key: value for key, value in said[role].items() if key not in ("name", "salt")}
    return fingerprint({"format": FORMAT, "code": code, **said})


def publish(code: str, lines: Sequence[Line], before: Sequence[Publication], *, kind: PublicationKind, day: date, place: str, header: Header, approver: Signer,
            supervisor: Signer | None) -> Publication:
    """The next publication of a book.

    Parameters:
        code: of the drive.
        lines: all that are to be public, linked, in their order.
        before: the publications there are.
        kind, day, place, header, approver, supervisor: as in ``Publication``.
    """
    made = Publication(
        n=len(before) + 1, kind=kind, day=day, place=place, through=len(lines), totals=totals(lines, header.plan), head=lines[-1].link if lines else beginning(code),
        previous=before[-1].fingerprint if before else "", header=header, approver=approver, supervisor=supervisor)
    return replace(made, fingerprint=publication_fingerprint(code, made))


@dataclass(frozen=True)
class Spending:
    """What was spent on a budget line, reversals taken off.

    Parameters:
        item, quantity, planned: of the plan; ``planned`` is 0 and ``quantity`` empty for what was not planned.
        spent: đồng.
    """

    item: str
    quantity: str
    planned: int
    spent: int

    @property
    def difference(self) -> int:
        """By how much the spending is above the plan; below 0 when it is below."""
        return self.spent - self.planned


@dataclass(frozen=True)
class InKind:
    """What was given of one kind of thing under one rule of valuation, reversals taken off.

    Parameters:
        thing, measure, price, rule: as in ``Line``.
        quantity: in thousandths.
        amount: đồng.
    """

    thing: str
    measure: str
    price: int | None
    rule: str
    quantity: int
    amount: int


def spending(account: OpenAccount) -> tuple[Spending, ...]:
    """Plan and spending by budget line, in the plan's order; what was not planned comes last."""
    spent: dict[str, int] = {}
    expenses = {line.number for line in account.lines if line.kind == LineKind.EXPENSE}
    for line in account.lines:
        if line.number in expenses or line.reverses in expenses:
            spent[line.item] = spent.get(line.item, 0) + line.amount
    plan = account.header.plan
    planned = {each.item for each in plan}
    return (*(Spending(each.item, each.quantity, each.amount, spent.get(each.item, 0)) for each in plan),
            *(Spending(item, "", 0, amount) for item, amount in spent.items() if item not in planned))


def given_in_kind(account: OpenAccount) -> tuple[InKind, ...]:
    """What was given in goods and labour, in the order in which each kind first came."""
    found: dict[tuple[str, str, int | None, str], list[int]] = {}
    receipts = {line.number for line in account.lines if line.kind == LineKind.RECEIPT}
    for line in account.lines:
        if line.means == Means.IN_KIND and (line.number in receipts or line.reverses in receipts):
            sums = found.setdefault((line.thing, line.measure, line.price, line.rule), [0, 0])
            sums[0] += line.quantity
            sums[1] += line.amount
    return tuple(InKind(*key, *sums) for key, sums in found.items() if any(sums))


# -- the file -------------------------------------------------------------------------------------------------------------------------------

def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def document(account: OpenAccount) -> dict[str, Any]:
    """An account as the value that its file holds."""
    return {"format": FORMAT, **_plain(account)}


def file_bytes(account: OpenAccount) -> bytes:
    """An account's whole file."""
    return canonical(document(account)) + b"\n"


def _broken(vi: str, en: str) -> NoReturn:
    raise BrokenFileError(Reason(vi, en, RULE))


def _wrong(place: str) -> NoReturn:
    _broken(f"Phần “{place}” của tệp thiếu hoặc sai dạng. Lấy lại tệp gốc.", f"The part “{place}” of the file is missing or of the wrong form. Fetch the original file again.")


def _made(cls: type[Made], value: Any, place: str) -> Made:
    """A dataclass out of a mapping that has exactly its fields, each of its own type."""
    hints = get_type_hints(cls)
    if not isinstance(value, dict) or set(value) != set(hints):
        odd = sorted(set(value) ^ set(hints))[0] if isinstance(value, dict) else ""
        _wrong(f"{place}.{odd[:40]}".strip(".") if odd else place or "drive")
    return cls(**{name: _read(hint, value[name], f"{place}.{name}".lstrip(".")) for name, hint in hints.items()})


def _read(hint: Any, value: Any, place: str) -> Any:
    if get_origin(hint) is UnionType:
        kinds = [each for each in get_args(hint) if each is not NoneType]
        return None if value is None else _read(kinds[0], value, place)
    if get_origin(hint) is tuple:
        if not isinstance(value, list) or len(value) > MOST_LINES:
            _wrong(place)
        return tuple(_read(get_args(hint)[0], each, f"{place}[{at}]") for at, each in enumerate(value, start=1))
    if is_dataclass(hint):
        return _made(hint, value, place)  # type: ignore[arg-type]
    if hint is int:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_AMOUNT:
            _wrong(place)
        return value
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        _wrong(place)
    if hint is str:
        name = place.rpartition(".")[2]
        form = _SALT if name == "salt" else _DIGEST if name in ("link", "name_digest", "head", "previous", "fingerprint") else None
        if form and not form.fullmatch(value):
            _wrong(place)
        return value
    try:
        return date.fromisoformat(value) if hint is date and len(value) == 10 else hint(value)
    except (ValueError, TypeError):
        _wrong(place)


def read(raw: bytes) -> OpenAccount:
    """The account of a file that has the form of one; whether it fits together is for ``verify``.

    Parameters:
        raw: the file's bytes.

    Raises:
        BrokenFileError: naming the place: too large, no JSON, another format, a part of the wrong form, or not written as files are.
    """
    if len(raw) > LARGEST_BYTES:
        _broken(f"Tệp lớn hơn {LARGEST_BYTES // 1024 // 1024} MB, không phải sổ đóng góp.", f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB, so it is no account of a drive.")
    value = parsed(raw)
    said = value.get("format") if isinstance(value, dict) else None
    if said != FORMAT:
        _broken(f"Tệp không phải sổ đóng góp dạng {FORMAT}" + (f", mà ghi “{said[:40]}”" if isinstance(said, str) else "") + ". Lấy tệp tep.json ở trang của đợt vận động.",
                f"The file is no account of the format {FORMAT}" + (f"; it says “{said[:40]}”" if isinstance(said, str) else "") + ". Fetch tep.json from the drive's page.")
    account = _made(OpenAccount, {key: each for key, each in value.items() if key != "format"}, "")
    if not account.publications:
        _wrong("publications")
    try:
        exact = file_bytes(account)  # not of the parsed value: a day can be written in more than one way
    except UnicodeEncodeError:
        _broken("Tệp có chữ không viết được bằng UTF-8. Lấy lại tệp gốc.", "The file has a character that UTF-8 cannot write. Fetch the original file again.")
    if raw != exact:
        at = next((at for at, (one, other) in enumerate(zip(raw, exact, strict=False)) if one != other), min(len(raw), len(exact))) + 1
        _broken(f"Tệp không viết đúng dạng chuẩn, khác từ byte {at}: có thể đã được mở và lưu bằng chương trình khác. Lấy lại tệp gốc.",
                f"The file is not in canonical form, from byte {at} on: another program may have opened and saved it. Fetch the original file again.")
    return account


# -- the check ------------------------------------------------------------------------------------------------------------------------------

def verify(account: OpenAccount) -> tuple[Finding, ...]:
    """Everything in an account that does not fit, lines first and in their order: the first finding names the first changed entry (PD-19).

    Checked are: numbers without gaps, shown names against their digests, valuations, reversals against what they reverse, every link; then each publication's sums
    out of the lines, Σ in = Σ spent + balance, its head, the fingerprint before it and its own.

    Parameters:
        account: as ``read`` gives it.
    """
    return (*_line_findings(account), *_publication_findings(account))


def _finding(place: str, vi: str, en: str) -> Finding:
    at = f"Lần công bố {place[1:]}" if place.startswith("#") else f"Dòng {place}"
    here = f"Publication {place[1:]}" if place.startswith("#") else f"Line {place}"
    return Finding(place, Reason(f"{at}: {vi}", f"{here}: {en}", RULE))


def _line_findings(account: OpenAccount) -> Iterator[Finding]:
    counts = dict.fromkeys(LineKind, 0)
    seen: dict[str, Line] = {}
    reversed_by: dict[str, str] = {}
    previous = beginning(account.code)
    for line in account.lines:
        counts[line.kind] += 1
        expected = number_of(line.kind, counts[line.kind])
        if line.number != expected:
            yield _finding(line.number, f"số phải là {expected}; các số đi liền nhau, không được thiếu hay trùng.",
                           f"its number must be {expected}; numbers follow one another without a gap or a double.")
        yield from (_finding(line.number, reason.vi, reason.en) for reason in _name_faults(line.name, line.name_digest, line.salt))
        yield from (_finding(line.number, reason.vi, reason.en) for reason in _amount_faults(line))
        if line.kind == LineKind.REVERSAL:
            yield from (_finding(line.number, reason.vi, reason.en) for reason in _reversal_faults(line, seen.get(line.reverses), reversed_by.get(line.reverses)))
            reversed_by.setdefault(line.reverses, line.number)
        if line.link != link(previous, line_digest(line)):
            yield _finding(line.number, "nội dung không khớp mắt xích đã ghi. Dòng này đã bị sửa, hoặc trước nó có dòng bị bỏ, thêm hay đổi chỗ.",
                           "its content does not fit the link that was written. It was changed, or a line before it was taken out, added or moved.")
        seen[line.number] = line
        previous = line.link or beginning(account.code)


def _name_faults(name: str, digest: str, salt: str) -> Iterator[Reason]:
    if bool(name) != bool(salt):
        yield Reason("tên và muối phải cùng có hoặc cùng trống.", "name and salt must both be there or both be empty.")
    elif name and name_digest(salt, name) != digest:
        yield Reason(f"tên “{name}” không khớp dấu tên đã ghi.", f"the name “{name}” does not fit the digest that was written.")


def _amount_faults(line: Line) -> Iterator[Reason]:
    is_free = line.means == Means.IN_KIND and line.price is None and line.kind != LineKind.EXPENSE
    if line.kind != LineKind.REVERSAL and not (line.amount > 0 or (is_free and line.amount == 0)):
        yield Reason(f"số tiền {grouped(line.amount) if line.amount >= 0 else line.amount} không hợp lệ.", f"the amount {line.amount} cannot be.")
    if line.price is not None and line.amount != worth(line.quantity, line.price):
        yield Reason(f"{write_quantity(line.quantity, line.measure)} giá {grouped(line.price)} đồng là {worth(line.quantity, line.price)} đồng, sổ ghi {line.amount}.",
                     f"{write_quantity(line.quantity, line.measure)} at {line.price} đồng are {worth(line.quantity, line.price)} đồng, the book says {line.amount}.")
    if line.kind != LineKind.REVERSAL and line.reverses:
        yield Reason("chỉ dòng đảo mới chỉ tới dòng khác.", "only a reversal points at another line.")


def _reversal_faults(line: Line, of: Line | None, by: str | None) -> Iterator[Reason]:
    if of is None or of.kind == LineKind.REVERSAL:
        yield Reason(f"đảo dòng {line.reverses or '(trống)'}, không có dòng thu hay chi nào đứng trước mang số đó.",
                     f"it reverses {line.reverses or '(nothing)'}, and no receipt or expense of that number stands before it.")
        return
    if by:
        yield Reason(f"dòng {line.reverses} đã được {by} đảo rồi.", f"line {line.reverses} was reversed by {by} already.")
    if (line.amount, line.quantity, line.means, line.item) != (-of.amount, -of.quantity, of.means, of.item):
        yield Reason(f"không đảo đúng số tiền, số lượng, cách góp hay khoản chi của dòng {line.reverses}.",
                     f"it does not reverse exactly the amount, quantity, means and budget line of {line.reverses}.")


def _publication_findings(account: OpenAccount) -> Iterator[Finding]:
    before: Publication | None = None
    for n, each in enumerate(account.publications, start=1):
        place, through = f"#{n}", each.through
        if each.n != n or (before and each.day < before.day):
            yield _finding(place, "số thứ tự hay ngày công bố không đi tiếp lần trước.", "its number or its day does not follow the one before.")
        least = before.through if before else 0
        is_inside = least <= through <= len(account.lines) and (n < len(account.publications) or through == len(account.lines))
        if not is_inside:
            yield _finding(place, f"ghi {through} dòng, tệp có {len(account.lines)}.", f"it says {through} lines, the file has {len(account.lines)}.")
        else:
            yield from (_finding(place, reason.vi, reason.en) for reason in _sum_faults(account, each))
            late = next((line for line in account.lines[least:through] if line.day > each.day), None)
            if late is not None:
                yield _finding(place, f"dòng {late.number} ghi ngày {write_day(late.day)}, sau ngày công bố.", f"line {late.number} is of {late.day.isoformat()}, after the day of publication.")
        if each.kind == PublicationKind.CLOSING and each.supervisor is None:
            yield _finding(place, "khóa sổ mà không có ban giám sát xác nhận.", "a closing without the supervision board's confirmation.")
        for signer in filter(None, (each.approver, each.supervisor)):
            yield from (_finding(place, reason.vi, reason.en) for reason in _name_faults(signer.name, signer.name_digest, signer.salt))
        if each.previous != (before.fingerprint if before else ""):
            yield _finding(place, "không mang vân tay của lần công bố trước.", "it does not carry the fingerprint of the publication before.")
        if each.fingerprint != publication_fingerprint(account.code, each):
            yield _finding(place, f"nội dung cho vân tay {printed(publication_fingerprint(account.code, each))}, tệp ghi {printed(each.fingerprint)}. Lần công bố này đã bị sửa.",
                           f"its content gives the fingerprint {printed(publication_fingerprint(account.code, each))}, the file says {printed(each.fingerprint)}. It was changed.")
        before = each


def _sum_faults(account: OpenAccount, of: Publication) -> Iterator[Reason]:
    lines = account.lines[:of.through]
    counted = totals(lines, of.header.plan)
    if counted != of.totals:
        name = next(field.name for field in fields(Totals) if getattr(counted, field.name) != getattr(of.totals, field.name))
        yield Reason(f"{_SUMS[name][0]} ghi {getattr(of.totals, name)}, các dòng cộng lại được {getattr(counted, name)}.",
                     f"{_SUMS[name][1]} says {getattr(of.totals, name)}, the lines add up to {getattr(counted, name)}.")
    if of.totals.given != of.totals.spent + of.totals.balance:
        yield Reason(f"tổng góp {of.totals.given} không bằng đã chi {of.totals.spent} cộng còn dư {of.totals.balance}.",
                     f"what came in, {of.totals.given}, is not what was spent, {of.totals.spent}, and what is left, {of.totals.balance}.")
    if of.head != (lines[-1].link if lines else beginning(account.code)):
        yield Reason(f"mắt xích cuối không phải của dòng {lines[-1].number if lines else 'đầu'}: đến ngày {write_day(of.day)} sổ có nội dung khác.",
                     f"its head is not the link of line {lines[-1].number if lines else 'one'}: on {of.day.isoformat()} the book said something else.")


_SUMS = {"plan": ("kế hoạch", "the plan"), "cash": ("tiền mặt", "cash"), "transfer": ("chuyển khoản", "transfers"), "in_kind": ("hiện vật và công", "in kind"),
         "spent": ("đã chi", "spent"), "balance": ("còn dư", "the balance")}


def published_as(account: OpenAccount, digits: str) -> Publication | None:
    """The publication whose printed fingerprint somebody holds; None when none has it.

    Parameters:
        digits: the first 24 hexadecimal digits, or all 64.
    """
    return next((each for each in account.publications if each.fingerprint.startswith(digits)), None)
