"""Vietnamese text: one spelling to store, keys to search by and keys to sort by.

The keys are stored beside the text, so that both databases find and order alike (RP-16, RP-17).
"""

import re
import unicodedata

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
TONE_RANK = {GRAVE: 1, HOOK: 2, TILDE: 3, ACUTE: 4, DOT: 5}
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
LETTER_RANK = {letter: rank for rank, letter in enumerate(LETTERS)}
_WORD = re.compile(r"\w+")
_LATE_TONE = re.compile(rf"(?<!q)([ou])([aey])([{''.join(TONE_RANK)}])$")
_OPEN_PAIRS = {("o", "a"), ("o", "e"), ("u", "y")}


def tidy(text: str) -> str:
    """``text`` in NFC, without control characters, with single spaces and none at the ends."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if ch.isspace() else ch for ch in composed if ch.isspace() or unicodedata.category(ch) != "Cc")
    return " ".join(kept.split())


def plain(text: str) -> str:
    """``text`` in lower case without any diacritic: ``Đồng Hỷ`` becomes ``dong hy``."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    return "".join(ch for ch in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(ch))


def one_placement(word: str) -> str:
    """``word`` in lower case NFC with the tone where the older spelling has it: ``hoà`` becomes ``hòa``.

    Only open syllables in -oa, -oe and -uy are written both ways; after ``q`` the ``u`` is no vowel.
    """
    spread = unicodedata.normalize("NFD", word.lower())
    late = _LATE_TONE.search(spread)
    if late and (late[1], late[2]) in _OPEN_PAIRS:
        spread = spread[: late.start()] + late[1] + late[3] + late[2]
    return unicodedata.normalize("NFC", spread)


def words(text: str) -> list[str]:
    """The words of ``text``, without punctuation, in one spelling."""
    return [one_placement(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def search_keys(text: str) -> tuple[str, str]:
    """What is stored to be searched: the words without and with their diacritics, a space before each."""
    spelled = words(text)
    return "".join(f" {plain(word)}" for word in spelled), "".join(f" {word}" for word in spelled)


def search_terms(query: str) -> list[tuple[str, bool]]:
    """The terms a query asks for, each with whether its diacritics matter.

    A word that the asker wrote without diacritics is looked for without; one written with them is
    looked for with them. A term is to be found in the key that ``search_keys`` gives, as is.
    """
    return [(f" {word}", word != plain(word)) for word in words(query)]


def sort_key(text: str) -> str:
    """A key of lower-case ASCII letters and digits that sorts as Vietnamese sorts on any database.

    Letters come first (a ă â b ... d đ e ê ...), tones decide between equal letters (level, grave,
    hook, tilde, acute, dot), numbers count by value (``Núi 2`` before ``Núi 10``).
    """
    spaced = re.findall(r"\d+|[^\W\d_]|\s+", re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text).lower()).strip())
    letters: list[str] = []
    tones: list[str] = []
    for token in spaced:
        if token.isspace():
            letters.append("01")
        elif token.isdigit():
            value = str(int(token))
            letters.append("1" + "abcdefghijklmnopqrstuvwxyz"[min(len(value), 26) - 1] + value)
        else:
            parts = unicodedata.normalize("NFD", token)
            tone = next((TONE_RANK[mark] for mark in parts if mark in TONE_RANK), 0)
            bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONE_RANK))
            rank = LETTER_RANK.get(bare, len(LETTERS))
            letters.append("ab"[rank // 26] + "abcdefghijklmnopqrstuvwxyz"[rank % 26])
            tones.append(str(tone))
    return "".join(letters) + "00" + "".join(tones)


def name_sort_key(name: str) -> str:
    """The sort key of a person's name: given name first, then the rest."""
    parts = tidy(name).split(" ")
    return sort_key(" ".join([parts[-1], *parts[:-1]]))
