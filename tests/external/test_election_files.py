"""Ballots of real and of published elections, counted by our rules to the figures that came with them."""

import csv
import json
import re
from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from external.folder import DATA
from kientoan.cli.count_file import answer_of, count_file
from kientoan.rules.election.arithmetic import Number, mismatches
from kientoan.rules.election.count import Election, fill_seats, open_count
from kientoan.rules.election.pack import BallotForm, ElectingBody, InvalidBallot

FOLDER = DATA / "elections"


def table(name):
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def majorz(name):
    """A majority election of one seat with its published votes, as a file of ballots; ballots for a name stand for its votes."""
    rows = table(f"swiss-majorz/{name}.csv")
    first, labels = rows[0], [f"{row['candidate_first_name']} {row['candidate_family_name']}".strip() for row in rows]
    blank, invalid, received = (int(first[f"entity_{kind}_ballots"]) for kind in ("blank", "invalid", "received"))
    votes = [int(row["candidate_votes"]) for row in rows]
    return first, {
        "on": "2015-06-14", "body": "valid_ballots", "seats": 1, "candidates": labels, "form": "strike_out",
        "summoned": int(first.get("entity_eligible_voters") or first["entity_elegible_voters"]), "issued": received,
        "ballots": [{"struck": [other for other in range(len(labels)) if other != at], "count": number} for at, number in enumerate(votes)]
        + [{"invalid": "nobody", "count": blank}, {"invalid": "marked", "count": invalid}]}


@pytest.mark.parametrize(("name", "valid", "majority", "best", "elected"), [
    ("gemeinderat", 6586, 3294, 3176, []), ("friedensrichter", 6473, 3237, 5214, ["Johannes Stöckli"])])
def test_a_majority_of_valid_ballots_is_the_published_one(tmp_path, name, valid, majority, best, elected):
    first, content = majorz(name)
    path = tmp_path / "phieu.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    answer = answer_of(*count_file(path))
    assert int(first["election_absolute_majority"]) == answer["threshold"] == majority
    assert (answer["valid"], max(answer["votes"].values()), answer["elected"], answer["open_seats"]) == (valid, best, elected, 1 - len(elected))
    assert "NA-05" not in [each["rule"] for each in answer["reasons"]]  # no law of ours is in force for it


def block_votes():
    return json.loads((FOLDER / "block-vote-instances.json").read_text())


def test_of_240_block_votes_the_last_seat_is_tied_exactly_where_several_sets_win():
    tied = 0
    for instance in block_votes():
        votes = Counter(candidate for ballot in instance["ballots"] for candidate in ballot)
        elected, tie = fill_seats([votes[at] for at in range(instance["num_cand"])], seats=instance["seats"], threshold=0)
        sets = {tuple(sorted((*elected, *chosen))) for chosen in combinations(tie.candidates, tie.seats)} if tie else {tuple(sorted(elected))}
        assert sets == {tuple(each) for each in instance["av_all_tied_winning_committees"]}
        tied += tie is not None
    assert (len(block_votes()), tied) == (240, 88)


def test_block_votes_count_to_their_sums_with_a_majority_of_valid_ballots():
    counted = 0
    for instance in block_votes():
        names, seats = instance["num_cand"], instance["seats"]
        if max(map(len, instance["ballots"])) > seats:
            continue
        count = open_count(Election(date(2021, 5, 23), ElectingBody.VALID_BALLOTS, seats, tuple(map(str, range(names))), BallotForm.STRIKE_OUT, None, len(instance["ballots"])))
        for ballot in instance["ballots"]:
            count.strike([at for at in range(names) if at not in ballot])
        outcome = count.close()
        votes = Counter(candidate for ballot in instance["ballots"] for candidate in ballot)
        assert list(outcome.votes) == [votes[at] for at in range(names)]
        assert outcome.threshold == len(instance["ballots"]) // 2 + 1
        for winners in instance["av_all_tied_winning_committees"]:
            assert {at for at in winners if votes[at] >= outcome.threshold} <= {*outcome.elected, *(outcome.tie.candidates if outcome.tie else ())}
        counted += 1
    assert counted > 100


@pytest.mark.parametrize(("name", "ballots"), [("mileszki", 955), ("nad-nerem", 608), ("nowosolna", 1442)])
def test_approval_ballots_of_lodz_add_up_project_by_project(name, ballots):
    text = (FOLDER / f"poland_lodz_2020_{name}.pb").read_text(encoding="utf-8")
    projects, votes = (part.strip().splitlines() for part in re.split(r"^(?:PROJECTS|VOTES)$", text, flags=re.MULTILINE)[1:])
    published = {row["project_id"]: int(row["votes"]) for row in csv.DictReader(projects, delimiter=";")}
    labels = tuple(published)
    count = open_count(Election(date(2021, 5, 23), ElectingBody.VALID_BALLOTS, 5, labels, BallotForm.STRIKE_OUT, None, ballots))
    for row in csv.DictReader(votes, delimiter=";"):
        chosen = row["vote"].split(",")
        count.strike([at for at, label in enumerate(labels) if label not in chosen])
    outcome = count.close()
    assert (outcome.valid, dict(outcome.invalid)) == (ballots, {})
    assert dict(zip(labels, outcome.votes, strict=True)) == published


def numbers_of(row):
    return {Number.ISSUED: int(row["waehler"]), Number.NOT_RETURNED: 0, Number.COLLECTED: int(row["waehler"]), Number.VALID: int(row["gueltigeStimmzettel"]),
            Number.INVALID: int(row["ungueltigeStimmzettel"]), Number.VOTES: int(row["gueltigeStimmen"])}


def test_a_council_election_by_polling_district_fits_in_every_number():
    rows = table("vaterstetten-2020/gemeinderatErgebnisAllgemein.csv")
    assert [mismatches(numbers_of(row), seats=30) for row in rows] == [[]] * len(rows)
    whole, districts = rows[0], rows[1:]
    assert (len(districts), *(int(whole[name]) for name in ("waehler", "ungueltigeStimmzettel", "gueltigeStimmzettel"))) == (38, 12011, 173, 11838)
    for name in ("waehler", "ungueltigeStimmzettel", "gueltigeStimmzettel", "gueltigeStimmen"):
        assert sum(int(row[name]) for row in districts) == int(whole[name])
    wrong = numbers_of(districts[0]) | {Number.INVALID: 4}
    assert [each.again for each in mismatches(wrong, seats=30)] == [(Number.VALID, Number.INVALID)]
    count = open_count(Election(date(2021, 5, 23), ElectingBody.VALID_BALLOTS, 1, ("A", "B"), BallotForm.STRIKE_OUT, int(whole["wahlberechtigte"]), 12011))
    count.spoil(InvalidBallot.MARKED, 173)
    count.strike((1,), 11838)
    assert (count.collected, count.close().threshold) == (12011, 5920)
