"""A frozen figure as a file: its canonical form, its fingerprint, and everything that can be checked without a database.

The file is ``{"content": {...}, "fingerprint": "…"}`` in canonical JSON with one line feed at its end: UTF-8, NFC, keys sorted, no
spaces, whole numbers only. The fingerprint is the SHA-256 of the canonical content. A figure's numbers are counted again from the
rows that stand in the file.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from unicodedata import normalize

from kientoan.rules.reasons import Reason

FORMAT = 1
"""Raised when the meaning of the file changes; a file of another format is not guessed at."""
LARGEST_BYTES = 64 * 1024 * 1024
GROUPS, GROUP = 6, 4
_KEYS = {"format", "product", "figure", "definition", "unit", "as_of", "known_at", "parameters", "numbers", "children", "rows"}
_HEX = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True)
class FrozenFile:
    """A file that is whole.

    Parameters:
        content: what was frozen.
        fingerprint: the SHA-256 of the canonical content, 64 hexadecimal digits.
    """

    content: dict[str, Any]
    fingerprint: str


class BrokenFileError(ValueError):
    """A file that is not what was frozen; ``reason`` says what does not fit."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, Mapping):
        return {normalize("NFC", key): _nfc(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_nfc(each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> bytes:
    """The one way to write a value.

    Parameters:
        value: text, whole numbers, truth values, nothing, lists and mappings of them.

    Raises:
        TypeError: for anything else, such as a float.
    """
    return json.dumps(_nfc(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical content, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def printed(digest: str) -> str:
    """The first 24 digits in 6 groups of 4, as a copy prints them."""
    return " ".join(digest[at:at + GROUP] for at in range(0, GROUPS * GROUP, GROUP))


def read_printed(text: str) -> str | None:
    """The digits of a fingerprint as somebody typed it, with any spaces or hyphens: 24 of them or all 64; None for anything else."""
    digits = re.sub(r"[\s\-.:·]+", "", text).lower()
    return digits if len(digits) in (GROUPS * GROUP, 64) and _HEX.fullmatch(digits) else None


def file_bytes(content: Mapping[str, Any]) -> bytes:
    """The whole file for a content."""
    return canonical({"content": content, "fingerprint": fingerprint(content)}) + b"\n"


def _broken(vi: str, en: str) -> NoReturn:
    raise BrokenFileError(Reason(vi, en))


def _whole(text: str) -> int:
    if len(text) > 18:
        raise ValueError("number too large")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no whole number")


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def parsed(raw: bytes) -> Any:
    """The value of canonical JSON.

    Raises:
        BrokenFileError: naming the byte, for what is no JSON in UTF-8, or JSON that has no canonical form.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        _broken(f"Tệp không phải là JSON bằng UTF-8: sai ở byte {error.start + 1}. Lấy lại tệp gốc.",
                f"The file is not JSON in UTF-8: byte {error.start + 1} is wrong. Fetch the original file again.")
    try:
        return json.loads(text, parse_int=_whole, parse_float=_no_number, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        at = len(text[:error.pos].encode()) + 1
        _broken(f"Tệp không phải là JSON: sai ở byte {at}. Lấy lại tệp gốc.", f"The file is not JSON: byte {at} is wrong. Fetch the original file again.")
    except (ValueError, RecursionError):
        _broken("Tệp là JSON nhưng không phải dạng chuẩn: có số không nguyên, số quá lớn, khóa lặp lại hoặc lồng quá sâu. Lấy lại tệp gốc.",
                "The file is JSON but not in canonical form: a number that is not whole or too large, a key that stands twice, or too deep. Fetch the original file again.")


def read_file(raw: bytes) -> FrozenFile:
    """A frozen file whose every byte is as it was written.

    Parameters:
        raw: the file's bytes.

    Raises:
        BrokenFileError: saying what does not fit: no JSON at a byte, another format, content against fingerprint, or the form.
    """
    if len(raw) > LARGEST_BYTES:
        _broken(f"Tệp lớn hơn {LARGEST_BYTES // 1024 // 1024} MB, không phải tệp số liệu đã chốt.",
                f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB, so it is no frozen figure.")
    value = parsed(raw)
    if not isinstance(value, dict) or set(value) != {"content", "fingerprint"} or not isinstance(value["content"], dict) \
            or not isinstance(value["fingerprint"], str):
        _broken("Tệp không phải là số liệu đã chốt: phải có đúng hai phần “content” và “fingerprint”.",
                "The file is no frozen figure: it must have exactly the two parts “content” and “fingerprint”.")
    content, said = value["content"], value["fingerprint"]
    if content.get("format") != FORMAT or isinstance(content.get("format"), bool):
        _broken(f"Tệp ghi dạng {str(content.get('format'))[:20]}; bản này đọc được dạng {FORMAT}. Kiểm bằng bản phần mềm đã chốt tệp, hoặc lấy lại tệp gốc.",
                f"The file says format {str(content.get('format'))[:20]}; this version reads format {FORMAT}. Check it with the version that froze it, or fetch the original file again.")
    try:
        digest, exact = fingerprint(content), canonical(value) + b"\n"
    except UnicodeEncodeError:
        _broken("Tệp có chữ không viết được bằng UTF-8. Lấy lại tệp gốc.", "The file has a character that UTF-8 cannot write. Fetch the original file again.")
    if digest != said:
        _broken(f"Nội dung và vân tay không khớp: nội dung cho vân tay {printed(digest)}, tệp ghi {said[:64]}. Tệp đã bị sửa sau khi chốt.",
                f"Content and fingerprint do not fit: the content gives {printed(digest)}, the file says {said[:64]}. The file was changed after it was frozen.")
    if raw != exact:
        at = next((at for at, (one, other) in enumerate(zip(raw, exact, strict=False)) if one != other), min(len(raw), len(exact))) + 1
        _broken(f"Nội dung còn nguyên nhưng tệp không viết như khi chốt, khác từ byte {at}. Lấy lại tệp gốc.",
                f"The content is whole but the file is not written as it was frozen, from byte {at} on. Fetch the original file again.")
    faults = form_faults(content)
    if faults:
        raise BrokenFileError(faults[0])
    return FrozenFile(content, digest)


# -- the form: what the numbers must be, counted again from the rows --------------------------------------------------------------------

Said = Mapping[str, Any]
Counts = dict[str, int]


def _season(rows: Iterable[Said], as_of: str) -> Counts:
    found = dict.fromkeys(("total", "held", "planned", "late", "cleared", "reported", "approved"), 0)
    for said in rows:
        planned = said["planned_on"]
        found["total"] += 1
        found["held"] += said["held_on"] is not None and said["held_on"] <= as_of
        found["planned"] += planned is not None and planned <= as_of
        found["late"] += said["days_late"] > 0
        found["cleared"] += "cleared" in said["steps"]
        found["reported"] += "reported" in said["steps"]
        found["approved"] += said["state"] == "approved"
    return found


def _units(rows: Iterable[Said], as_of: str) -> Counts:
    found: Counts = {}
    for said in rows:
        for key in (f"awaiting.{said['level']}",) if said["awaiting"] else (f"level.{said['level']}", f"kind.{said['kind']}"):
            found[key] = found.get(key, 0) + 1
    return found


def _concurrency(rows: Iterable[Said], as_of: str) -> Counts:
    ordered = list(rows)
    own = [said for said in ordered if said["cell_below"]]
    return {
        "cells_met": len({said["cell"] for said in own if said["met"]}), "cells": len({said["cell"] for said in own}),
        "hamlets_met": sum(said["in_area"] and said["met"] for said in ordered), "hamlets": sum(bool(said["in_area"]) for said in ordered)}


TALLIES: Mapping[str, Callable[[Iterable[Said], str], Counts]] = {"season": _season, "units": _units, "concurrency": _concurrency}
"""How each figure's numbers follow from what is said of its rows."""


def tally(figure: str, rows: Iterable[Said], as_of: str) -> Counts:
    """A figure's numbers, counted from what is said of its rows.

    Parameters:
        figure: the figure's key.
        rows: what is said of each row.
        as_of: the ISO day that the figure holds for.
    """
    return TALLIES[figure](rows, as_of)


def form_faults(content: Mapping[str, Any]) -> list[Reason]:
    """What does not fit in a content: its parts, the children that must add up, the numbers that must equal the rows.

    Parameters:
        content: what was frozen, of this format.
    """
    try:
        return list(_form_faults(content))
    except (KeyError, TypeError, AttributeError, ValueError):
        return [Reason("Nội dung thiếu phần hoặc phần sai dạng, nên không đếm lại được.",
                       "The content lacks a part, or a part is of the wrong form, so it cannot be counted again.")]


def _form_faults(content: Mapping[str, Any]) -> Iterable[Reason]:
    if set(content) != _KEYS or content["figure"] not in TALLIES:
        yield Reason("Nội dung không có đúng các phần của một con số đã chốt.", "The content does not have exactly the parts of a frozen figure.")
        return
    figure, as_of, numbers, children, rows = (content[key] for key in ("figure", "as_of", "numbers", "children", "rows"))
    unders = [child["id"] for child in children]
    if len(set(unders)) != len(unders) or any(row["under"] not in unders for row in rows):
        yield Reason("Có dòng không thuộc đơn vị trực thuộc nào trong bản chốt, hoặc đơn vị lặp lại.", "A row belongs to no unit of the copy, or a unit stands twice.")
    by_rows = tally(figure, (row["said"] for row in rows), as_of)
    for key in sorted({*numbers, *by_rows, *(key for child in children for key in child["numbers"])}):
        said = _count(numbers.get(key, 0))
        if said != by_rows.get(key, 0):
            yield Reason(f"Con số “{key}” ghi {said}, các dòng đứng sau cho {by_rows.get(key, 0)}.",
                         f"The number “{key}” says {said}, the rows behind it give {by_rows.get(key, 0)}.")
        summed = sum(_count(child["numbers"].get(key, 0)) for child in children)
        if said != summed:
            yield Reason(f"Con số “{key}” ghi {said}, các đơn vị trực thuộc cộng lại được {summed}.",
                         f"The number “{key}” says {said}, the units below add up to {summed}.")
    for child in children:
        counted = tally(figure, (row["said"] for row in rows if row["under"] == child["id"]), as_of)
        if any(counted.get(key, 0) != child["numbers"].get(key, 0) for key in {*counted, *child["numbers"]}):
            yield Reason(f"Số của {child['name']} không bằng các dòng của đơn vị đó.", f"The numbers of {child['name']} do not equal its rows.")


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a number is whole")
    return value
