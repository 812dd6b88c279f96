"""The message ids of the product and its English catalogue, compared; needs no GNU gettext.

``python tests/catalogue.py`` says which ids lack an English text and which texts no code asks for.
``--write`` adds the missing ids, empty, and keeps everything else; with ``--drop`` it leaves out what is unused.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "kientoan"
ENGLISH = PACKAGE / "locale" / "en"
"""Where the English texts are: a file for each part of the product that asks for them, compiled into one."""
SHARED = "shared"
"""The part of what several ask for."""
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy")), **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)), **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = r'''# English texts of Kiện Toàn. The ids are the Vietnamese texts; tests/catalogue.py keeps the two in step.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

'''


class Id(NamedTuple):
    """What code asks a translation for.

    Parameters:
        text: the Vietnamese text.
        plural: its plural form, when it counts something; else empty.
        context: what tells it from the same words elsewhere; mostly empty.
    """

    text: str
    plural: str = ""
    context: str = ""


def modules() -> list[Path]:
    """The product's Python files, migrations left out."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    """The product's templates."""
    return sorted([*PACKAGE.glob("**/templates/**/*.html"), *PACKAGE.glob("web/rows/*.html")])


def ids_in_python(source: str) -> Iterator[Id]:
    """The ids that Python code asks for."""
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"}):
        text, plural = (message, "") if isinstance(message, str) else (message[0], message[1])
        yield Id(text, plural, context or "")


def ids_in_template(source: str) -> Iterator[Id]:
    """The ids that a template asks for: tags, blocks and ``_("…")`` in arguments."""
    from django.utils.translation.template import templatize

    # What is no message comes back as filler, whose indentation is none of Python's.
    yield from ids_in_python("\n".join(line.strip() for line in templatize(source).splitlines()))


def wanted_ids() -> dict[Id, set[str]]:
    """Every id that the product asks for, with the files that do."""
    found: dict[Id, set[str]] = {}
    for paths, ids_in in ((modules(), ids_in_python), (templates(), ids_in_template)):
        for path in paths:
            for each in ids_in(path.read_text(encoding="utf-8")):
                found.setdefault(each, set()).add(path.relative_to(PACKAGE).as_posix())
    for each in [each for each in found if each.plural]:  # an entry that counts also serves who does not count
        found[each] |= found.pop(each._replace(plural=""), set())
    return found


def part_of(files: Iterable[str]) -> str:
    """The part of the catalogue for an id that some files of the package ask for: their app, ``pages`` for templates, ``kientoan`` for files at the top."""
    parts = {"pages" if "templates/" in path or (path.startswith("web/rows/") and path.endswith(".html")) else path.split("/")[0] if "/" in path else "kientoan" for path in files}
    return parts.pop() if len(parts) == 1 else SHARED


def english_by_part() -> dict[str, dict[Id, tuple[str, ...]]]:
    """The catalogue by part: the English text of each id, two where it counts; empty when there is none yet."""
    found: dict[str, dict[Id, tuple[str, ...]]] = {}
    for path in sorted(ENGLISH.glob("*.po")):
        with path.open("rb") as file:
            found[path.stem] = {_id(message): _texts(message) for message in read_po(file, abort_invalid=True) if message.id}
    return found


def english() -> dict[Id, tuple[str, ...]]:
    """The whole catalogue."""
    return {each: texts for part in english_by_part().values() for each, texts in part.items()}


def _id(message: Message) -> Id:
    text, plural = (message.id, "") if isinstance(message.id, str) else message.id
    return Id(text, plural, message.context or "")


def _texts(message: Message) -> tuple[str, ...]:
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return texts if isinstance(message.id, str) else (*texts, "", "")[:2]


def write_english(texts: Mapping[Id, tuple[str, ...]], wanted: Mapping[Id, Iterable[str]]) -> None:
    """Write the catalogue by part, sorted by id, without places and dates, so that only a changed text changes a line.

    Parameters:
        wanted: the files that ask for each id; one that none asks for goes to ``SHARED``.
    """
    parts: dict[str, Catalog] = {}
    for each, text in texts.items():
        message = (each.text, each.plural) if each.plural else each.text
        parts.setdefault(part_of(wanted.get(each, ())), Catalog(locale="en")).add(message, text if each.plural else text[0], context=each.context or None)
    ENGLISH.mkdir(parents=True, exist_ok=True)
    for name, catalogue in parts.items():
        target = io.BytesIO()
        write_po(target, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
        (ENGLISH / f"{name}.po").write_text(HEADER + target.getvalue().decode().strip("\n") + "\n", encoding="utf-8")
    for path in ENGLISH.glob("*.po"):
        if path.stem not in parts:
            path.unlink()


def main(arguments: Iterable[str]) -> int:
    """Compare, and write when asked to; 1 while anything is missing, empty or unused."""
    parser = argparse.ArgumentParser(description="Compare the message ids with the English catalogue.")
    parser.add_argument("--write", action="store_true", help="add the missing ids, empty")
    parser.add_argument("--drop", action="store_true", help="with --write: leave out what no code asks for")
    options = parser.parse_args(list(arguments))
    wanted, standing = wanted_ids(), english()
    findings = {
        "missing": sorted(wanted.keys() - standing.keys()),
        "empty": sorted(each for each in wanted.keys() & standing.keys() if not all(standing[each])),
        "unused": sorted(standing.keys() - wanted.keys()),
    }
    lines = [f"{word}: {each.text!r}{f' ({each.context})' if each.context else ''} {' '.join(sorted(wanted.get(each, ())))}"
             for word, ids in findings.items() for each in ids]
    counts = ", ".join(f"{len(ids)} {word}" for word, ids in findings.items())
    sys.stdout.write("\n".join([*lines, f"{len(wanted)} ids: {counts}\n"]))
    if options.write:
        kept = {each: texts for each, texts in standing.items() if not (options.drop and each in findings["unused"])}
        write_english(kept | {each: ("", "") if each.plural else ("",) for each in findings["missing"]}, wanted)
    return 1 if any(findings.values()) else 0


if __name__ == "__main__":
    sys.path.insert(0, str(PACKAGE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    sys.exit(main(sys.argv[1:]))
