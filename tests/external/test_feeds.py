"""What our checks of feeds find is what the feed validator's own test files expect; our Popolo is what its schemas ask for."""

import json
import re
import tarfile
from collections import Counter

import jsonschema_rs
import pytest
from django.test import Client

from external.folder import DATA
from feedrules import findings

FEEDS = DATA / "feeds"
KNOWN = {"MissingElement", "DuplicateElement", "InvalidRFC3339Date", "InvalidRFC2822Date", "MissingHref", "MissingSelf", "MissingSummary", "MissingGuid", "DuplicateValue",
         "ItemMustContainTitleOrDescription"}
PARTS = re.compile(r"(?:element:(?:id|title|updated|published|summary|content|guid|link|subtitle|generator|icon|logo|rights|lastBuildDate|pubDate|description)\b)")


def cases() -> list[tuple[str, bool, str, str, bytes]]:
    """The validator's files: name, whether it must not be found, what, of which element, the feed."""
    made = []
    with tarfile.open(FEEDS / "feedvalidator_testcases.tar.gz") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".xml") and re.search(r"/testcases/(atom|rss20)/", member.name):
                file = archive.extractfile(member)
                assert file is not None
                content = file.read()
                said = re.search(rb"Expect:\s*(!?)(\w+)(?:\{([^}]*)\})?", content)
                if said:
                    made.append((member.name.partition("/testcases/")[2], bool(said[1]), said[2].decode(), (said[3] or b"").decode(), content))
    return made


def test_the_rules_that_our_feeds_are_held_to_are_the_validators() -> None:
    found, missed = Counter[str](), []
    for name, absent, what, where, content in cases():
        if what not in KNOWN or absent or not (PARTS.search(where) or not where):
            continue
        if any(each.startswith(what) for each in findings(content)):
            found[what] += 1
        elif not re.search("parent:(source|textInput|image|contributor)", where):
            missed.append((name, what, where))
    assert (len(missed), sum(found.values()) > 100) == (0, True), missed


@pytest.mark.django_db
def test_popolo_is_as_its_schemas_ask(world: object) -> None:
    made = json.loads(Client(HTTP_HOST="127.0.0.1").get("/cong/du-lieu/popolo.json").content)
    schemas = {kind: json.loads((FEEDS / "popolo" / "schemas" / f"{kind}.json").read_text()) for kind in ("organization", "post", "person", "membership")}
    assert len(made["organizations"]) > 5
    for kind, schema in schemas.items():
        checker = jsonschema_rs.validator_for(_alone(schema))
        assert [error.message for each in made[f"{kind}s"] for error in checker.iter_errors(each)] == []


def _alone(schema: object) -> object:
    """A schema without what it says of things nested in it, whose schemas lie at addresses that nobody asks here."""
    if isinstance(schema, dict):
        return {key: _alone(each) for key, each in schema.items() if key not in ("$ref", "$schema", "id")} if "$ref" not in schema else {}
    return [_alone(each) for each in schema] if isinstance(schema, list) else schema
