"""The ballots of a sealed count against the JSON schema of NIST SP 1500-103, as its authors published it."""

import io
import json
import zipfile
from collections import Counter

import jsonschema_rs
import pytest

from external.folder import DATA
from kientoan.rules.election.cvr import AreaBallots, report
from kientoan.rules.election.entries import Marks
from kientoan.rules.election.export import RECORDS
from rules.test_election_audit import BALLOTS, BOXES, QUESTION, file

SCHEMA = json.loads((DATA / "feeds/nist_cvr/NIST_V0_cast_vote_records.json").read_text(encoding="utf-8"))
COUNTS = {"strike_out": (QUESTION, BALLOTS), "agree_disagree": (BOXES, Counter({Marks((2,), (0, 1)): 12, Marks((0,), (0,)): 3, Marks(): 2, Marks(invalid="marked"): 1, Marks((), (0, 1, 2)): 2})),
          "no_ballot": (QUESTION, Counter()), "areas": (QUESTION, BALLOTS)}


def records(name):
    if name == "areas":
        areas = [AreaBallots(1, "Xóm Trung Thành", BALLOTS), AreaBallots(2, "Xóm Núi", BALLOTS)]
        return json.loads(report(QUESTION, {}, title="Bầu", unit="Xã", areas=areas))
    with zipfile.ZipFile(io.BytesIO(file(*COUNTS[name]))) as archive:
        return json.loads(archive.read(RECORDS))


@pytest.mark.parametrize("name", COUNTS)
def test_the_records_are_valid_under_the_published_schema(name):
    validator = jsonschema_rs.Draft4Validator(SCHEMA, validate_formats=True)
    assert [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(records(name))] == []
    broken = records(name) | {"OwnPart": {}}
    assert not validator.is_valid(broken), "the schema forbids parts of our own, which is why they stand in a file beside it"


@pytest.mark.parametrize("name", COUNTS)
def test_every_reference_leads_to_a_part_of_the_kind_that_the_schema_names(name):
    made = records(name)
    kinds, wanted = {}, []

    def walk(value):
        if isinstance(value, list):
            for each in value:
                walk(each)
        elif isinstance(value, dict):
            if "@id" in value:
                assert value["@id"] not in kinds
                kinds[value["@id"]] = value["@type"]
            properties = SCHEMA["definitions"][value["@type"]]["properties"]
            for key, below in value.items():
                of = properties[key].get("refTypes") or properties[key].get("items", {}).get("refTypes")
                wanted.extend((each, of) for each in (below if isinstance(below, list) else [below]) if of)
                walk(below)

    walk(made)
    assert [(each, of) for each, of in wanted if kinds.get(each) not in of] == []
    assert len(wanted) > 5
