"""The page on classes of fields says what the code says, in both languages."""

import re
from pathlib import Path

import pytest

from kientoan.development.fields import CLASSES as OF_DEVELOPMENT
from kientoan.drives.fields import CLASSES as OF_DRIVES
from kientoan.evaluation.fields import CLASSES as OF_EVALUATION
from kientoan.meetings.fields import CLASSES as OF_MEETINGS
from kientoan.notices.fields import CLASSES as OF_NOTICES
from kientoan.outreach.fields import CLASSES as OF_OUTREACH
from kientoan.people.enums import FieldClass
from kientoan.people.fields import CLASSES
from kientoan.proposals.fields import CLASSES as OF_PROPOSALS
from kientoan.publishing.fields import CLASSES as OF_PUBLISHING
from kientoan.quality.fields import CLASSES as OF_QUALITY
from kientoan.resolutions.fields import CLASSES as OF_RESOLUTIONS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
WORDS = {"vi": {"công khai": FieldClass.PUBLIC, "nội bộ": FieldClass.INTERNAL, "nhạy cảm": FieldClass.SENSITIVE},
         "en": {"public": FieldClass.PUBLIC, "internal": FieldClass.INTERNAL, "sensitive": FieldClass.SENSITIVE}}


@pytest.mark.parametrize("language", WORDS)
def test_the_page_has_every_field_with_its_class(language: str) -> None:
    text = (DOCS / f"field-classes.{language}.md").read_text(encoding="utf-8")
    said: dict[str, dict[str, FieldClass]] = {}
    for model, word, names in re.findall(r"^\| `(\w+)` \| ([^|]+) \| (.+) \|$", text, re.MULTILINE):
        said.setdefault(model, {}).update(dict.fromkeys(re.findall(r"`(\w+)`", names), WORDS[language][word]))
    assert said == {model: dict(fields) for model, fields in {**CLASSES, **OF_MEETINGS, **OF_RESOLUTIONS, **OF_OUTREACH, **OF_DEVELOPMENT, **OF_PROPOSALS, **OF_DRIVES, **OF_NOTICES, **OF_PUBLISHING, **OF_QUALITY, **OF_EVALUATION}.items()}
