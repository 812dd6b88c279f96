"""Numbers in words, as minutes and receipts repeat them: 176 (một trăm bảy mươi sáu)."""

from enum import StrEnum

LARGEST = 10**15 - 1
"""Nearly a thousand thousands of billions; what is counted here is ballots and đồng."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ", "nghìn")
_BILLION = 3
"""The group at which counting begins anew: what is above it counts billions."""

_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
            "sixteen", "seventeen", "eighteen", "nineteen")
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH_GROUPS = ("", "thousand", "million", "billion", "trillion")


class Zero(StrEnum):
    """How a nought in the place of the tens is read: ``linh`` in the north, ``lẻ`` in the south."""

    LINH = "linh"
    LE = "lẻ"


def _refuse(number: int) -> None:
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")


def _unit(unit: int, tens: int) -> str:
    """The last digit after its tens: mốt, tư and lăm are said there only."""
    if unit == 1 and tens > 1:
        return "mốt"
    if unit == 4 and tens > 1:
        return "tư"
    if unit == 5 and tens > 0:
        return "lăm"
    return _DIGITS[unit]


def _three(number: int, *, full: bool, zero: Zero) -> list[str]:
    """Three digits; with ``full`` their hundreds are said even when they are none."""
    hundreds, tens, unit = number // 100, number // 10 % 10, number % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif unit and words:
        words.append(zero.value)
    if unit:
        words.append(_unit(unit, tens))
    return words


def in_vietnamese(number: int, *, zero: Zero = Zero.LINH) -> str:
    """A number in Vietnamese words, in small letters: 1.004 is ``một nghìn không trăm linh bốn``.

    The last digit is ``mốt`` and ``tư`` after twenty and more, ``lăm`` after ten and more, else ``một``, ``bốn``, ``năm``; groups that are nought are passed over, and a group that
    follows another says its hundreds even when they are none, so that no digit is lost.

    Parameters:
        number: from 0 to ``LARGEST``.
        zero: how a nought in the tens is read.

    Raises:
        ValueError: for a number below 0 or above ``LARGEST``.
    """
    _refuse(number)
    if number == 0:
        return _DIGITS[0]
    groups = [number // 1000**at % 1000 for at in range(5)]
    words: list[str] = []
    for at in reversed(range(5)):
        if groups[at]:
            words += _three(groups[at], full=bool(words), zero=zero)
            words += [_GROUPS[at]] if at else []
        if at == _BILLION and not groups[at] and words:
            words.append(_GROUPS[at])  # 2.000.000.000.000 is hai nghìn tỷ
    return " ".join(words)


def in_english(number: int) -> str:
    """A number in English words, in small letters: 1,004 is ``one thousand and four``, 176 ``one hundred and seventy-six``.

    Parameters:
        number: from 0 to ``LARGEST``.

    Raises:
        ValueError: for a number below 0 or above ``LARGEST``.
    """
    _refuse(number)
    if number == 0:
        return _ENGLISH[0]
    parts: list[str] = []
    for at in reversed(range(5)):
        group = number // 1000**at % 1000
        if group:
            below = [_ENGLISH[group // 100], "hundred"] if group >= 100 else []
            rest = group % 100
            if rest:
                if below or (at == 0 and parts):
                    below.append("and")
                tens, unit = divmod(rest, 10)
                below.append(_ENGLISH[rest] if rest < 20 else _ENGLISH_TENS[tens] + (f"-{_ENGLISH[unit]}" if unit else ""))
            parts.append(" ".join([*below, _ENGLISH_GROUPS[at]]).strip())
    return " ".join(parts)


def figures(number: int) -> str:
    """A number as papers write it in figures: with a nought before it below ten, thousands parted: ``02``, ``1.204``.

    Parameters:
        number: from 0.
    """
    return f"{number:02}" if number < 1000 else f"{number:,}".replace(",", ".")


def with_words(number: int, *, zero: Zero = Zero.LINH) -> str:
    """A number as minutes write it, figures first: ``176 (một trăm bảy mươi sáu)``, ``02 (hai)``.

    Parameters:
        number: from 0 to ``LARGEST``.
        zero: how a nought in the tens is read.

    Raises:
        ValueError: for a number below 0 or above ``LARGEST``.
    """
    return f"{figures(number)} ({in_vietnamese(number, zero=zero)})"
