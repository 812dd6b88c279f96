"""Programs say what a reorganisation would mean, carry it out, and list those that were."""

from datetime import date, timedelta
from typing import Any

from cast import MACHINE, World, plan
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.org import queries
from kientoan.org.enums import TokenScope
from kientoan.org.models import UnitVersion
from kientoan.org.operations import Fold, Reorganisation, reorganise
from kientoan.org.participants import item_of
from program import ProgramOf
from staff import person

JUNE = date(2020, 6, 1)
PAPER = {"number": "05/NQ-HĐND", "issued_on": "2020-05-20", "kind": "Nghị quyết", "issuer": "HĐND tỉnh"}


def commune(key: str, name: str, parent: int | str, code: str) -> dict[str, object]:
    """A new commune of a body."""
    return {"key": key, "parent_id": parent, "level": "commune", "classification": "commune", "name": name, "code": code}


def merger(world: World) -> dict[str, Any]:
    """Dương Thành and Lương Phú into a new Kha Sơn that bears one's code."""
    return {"on": "2020-06-01", "new": [commune("new", "Xã Kha Sơn", world["173"], "05953")], "decision": PAPER,
            "folds": [{"unit_id": world["05965"], "into": ["new"]}, {"unit_id": world["05953"], "into": ["new"]}]}


def division(world: World, **more: object) -> dict[str, Any]:
    """Dương Thành into two."""
    return {"on": "2020-06-01", "new": [commune("a", "Xã Dương", world["173"], "05990"), commune("b", "Xã Thành", world["173"], "05991")],
            "folds": [{"unit_id": world["05965"], "into": ["a", "b"]}], **more}


def test_a_dry_run_says_what_it_would_mean_and_writes_nothing(world: World, program_of: ProgramOf) -> None:
    before = JournalEntry.objects.count(), UnitVersion.objects.count()
    answer = program_of("keeper").post("/reorganisations", {**merger(world), "dry_run": True}).json()
    assert (answer["dry_run"], answer["settled"], answer["units"]) == (True, True, {})
    assert [(each["fate"], each["description"], each["count"], each["items"]) for each in answer["consequences"]] == [
        ("moves", "Đơn vị bên dưới theo đơn vị nhận: 3", 3, []), ("closes", "Liên kết giữa tổ chức và địa bàn kết thúc: 2", 2, [])]
    assert (JournalEntry.objects.count(), UnitVersion.objects.count()) == (before[0] + 1, before[1])  # the key's own entry


def test_units_merge_into_a_new_one_with_one_entry_and_it_is_listed(world: World, program_of: ProgramOf) -> None:
    program = program_of("keeper")
    done = program.post("/reorganisations", merger(world)).json()
    new = done["units"]["new"]
    assert (done["dry_run"], done["settled"], done["ended"], done["consequences"]) == (False, True, 2, [])
    assert [each["name"] for each in program.get(f"/units/{new}/children").json()["items"]] == ["Xóm Núi 1", "Xóm Núi 2", "Xóm Trung Thành"]
    assert program.get(f"/units/{new}").json()["code"] == "05953"
    entry = JournalEntry.objects.order_by("number").last()
    assert entry is not None
    assert (entry.operation, entry.actor.partition("/")[0]) == ("org.reorganise", "user:keeper")
    listed = program.get("/reorganisations").json()["items"]
    assert [(each["date"], each["ended"], each["successors"], each["decision"]) for each in listed] == [("2020-06-01", 2, 1, "Nghị quyết 05/NQ-HĐND")]
    assert program.get("/reorganisations", {"as_of": "2020-05-31"}).json()["items"] == []
    assert program.get("/reorganisations", {"known_at": (clock.now() - timedelta(hours=1)).isoformat()}).json()["items"] == []
    again = program.post("/reorganisations", merger(world))
    assert (again.status_code, again.json()["place"], "không còn từ ngày 01/06/2020" in again.json()["detail"]) == (422, "folds", True)


