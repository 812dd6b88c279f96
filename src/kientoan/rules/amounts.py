"""Exact amounts as people write them, and the ready indicators that a target is measured by.

Sources: DOMAIN RP-20 (dots part thousands, a comma parts decimals; both ways are read, and what can mean two things is refused).
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from kientoan.rules.figures import grouped
from kientoan.rules.reasons import Reason

WHOLE_DIGITS, DECIMALS = 12, 4
"""The most digits before and after the comma."""
_AMOUNT = re.compile(r"\d+|\d+[.,]\d+|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def read_amount(text: str) -> Decimal | Reason:
    """The amount that a person typed, exactly, or why it cannot be read.

    Parameters:
        text: such as ``80,8``, ``1.234,5``, ``1,234.5``, ``12``; spaces are passed over. ``1.725`` and ``1,725`` can mean two numbers.
    """
    typed = re.sub(r"\s", "", text)
    if not _AMOUNT.fullmatch(typed):
        return Reason(f"“{text[:30]}” không phải là số. Gõ như 80,8 hoặc 1200.", f"“{text[:30]}” is no number. Type it like 80.8 or 1200.", "RP-20")
    marks = re.findall(r"[.,]", typed)
    if len(marks) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", typed):
        whole, part = re.split(r"[.,]", typed)
        return Reason(f"“{typed}” hiểu được hai cách. Gõ {whole}{part}, hoặc {whole},{part}0.", f"“{typed}” can mean two numbers. Type {whole}{part}, or {whole}.{part}0.", "RP-20")
    point = marks[-1] if len(set(marks)) == 2 or len(marks) == 1 else ""
    whole, _sign, part = typed.rpartition(point) if point else (typed, "", "")
    whole = re.sub(r"[.,]", "", whole)
    if len(whole.lstrip("0")) > WHOLE_DIGITS or len(part.rstrip("0")) > DECIMALS:
        return Reason(f"Số “{typed[:30]}” quá dài: nhiều nhất {WHOLE_DIGITS} chữ số và {DECIMALS} chữ số sau dấu phẩy.",
                      f"The number “{typed[:30]}” is too long: at most {WHOLE_DIGITS} digits and {DECIMALS} decimals.", "RP-20")
    return Decimal(f"{whole}.{part.rstrip('0') or '0'}")


def write_amount(amount: Decimal, *, comma: bool = True) -> str:
    """An amount as a page prints it: ``1.234,5`` or ``1,234.5``, without zeros at the end.

    Parameters:
        amount: from 0.
        comma: whether a comma parts the decimals.
    """
    whole, _sign, part = f"{amount:f}".partition(".")
    part = part.rstrip("0")
    return grouped(int(whole), dot=comma) + (("," if comma else ".") + part if part else "")


@dataclass(frozen=True)
class Indicator:
    """Something that a target is measured by.

    Parameters:
        key: names it for ever.
        number: in its set.
        vi, en: its name.
        measure: the unit of measure that is offered; may be changed.
        source: of the set.
        is_verified: whether the name was compared with the official text.
    """

    key: str
    number: int
    vi: str
    en: str
    measure: str
    source: str
    is_verified: bool

    def in_language(self, language: str) -> str:
        """Its number and name in ``language``."""
        return f"{self.number}. {self.en if language.startswith('en') else self.vi}"


def read_indicators(lines: Iterable[str]) -> tuple[Indicator, ...]:
    """The indicators of a table with the columns of ``new-countryside.csv``."""
    return tuple(Indicator(row["key"], int(row["number"]), row["name_vi"], row["name_en"], row["measure"], row["source"], row["verified"] == "yes")
                 for row in csv.DictReader(lines))


@lru_cache(maxsize=1)
def new_countryside() -> tuple[Indicator, ...]:
    """The criteria of a new-countryside commune, as a ready set. It has names only: what is to be reached is each resolution's own."""
    return read_indicators(files("kientoan.rules").joinpath("new-countryside.csv").read_text(encoding="utf-8").splitlines())
