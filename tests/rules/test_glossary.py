"""The glossary is whole: it has every word of the closed lists, and names nothing that the code lacks."""

import re
from pathlib import Path

import pytest
from django.db.models import TextChoices
from django.utils import translation

from kientoan.congress import enums as congress_enums
from kientoan.development import enums as development_enums
from kientoan.drives import enums as drives_enums
from kientoan.elections import enums as elections_enums
from kientoan.evaluation import enums as evaluation_enums
from kientoan.meetings import enums as meetings_enums
from kientoan.notices import enums as notices_enums
from kientoan.org import enums as org_enums
from kientoan.outreach import enums as outreach_enums
from kientoan.people import enums as people_enums
from kientoan.personnel import enums as personnel_enums
from kientoan.proposals import enums as proposals_enums
from kientoan.publishing import enums as publishing_enums
from kientoan.quality import enums as quality_enums
from kientoan.registers import enums as register_enums
from kientoan.resolutions import enums as resolutions_enums

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
LISTS = [value for module in (org_enums, people_enums, congress_enums, elections_enums, personnel_enums, register_enums, meetings_enums, resolutions_enums, outreach_enums, evaluation_enums, proposals_enums, development_enums, drives_enums, notices_enums, publishing_enums, quality_enums) for value in vars(module).values()
         if isinstance(value, type) and issubclass(value, TextChoices) and value is not TextChoices]
MEMBERS = [member for each in LISTS for member in each]


def rows() -> list[tuple[str, str, list[str]]]:
    """The Vietnamese term, the English one and the identifiers of every line of the tables."""
    found: list[tuple[str, str, list[str]]] = []
    for line in GLOSSARY.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and "---" not in line and cells[2] != "in code":
            found.append((cells[0], cells[1], re.findall(r"`([^`]+)`", cells[2])))
    return found


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: f"{type(member).__name__}.{member.value}")
def test_every_word_of_a_closed_list_is_explained(member: TextChoices) -> None:
    with translation.override("vi"):
        label = str(member.label)
    wanted = {type(member).__name__, str(member.value)}
    assert any(vietnamese == label and wanted <= set(identifiers) for vietnamese, _english, identifiers in rows()), (
        f"docs/reference/glossary.md lacks the line | {label} | … | `{type(member).__name__}` `{member.value}` |")


def test_every_identifier_exists_in_the_source() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "kientoan").rglob("*.py"))
    known = set(re.findall(r"\w+", source)) | set(re.findall(r'"(\w+(?:[:-]\w+)+)"', source))
    named = {identifier for _vietnamese, _english, identifiers in rows() for identifier in identifiers}
    assert named - known == set()


def test_every_line_has_its_three_parts() -> None:
    assert len(rows()) > 80
    assert [row for row in rows() if not all(row)] == []


def test_no_line_stands_twice() -> None:
    keys = [(vietnamese, tuple(identifiers)) for vietnamese, _english, identifiers in rows()]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []
