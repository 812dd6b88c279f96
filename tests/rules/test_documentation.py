"""The documents keep pace with the code: commands, settings, both languages, links."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kientoan.cli import parser
from kientoan.config import PREFIX, Config

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SECTIONS = ("tutorial", "how-to", "reference", "explanation")
PAGES = sorted(path for section in SECTIONS for path in (DOCS / section).glob("*.md"))
LINKED = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LANGUAGES = ("vi", "en")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def commands(of: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be called, as its words, with its parser."""
    below = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield " ".join(words), of
    for action in below:
        for word, sub in action.choices.items():
            yield from commands(sub, (*words, word))


def part(text: str, heading: str) -> str:
    """The text under a second-level heading."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("command", "of"), list(commands(parser())), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_and_option_is_in_the_reference(command: str, of: argparse.ArgumentParser, language: str) -> None:
    text = read(DOCS / "reference" / f"commands.{language}.md")
    under = part(text, command)
    assert under, f"commands.{language}.md lacks the heading ## {command}"
    for action in of._actions:
        for option in action.option_strings:
            where = text if option in ("-h", "--help") else under
            assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", where), f"commands.{language}.md, {command}: {option}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_general_option_is_in_the_reference(language: str) -> None:
    text = read(DOCS / "reference" / f"commands.{language}.md")
    assert [option for action in parser()._actions for option in action.option_strings if f"`{option}`" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_names_no_option_that_there_is_not(language: str) -> None:
    known = {option for _command, of in commands(parser()) for action in of._actions for option in action.option_strings}
    known |= {option for action in parser()._actions for option in action.option_strings}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", read(DOCS / "reference" / f"commands.{language}.md"))) - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_in_the_reference(language: str) -> None:
    named = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", read(DOCS / "reference" / f"settings.{language}.md")))
    assert named == {PREFIX + field.upper() for field in Config.model_fields}


def test_every_page_of_the_manual_is_there_in_both_languages() -> None:
    pages = [path for path in PAGES if path.name != "glossary.md"]  # one page in both
    assert [name(path) for path in pages if path.suffixes not in ([".vi", ".md"], [".en", ".md"])] == []
    keys = {language: {(path.parent.name, path.name.split(".")[0]) for path in pages if f".{language}." in path.name} for language in LANGUAGES}
    assert keys["vi"] == keys["en"]
    assert len(keys["vi"]) > 15
    assert (ROOT / "README.md").exists()
    assert (ROOT / "README.vi.md").exists()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_begins_with_its_title_and_has_no_raw_html(path: Path) -> None:
    text = read(path)
    assert re.match(r"# \S", text)
    assert len(re.findall(r"^# ", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)) == 1
    assert re.search(r"</?[a-z][^>]*>", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)) is None


def links(text: str) -> list[str]:
    """The relative targets of the links in a text; pictures are looked at apart."""
    plain = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    return [target for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", plain) if not re.match(r"[a-z]+:|#", target)]


@pytest.mark.parametrize("path", LINKED, ids=name)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    assert [target for target in links(read(path)) if not (path.parent / target.split("#")[0]).exists()] == []
