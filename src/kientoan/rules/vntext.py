"""Vietnamese text: one spelling to store, keys to search by and keys to sort by.

The keys are stored beside the text, so that both databases find and order alike (RP-16, RP-17).
"""

import re
import unicodedata

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
TONE_RANK = {GRAVE: 1, HOOK: 2, TILDE: 3, ACUTE: 4, DOT: 5}
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
LETTER_RANK = {letter: rank for rank, letter in enumerate(LETTERS)}
_MARKS = "\u0300-\u036f"  # what stays loose after NFC, such as the tone of a letter that never carries one alone
_WORD = re.compile(rf"\w[\w{_MARKS}]*")
_GAP = re.compile(rf"(?:[^\w{_MARKS}]|_)+")
_SORTED = re.compile(rf"\d+|[^\W\d_][{_MARKS}]*| ")
_LATE_TONE = re.compile(rf"(?<!q)([ou])([aey])([{''.join(TONE_RANK)}])$")
_EARLY_TONE = re.compile(rf"([ou])([{''.join(TONE_RANK)}])([aey]\u0306?)(?=[a-z])")
_OPEN_PAIRS = {("o", "a"), ("o", "e"), ("u", "y")}


def tidy(text: str) -> str:
    """``text`` in NFC, without control characters, invisible marks and lone surrogates, with single spaces and none at the ends."""
    kept = "".join(" " if ch.isspace() else ch for ch in text if ch.isspace() or unicodedata.category(ch) not in ("Cc", "Cf", "Cs"))
    # Composed last: a character taken out may have stood between a letter and its mark.
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def without_marks(text: str) -> str:
    """``text`` without any diacritic, capitals kept: ``Đồng Hỷ`` becomes ``Dong Hy``."""
    bare = "".join(ch for ch in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")) if not unicodedata.combining(ch))
    return unicodedata.normalize("NFC", bare)  # scripts whose letters fall apart without a mark are put together again


def plain(text: str) -> str:
    """``text`` in lower case without any diacritic: ``Đồng Hỷ`` becomes ``dong hy``."""
    return without_marks(unicodedata.normalize("NFC", text).lower())


def one_placement(word: str) -> str:
    """``word`` in lower case NFC with the tone where the older spelling has it: ``hoà`` becomes ``hòa``.

    Only open syllables in -oa, -oe and -uy are written both ways; after ``q`` the ``u`` is no vowel.
    In closed ones both spellings have it on the second vowel, where it is put: ``tòan`` becomes ``toàn``.
    """
    spread = unicodedata.normalize("NFD", word.lower())
    late = _LATE_TONE.search(spread)
    if late and (late[1], late[2]) in _OPEN_PAIRS:
        spread = spread[: late.start()] + late[1] + late[3] + late[2]
    early = _EARLY_TONE.search(spread)
    if early and (early[1], early[3][0]) in _OPEN_PAIRS:
        spread = spread[: early.start()] + early[1] + early[3] + early[2] + spread[early.end():]
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
    spaced = _SORTED.findall(_GAP.sub(" ", unicodedata.normalize("NFC", text).lower()).strip())
    letters: list[str] = []
    tones: list[str] = []
    for token in spaced:
        if token.isspace():
            letters.append("01")
        elif token.isdecimal():  # digits of any script; ``²`` and ``①`` are no decimals and come after the letters
            value = "".join(str(unicodedata.decimal(digit)) for digit in token).lstrip("0") or "0"
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
    """The sort key of a person's name: given name first, then the rest.

    The given name decides with its tones before the rest is looked at: everyone called Anh stands before anyone called Ánh.
    """
    rest, _, given = tidy(name).rpartition(" ")
    return sort_key(given) + sort_key(rest)
