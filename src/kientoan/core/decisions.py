"""The papers that facts cite."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kientoan.core.models import Decision
from kientoan.core.refusal import Refusal
from kientoan.rules.vntext import tidy


@dataclass(frozen=True)
class Citation:
    """A paper as it was cited.

    Parameters:
        number: number and symbol, such as ``1683/NQ-UBTVQH15``.
        issued_on: its date.
        kind: such as ``Nghị quyết``; may be empty.
        issuer: who issued it; may be empty.
    """

    number: str
    issued_on: date
    kind: str = ""
    issuer: str = ""


def cite(citation: Citation | None, *, today: date) -> Decision | None:
    """The decision row for a citation, made once; a step of operations.

    Raises:
        Refusal: for a paper without a number, or from the future.
    """
    if citation is None:
        return None
    number = tidy(citation.number)
    if not number:
        raise Refusal(_("Thiếu số của văn bản. Gõ số và ký hiệu, ví dụ 1683/NQ-UBTVQH15."), place="decision_number")
    if citation.issued_on > today:
        raise Refusal(_("Ngày văn bản chưa tới. Xem lại ngày ký."), place="decision_date")
    found, _made = Decision.objects.get_or_create(
        kind=tidy(citation.kind), number=number, issuer=tidy(citation.issuer), issued_on=citation.issued_on)
    return found
