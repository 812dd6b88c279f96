"""The statistics office's list of communes: what a row must hold. Codes are text, zeros in front included."""

import re
from collections.abc import Mapping

from kientoan.rules.tree import Level

CODE_DIGITS: Mapping[Level, int] = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
KIND_WORDS: Mapping[Level, Mapping[str, str]] = {
    Level.PROVINCE: {"tỉnh": "province", "thành phố": "central_city"},
    Level.DISTRICT: {"huyện": "rural_district", "thành phố": "city", "thị xã": "town", "quận": "urban_district"},
    Level.COMMUNE: {"xã": "commune", "phường": "ward", "thị trấn": "township", "đặc khu": "special_zone"},
}


def kind_of_name(level: Level, name: str) -> str | None:
    """The kind that a full name begins with: ``Thị trấn Đu`` is a ``township``; None when with none of the level's."""
    lowered = name.lower()
    for word, kind in KIND_WORDS[level].items():
        if lowered.startswith(f"{word} "):
            return kind
    return None


def is_code(level: Level, text: str) -> bool:
    """Whether ``text`` can be an official code of ``level``: 2, 3 or 5 digits."""
    return re.fullmatch(rf"[0-9]{{{CODE_DIGITS[level]}}}", text) is not None