def test_one_reorganisation_says_who_took_whom_as_far_as_the_key_may_see(world: World, program_of: ProgramOf) -> None:
    program = program_of("keeper")
    new = program.post("/reorganisations", merger(world)).json()["units"]["new"]
    listed = program.get("/reorganisations").json()["items"][0]
    one = program.get(f"/reorganisations/{listed['id']}").json()
    assert {name: one[name] for name in listed} == listed
    assert [(each["successor"]["id"], [(old["name"], old["whole"]) for old in each["predecessors"]]) for each in one["lines"]] == [
        (new, [("Xã Dương Thành", True), ("Xã Lương Phú", True)])]
    with clock.telling(clock.working_moment(date(2020, 7, 2))):
        reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 2), folds=(Fold(world["party-05965"], (world["party-05953"],)),)))
        of_party = queries.succession_of(world["party-05965"])
        seen, hidden = (program_of(name).get(f"/reorganisations/{of_party}").json() for name in ("keeper", "stranger"))
        assert ((len(seen["lines"]), seen["hidden"]), (len(hidden["lines"]), hidden["hidden"])) == ((1, 0), (0, 1))
    assert program.get("/reorganisations/00000000-0000-4000-8000-000000000000").status_code == 404


def test_what_a_divided_unit_leaves_is_placed_by_answers_or_waits(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    first = program.post("/reorganisations", division(world, dry_run=True)).json()
    assert (first["settled"], [item["label"] for item in first["consequences"][0]["items"]]) == (False, ["Xóm Trung Thành", "Xóm Núi 1", "Xóm Núi 2"])
    refused = program.post("/reorganisations", division(world))
    assert (refused.status_code, "chưa được xếp" in refused.json()["detail"]) == (422, True)
    keys = [item["key"] for item in first["consequences"][0]["items"]]
    body = division(world, answers=[{"item": key, "into": into} for key, into in zip(keys, ("a", "b"), strict=False)])
    body["folds"][0]["waits_under"] = world["173"]
    assert program.post("/reorganisations", {**body, "dry_run": True}).json()["settled"] is True
    done = program.post("/reorganisations", body).json()
    assert [each["name"] for each in program.get(f"/units/{done['units']['a']}/children").json()["items"]] == ["Xóm Trung Thành"]
    assert program.get(f"/units/{world['173']}").json()["awaiting_counts"] == {"hamlet": 1}


def test_a_move_beside_a_namesake_is_told_of_and_done_as_on_the_page(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    program.post("/units", {"parent_id": world["05953"], "level": "hamlet", "classification": "hamlet", "name": "Xóm Núi 1", "on": "2020-03-01"})
    body = {"on": "2020-06-01", "moves": [{"unit_id": world["xom-2"], "parent_id": world["05953"]}]}
    told = program.post("/reorganisations", {**body, "dry_run": True}).json()
    assert (told["settled"], [each["fate"] for each in told["consequences"]]) == (True, ["warns"])
    assert "“Xóm Núi 1” của Xã Dương Thành, Xã Lương Phú" in told["consequences"][0]["description"]
    assert program.post(f"/units/{world['xom-2']}/move", {"parent_id": world["05953"], "on": "2020-06-01"}).status_code == 200
    assert program.post(f"/units/{world['xom-3']}/rename", {"name": "Xóm Trung Thành", "on": "2020-06-01"}).status_code == 422


def test_units_move_and_are_renewed_in_the_same_act(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    done = program.post("/reorganisations", {
        "on": "2020-06-01", "unconfirmed": True, "folds": [{"unit_id": world["05953"], "into": [world["05965"]]}],
        "moves": [{"unit_id": world["05773"], "parent_id": world["173"]}],
        "renewals": [{"unit_id": world["05965"], "name": "Thị trấn Kha Sơn", "level": "commune", "classification": "township"}]}).json()
    assert (done["ended"], done["moved"]) == (1, 1)
    assert [each["name"] for each in program.get(f"/units/{world['173']}/children").json()["items"]] == ["Thị trấn Kha Sơn", "Xã Phú Xuyên"]
    assert program.get("/reorganisations").json()["items"][0]["unconfirmed"] is True


def test_an_organisation_is_established_with_the_area_it_covers(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    body = merger(world)
    body["new"].append({"key": "party", "parent_id": world["party-173"], "level": "grassroots", "classification": "local", "name": "Đảng bộ xã Kha Sơn", "areas": ["new"]})
    body["folds"] += [{"unit_id": world[key], "into": ["party"]} for key in ("party-05965", "party-05953")]
    done = program.post("/reorganisations", body).json()
    assert program.get(f"/units/{done['units']['new']}").json()["organization"]["name"] == "Đảng bộ xã Kha Sơn"


def test_members_to_be_placed_are_named_only_to_a_key_that_may_see_persons(world: World, program_of: ProgramOf) -> None:
    person(world, "Dương Thị Hoà", member_of="cell-1")
    body = {"on": "2020-06-01", "dry_run": True, "folds": [{"unit_id": world["cell-1"], "into": ["a", "b"]}], "new": [
        {"key": key, "parent_id": world["party-05965"], "level": "cell", "classification": "local", "name": f"Chi bộ {key}"} for key in ("a", "b")]}
    full, units = program_of("officer"), program_of("officer", [TokenScope.UNITS_WRITE])
    seen, unseen = (next(each for each in program.post("/reorganisations", body).json()["consequences"] if each["fate"] == "needs_person") for program in (full, units))
    assert ([item["label"] for item in seen["items"]], seen["hidden"]) == (["Dương Thị Hoà"], 0)
    assert (unseen["items"], unseen["hidden"], unseen["count"]) == ([], 1, 1)
    placed = {**body, "dry_run": False, "answers": [{"item": seen["items"][0]["key"], "into": "a"}]}
    assert full.post("/reorganisations", placed).status_code == 200


def test_what_must_be_settled_first_refuses_the_act_and_says_so_in_the_dry_run(world: World, program_of: ProgramOf) -> None:
    plan(world, "party-05965", date(2020, 7, 20), decided=date(2020, 5, 1))
    body = {"on": "2020-06-01", "folds": [{"unit_id": world["party-05965"], "into": [world["party-05953"]]}]}
    program = program_of("officer")
    assert program.post("/reorganisations", {**body, "dry_run": True}).json()["settled"] is False
    assert "Đại hội đã có kế hoạch" in program.post("/reorganisations", body).json()["detail"]


def test_a_dry_run_asks_for_the_same_right_as_the_act(world: World, program_of: ProgramOf) -> None:
    body = merger(world)
    clerk, stranger, party = program_of("clerk"), program_of("stranger"), {"on": "2020-06-01", "folds": [{"unit_id": world["party-05965"], "into": []}]}
    for dry_run in (True, False):
        assert [each.post("/reorganisations", {**body, "dry_run": dry_run}).status_code for each in (clerk, stranger)] == [403, 403]
        assert stranger.post("/reorganisations", {**party, "dry_run": dry_run}).status_code == 404
        # where something is put counts too: what one keeps is not laid down at somebody else's
        elsewhere = division(world, dry_run=dry_run, answers=[{"item": item_of(world["xom-1"]), "into": world["05773"]}])
        assert program_of("keeper").post("/reorganisations", elsewhere).status_code == 403


CONTRADICTIONS: tuple[dict[str, Any], ...] = (
    {"folds": []}, {"on": "0001-01-01"}, {"on": "9999-12-31"}, {"on": "2020-01-01"},
    {"moves": [{"unit_id": "xom-1", "parent_id": "nobody"}]}, {"moves": [{"unit_id": "xom-1", "parent_id": "xom-2"}]}, {"moves": [{"unit_id": "173", "parent_id": "05773"}]},
    {"moves": [{"unit_id": "173", "parent_id": "173"}]}, {"moves": [{"unit_id": "171", "parent_id": "05773"}]}, {"moves": [{"unit_id": "05773", "parent_id": "party-173"}]},
    {"moves": [{"unit_id": "05965", "parent_id": "171"}]}, {"answers": [{"item": "org.Placement:x", "into": "nobody"}]}, {"answers": [{"item": "x", "into": 2**53 - 1}]},
    {"folds": [{"unit_id": "05965", "into": ["nobody"]}]}, {"folds": [{"unit_id": "05965", "into": ["05965"]}]}, {"folds": [{"unit_id": "05965", "into": ["party-05953"]}]},
    {"folds": [{"unit_id": "05965", "into": ["05953", "05953"]}]}, {"folds": [{"unit_id": "05965"}, {"unit_id": "05965"}]}, {"folds": [{"unit_id": "05965", "waits_under": "nobody"}]},
    {"folds": [{"unit_id": "05965", "into": ["05953", "new"], "waits_under": "xom-1"}]}, {"folds": [{"unit_id": "19"}]},
    {"new": [{"key": "new", "parent_id": "new"}]}, {"new": [{"key": "new", "parent_id": "b"}, {"key": "b", "parent_id": "new"}]}, {"new": [{"key": "new"}, {"key": "new"}]},
    {"new": [{"key": "new", "areas": ["xom-1"]}]}, {"new": [{"key": "new", "areas": ["nobody"]}]}, {"new": [{"key": "new", "level": "cell"}]}, {"new": [{"key": "new", "classification": "police"}]},
    {"new": [{"key": "new", "level": "cell", "classification": "local", "parent_id": "party-05965", "areas": ["xom-1"]}]},
    {"new": [{"key": "new", "level": "cell", "classification": "local", "parent_id": "party-05965", "areas": ["party-173"]}]},
    {"new": [{"key": "new", "code": "05773"}]}, {"new": [{"key": "new", "name": " "}]}, {"new": [{"key": "new", "name": "Xã Phú Xuyên", "parent_id": "171"}]},
    {"renewals": [{"unit_id": "05965", "name": "Xã X", "level": "commune", "classification": "commune"}]},
    {"renewals": [{"unit_id": "05773", "name": " ", "level": "commune", "classification": "commune"}]},
    {"renewals": [{"unit_id": "05773", "name": "Xã X", "level": "cell", "classification": "local"}]},
    {"renewals": [{"unit_id": "05773", "name": "Xã X", "level": "province", "classification": "province"}]},
    {"decision": {"number": "1", "issued_on": "2020-08-01"}},
)
"""What is sent instead of a merger's; names of the cast stand for its units."""


def real(world: World, value: object, name: str = "") -> object:
    """A body with the cast's units in the place of their names."""
    if isinstance(value, list):
        return [real(world, each, name) for each in value]
    if isinstance(value, dict):
        return {key: real(world, each, key) for key, each in value.items()}
    return world.ids.get(value, value) if isinstance(value, str) and name not in ("code", "key", "name") else value


def test_a_plan_that_contradicts_itself_or_the_tree_is_refused_with_a_sentence_and_nothing_is_written(world: World, program_of: ProgramOf) -> None:
    base, program = merger(world), program_of("officer")
    before = JournalEntry.objects.count(), UnitVersion.objects.count()
    for changes in CONTRADICTIONS:
        changed = {name: [{**(base["new"][0] if name == "new" else {}), **row} for row in rows] if isinstance(rows, list) else rows for name, rows in changes.items()}
        assert program.post("/reorganisations", real(world, {**base, **changed, "dry_run": True})).status_code in (200, 403, 404, 422)
        answer = program.post("/reorganisations", real(world, {**base, **changed}))
        assert (changes, answer.status_code in (403, 404, 422), bool(answer.json().get("detail"))) == (changes, True, True)
        assert (JournalEntry.objects.count(), UnitVersion.objects.count()) == before


def test_reorganisations_are_paged_the_newest_first(world: World, program_of: ProgramOf) -> None:
    for key, into, on in (("xom-1", "xom-2", JUNE), ("xom-2", "xom-3", date(2020, 6, 10))):
        reorganise(MACHINE, plan=Reorganisation(on, folds=(Fold(world[key], (world[into],)),)))
    program = program_of("officer")
    page = program.get("/reorganisations", {"limit": 1}).json()
    rest = program.get("/reorganisations", {"limit": 1, "cursor": page["next_cursor"]}).json()
    assert ([each["date"] for each in page["items"] + rest["items"]], rest["next_cursor"]) == (["2020-06-10", "2020-06-01"], None)
    assert program.get("/reorganisations", {"cursor": "WzFd"}).status_code == 422
    assert queries.unit_on(world["xom-1"], JUNE) is None
