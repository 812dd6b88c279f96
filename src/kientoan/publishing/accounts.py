"""The open accounts as the public reads them: one entry for each drive, its file beside it, the questions that were answered, and the check of a receipt.

An account is written anew inside the operation that changed it: also when a name was hidden, so that it leaves the page, the table and the file in the same transaction.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kientoan.core.operation import Act, in_operation
from kientoan.core.refusal import NotFound
from kientoan.drives.queries import open_account, receipt_by_code
from kientoan.publishing import entries
from kientoan.publishing.entries import Entry
from kientoan.publishing.enums import EntryKind
from kientoan.publishing.models import PublicAccount, PublicEntry, QuestionAnswer
from kientoan.rules.frozen import printed
from kientoan.rules.openaccount import (
    Line,
    OpenAccount,
    Publication,
    Receipt,
    file_bytes,
    read,
)


@dataclass(frozen=True)
class PublicDrive:
    """A drive as its page shows it.

    Parameters:
        entry: what is listed of it, with its answered questions.
        account: the open account.
        file: the account's file, byte for byte what is downloaded.
    """

    entry: Entry
    account: OpenAccount
    file: bytes


@dataclass(frozen=True)
class CheckedReceipt:
    """A receipt and where the public finds it.

    Parameters:
        receipt: what it says, without any name of a giver.
        reference: of the drive's page; empty while nothing of the drive is public.
        line: of the published account; None while that does not hold it.
        publication: the first that holds it.
    """

    receipt: Receipt
    reference: str
    line: Line | None
    publication: Publication | None

    @property
    def agrees(self) -> bool:
        """Whether the published line says what the receipt says."""
        return self.line is not None and (self.line.amount, self.line.day, self.line.means, self.line.quantity) == (
            self.receipt.amount, self.receipt.day, self.receipt.means, self.receipt.quantity)


def reference_of(code: str) -> str:
    """What the address of a drive's page ends in."""
    return code.lower()


def _answered(reference: str) -> list[dict[str, Any]]:
    found = QuestionAnswer.objects.known().filter(question__reference=reference, reason="").select_related("question").order_by("occurred_on", "pk")
    return [{"asked": each.asked, "answer": each.answer, "answered_on": each.occurred_on.isoformat()} for each in found]


def write_account(act: Act, account: OpenAccount) -> None:
    """Publish an account, or write anew what is public of it; called inside the operation that changed it.

    Parameters:
        act: the operation under way.
        account: with all that may be shown.
    """
    in_operation()
    reference, header, last = reference_of(account.code), account.header, account.last
    file = file_bytes(account)
    content = {
        "code": account.code, "title": header.title, "unit": header.unit, "is_closed": account.is_closed, "n": last.n, "lines": last.through, "fingerprint": printed(last.fingerprint),
        "sums": asdict(last.totals), "given": last.totals.given, "questions_until": header.questions_until.isoformat() if header.questions_until else None,
        "questions": _answered(reference),
        "file": sha256(file).hexdigest()}
    entries.write(act, EntryKind.DRIVE, reference, unit_id=header.unit_number, day=last.day, search=f"{account.code} {header.title} {header.unit} {header.purpose}",
                  content={language: content for language, _name in settings.LANGUAGES})
    row = PublicEntry.objects.get(kind=EntryKind.DRIVE, reference=reference)
    PublicAccount.objects.update_or_create(entry=row, defaults={"file": file})


def rewrite_drive(act: Act, drive_id: int) -> None:
    """Write anew what is public of a drive; nothing happens while nothing of it was published. Called inside the operation that changed it.

    Parameters:
        act: the operation under way.
        drive_id: whose account.
    """
    try:
        account = open_account(drive_id)
    except NotFound:
        return
    write_account(act, account)


_read = lru_cache(maxsize=16)(read)
"""Accounts by their bytes: a page of a long book is not read anew for every reader."""


def _file(reference: str) -> bytes | None:
    row = PublicAccount.objects.filter(entry__kind=EntryKind.DRIVE, entry__reference=reference).values_list("file", flat=True).first()
    return bytes(row) if row is not None else None


def public_drive(reference: str) -> PublicDrive:
    """A drive's page; two queries.

    Raises:
        NotFound: for one that there is not, or that is no longer public.
    """
    entry, file = entries.entry(EntryKind.DRIVE, reference), _file(reference)
    if file is None:
        raise NotFound(_("Không có trang này trên cổng, hoặc trang đã được rút."))
    return PublicDrive(entry, _read(file), file)


def rewrite_questions(act: Act, reference: str) -> None:
    """Write anew the answered questions of a drive that is public; called inside the operation that answered."""
    file = _file(reference)
    if file is not None:
        write_account(act, _read(file))


def check_receipt(typed: str) -> CheckedReceipt:
    """The receipt of a code, and its line in the published account. Nothing of anybody else's.

    Parameters:
        typed: the code as somebody typed or scanned it.

    Raises:
        NotFound: for a code that is on no receipt.
    """
    try:
        receipt = receipt_by_code(typed)
    except NotFound as missing:
        raise NotFound(_("Không có phiếu thu nào mang mã này. Xem lại từng chữ trên phiếu; nếu đúng như in mà vẫn không thấy, báo ban giám sát hoặc xã: phiếu có thể là giả.")) from missing
    reference = reference_of(receipt.drive)
    file = _file(reference)
    if file is None:
        return CheckedReceipt(receipt, "", None, None)
    account = _read(file)
    at = next((at for at, line in enumerate(account.lines) if line.number == receipt.number), None)
    if at is None:
        return CheckedReceipt(receipt, reference, None, None)
    return CheckedReceipt(receipt, reference, account.lines[at], next(each for each in account.publications if each.through > at))
