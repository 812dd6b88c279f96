"""Programs read figures, units and congresses as of a day and as known then, and write through operations."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import MACHINE, SEASON, World, hold, plan
from kientoan.api import keys
from kientoan.congress.models import CongressPlan
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.org import queries
from kientoan.org.enums import TokenScope, Tree, UnitKind, UnitLevel
from kientoan.org.models import ApiToken
from kientoan.org.operations import NewUnit, dissolve_unit, establish_units, issue_token, rename_unit
from kientoan.reports.concurrency import concurrency_figure
from kientoan.reports.figure import ask_by_code
from kientoan.reports.season import season_figure
from kientoan.reports.units import count_units
from kientoan.working_days import working_calendar
from program import Program, ProgramOf

JUNE_23 = date(2020, 6, 23)
AS_OF = {"as_of": "2020-06-23"}


# -- reading --------------------------------------------------------------------------------------------------------------------------


def test_figures_are_the_same_objects_as_the_command_line_prints(world: World, program_of: ProgramOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    program, known = program_of("officer"), "2020-06-30T23:59:59+07:00"
    then = clock.working_moment(date(2020, 6, 30), 23, 59) + timedelta(seconds=59)
    for code in ("19", "173"):
        asked = ask_by_code(code, JUNE_23, known_at=then)
        season = season_figure(asked, calendar=working_calendar()).as_json()
        assert program.get("/figures/season", {"unit": code, "known_at": known, **AS_OF}).json() == season
        assert program.get("/figures/units", {"unit": code, "known_at": known, **AS_OF}).json() == count_units(asked).as_json()
    together = concurrency_figure(ask_by_code("173", JUNE_23), model="hamlet-head-is-member").as_json()
    answer = program.get("/figures/concurrency", {"unit": "173", "model": "hamlet-head-is-member", **AS_OF}).json()
    assert answer | {"known_at": ""} == together | {"known_at": ""}
    assert program.get("/figures/concurrency", {"unit": "173", "model": "khac", **AS_OF}).status_code == 422
    assert program.get("/figures/season", {"unit": "19", "season": SEASON, "level": "superior", **AS_OF}).json()["total"] == 2


def test_figures_are_listed_with_their_definitions(world: World, program_of: ProgramOf) -> None:
    listed = program_of("officer").get("/figures").json()
    assert [(each["key"], each["version"]) for each in listed] == [("season", 1), ("units", 2), ("concurrency", 1)]
    assert "bế mạc" in listed[0]["counts"]


def test_everything_is_asked_as_known_at_a_moment(world: World, program_of: ProgramOf) -> None:
    before = clock.now()
    with clock.telling(before + timedelta(hours=1)):
        rename_unit(MACHINE, unit_id=world["05965"], name="Xã Dương Mới", on=date(2020, 3, 1))
        program, unit = program_of("officer"), f"/units/{world['05965']}"
        then = {"known_at": before.isoformat(), **AS_OF}
        assert (program.get(unit, AS_OF).json()["name"], program.get(unit, then).json()["name"]) == ("Xã Dương Mới", "Xã Dương Thành")
        assert [len(program.get(f"{unit}/history", query).json()["items"]) for query in (AS_OF, then)] == [2, 1]
        assert [len(program.get("/units", {"q": "duong moi", **query}).json()["items"]) for query in (AS_OF, then)] == [1, 0]
        assert program.get("/units", {"as_of": "2020-02-29", "q": "duong moi"}).json()["items"] == []


def test_a_unit_says_what_surrounds_it(world: World, program_of: ProgramOf) -> None:
    found = program_of("officer").get(f"/units/{world['05965']}", AS_OF).json()
    assert found == {
        "id": world["05965"], "name": "Xã Dương Thành", "classification": "commune", "level": "commune", "tree": "territory", "code": "05965",
        "parent_id": world["173"], "awaiting": False, "founding_date": "2020-01-01", "dissolution_date": None,
        "ancestors": [{"id": world["19"], "name": "Tỉnh Thái Nguyên"}, {"id": world["173"], "name": "Huyện Phú Bình"}], "areas": [],
        "organization": {"id": world["party-05965"], "name": "Đảng bộ xã Dương Thành"}, "counts": {"commune": 1, "hamlet": 3},
        "awaiting_counts": {}}
    assert program_of("stranger").get(f"/units/{world['05965']}", AS_OF).json()["organization"] is None


def test_lists_are_paged_by_key_in_one_order_without_gaps(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    whole = [each["id"] for each in program.get("/units").json()["items"]]
    assert len(whole) == 18
    for limit in (1, 5, 17, 18):
        cursor, found = None, []
        for _page in range(20):
            page = program.get("/units", {"limit": limit, **({"cursor": cursor} if cursor else {})}).json()
            found += [each["id"] for each in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert (found, cursor) == (whole, None)


@pytest.mark.parametrize(("query", "count"), [
    ({"q": "núi"}, 3), ({"q": "nui 1"}, 2), ({"q": "05965"}, 1), ({"q": "!!!"}, 0), ({"tree": "party"}, 9), ({"level": "commune"}, 3), ({"tree": "party", "level": "commune"}, 0)])
def test_units_are_found_by_name_code_tree_and_level(world: World, program_of: ProgramOf, query: dict[str, str], count: int) -> None:
    assert len(program_of("officer").get("/units", query).json()["items"]) == count


def test_units_are_listed_under_and_directly_below_one(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    assert len(program.get("/units", {"under": world["party-173"]}).json()["items"]) == 5
    assert [each["name"] for each in program.get(f"/units/{world['party-173']}/children").json()["items"]] == ["Đảng bộ xã Dương Thành", "Đảng bộ xã Lương Phú"]


def test_congresses_are_listed_with_plan_and_steps_by_the_day(world: World, program_of: ProgramOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    program = program_of("officer")
    found = {each["organization_name"]: each for each in program.get("/congresses", {"unit": "173", "season": SEASON, **AS_OF}).json()["items"]}
    held = found["Đảng bộ xã Dương Thành"]
    assert held["status"] == "held"
    assert held["steps"] == {"submitted": "2020-05-18", "cleared": "2020-05-19", "held": "2020-05-29"}
    assert (held["end_date"], held["ordinal_text"], held["ordinal_number"]) == ("2020-05-29", "XXV", 25)
    assert held["plan"] == {"decided_on": "2020-03-02", "start_date": "2020-05-29", "end_date": "2020-05-29"}
    assert found["Đảng bộ xã Lương Phú"]["status"] == "unplanned"
    earlier = program.get("/congresses", {"unit_id": world["party-05965"], "as_of": "2020-05-28"}).json()["items"]
    assert [(each["status"], each["end_date"]) for each in earlier] == [("cleared", None)]


def test_lists_cost_the_same_for_one_row_and_three(world: World, program_of: ProgramOf) -> None:
    program, costs = program_of("officer"), {}
    addresses = {
        "/units": {"q": "xom thu"}, f"/units/{world['party-05953']}/children": {}, "/congresses": {"unit": "173", "level": "cell"},
        f"/units/{world['05953']}/history": {}, "/figures/season": {"unit": "173"}, "/figures/units": {"unit": "173"}}
    for made in (1, 2):
        establish_units(MACHINE, on=JUNE_23, rows=[
            NewUnit(f"{tree}{number}", tree, level, kind, f"Xóm Thử {made} {number}", parent)
            for number in range(made)
            for tree, level, kind, parent in ((Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, world["05953"]), (Tree.PARTY, UnitLevel.CELL, UnitKind.LOCAL, world["party-05953"]))])
        rename_unit(MACHINE, unit_id=world["05953"], name=f"Xã Lương Phú {made}", on=JUNE_23 + timedelta(days=made))
        for address, query in addresses.items():
            program.get(address, query)
            with CaptureQueriesContext(connection) as asked:
                assert program.get(address, query).status_code == 200
            costs.setdefault(address, []).append(len(asked))
    assert {address: counts for address, counts in costs.items() if counts[0] != counts[1]} == {}


# -- writing --------------------------------------------------------------------------------------------------------------------------


def test_a_unit_is_established_renamed_reclassified_moved_and_dissolved(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    paper = {"number": "12/NQ-HĐND", "issued_on": "2020-05-30", "kind": "Nghị quyết", "issuer": "Hội đồng nhân dân tỉnh"}
    made = program.post("/units", {"parent_id": world["173"], "level": "commune", "classification": "commune", "name": "Xã Mới", "code": "05999",
                                   "on": "2020-06-01", "decision": paper})
    unit = made.json()
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/units/{unit['id']}")
    assert (unit["name"], unit["parent_id"], unit["code"], unit["tree"]) == ("Xã Mới", world["173"], "05999", "territory")
    address = f"/units/{unit['id']}"
    assert program.post(f"{address}/rename", {"name": "Xã Rất Mới", "on": "2020-06-10"}).json()["name"] == "Xã Rất Mới"
    assert program.post(f"{address}/reclassify", {"level": "commune", "classification": "township", "on": "2020-06-11"}).json()["classification"] == "township"
    assert program.post(f"{address}/move", {"parent_id": world["171"], "on": "2020-06-12"}).json()["parent_id"] == world["171"]
    ended = program.post(f"{address}/dissolve", {"on": "2020-06-20"})
    assert (ended.status_code, ended.content) == (204, b"")
    events = program.get(f"{address}/history", {"as_of": "2020-06-19"}).json()["items"]
    assert [each["classification"] for each in events] == ["dissolved", "moved", "reclassified", "renamed", "established"]
    assert events[-1]["decision"] == "Nghị quyết 12/NQ-HĐND"
    assert program.get(address, {"as_of": "2020-06-19"}).json()["dissolution_date"] == "2020-06-20"
    assert program.get(address, {"as_of": "2020-06-20"}).status_code == 404
    label = f"user:officer/token:{ApiToken.objects.get().pk}"
    assert list(JournalEntry.objects.order_by("number").values_list("actor", flat=True))[-5:] == [label] * 5


def test_congresses_are_planned_and_taken_through_every_step(world: World, program_of: ProgramOf) -> None:
    program, unit = program_of("officer"), world["party-05965"]
    planned = program.post("/congresses/plans", {"season": SEASON, "decided_on": "2020-04-01", "rows": [
        {"organization_id": unit, "start_date": "2020-05-28", "end_date": "2020-05-29", "ordinal_text": "XXV", "ordinal_number": 25, "form": "delegate"},
        {"organization_id": world["office"], "start_date": "2020-07-28", "end_date": "2020-07-29"}]}).json()
    assert planned["count"] == 2
    assert planned["warnings"][0].startswith("Chi bộ Cơ quan Huyện ủy Đại Từ: ")
    days = {"submitted": "2020-05-01", "cleared": "2020-05-10", "held": "2020-05-29", "reported": "2020-06-02", "approved": "2020-06-10"}
    for step, on in days.items():
        row = {"organization_id": unit, "on": on} | ({"opened_on": "2020-05-28", "note": "đã thống nhất"} if step == "held" else {})
        assert program.post("/congresses/steps", {"season": SEASON, "step": step, "rows": [row]}).json() == {"count": 1}
    found = program.get("/congresses", {"unit_id": unit, "level": "grassroots"}).json()["items"][0]
    assert (found["status"], found["start_date"], found["steps"], found["form"]) == ("approved", "2020-05-28", days, "delegate")


def test_a_write_that_was_done_is_refused_not_done_twice(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    bodies = {
        "/units": {"parent_id": world["05965"], "level": "hamlet", "classification": "hamlet", "name": "Xóm Mới", "on": "2020-06-01"},
        f"/units/{world['05953']}/rename": {"name": "Xã Khác", "on": "2020-06-01"},
        f"/units/{world['xom-1']}/reclassify": {"level": "hamlet", "classification": "residential_group", "on": "2020-06-01"},
        f"/units/{world['05773']}/move": {"parent_id": world["173"], "on": "2020-06-01"},
        f"/units/{world['office']}/dissolve": {"on": "2020-06-01"},
    }
    plan(world, "party-05953", date(2020, 6, 10))
    bodies["/congresses/steps"] = {"season": SEASON, "step": "submitted", "rows": [{"organization_id": world["party-05953"], "on": "2020-05-01"}]}
    for address, body in bodies.items():
        first, entries = program.post(address, body).status_code, JournalEntry.objects.count()
        assert (address, first < 300, program.post(address, body).status_code) == (address, True, 422)
        assert JournalEntry.objects.count() == entries
    again = {"season": SEASON, "decided_on": "2020-06-01", "rows": [{"organization_id": world["party-05773"], "start_date": "2020-06-10", "end_date": "2020-06-10"}]}
    assert [program.post("/congresses/plans", again).json()["count"] for _each in range(2)] == [1, 1]
    assert CongressPlan.objects.known().filter(congress__unit=world["party-05773"]).count() == 1


def test_many_rows_are_all_or_none(world: World, program_of: ProgramOf) -> None:
    program, entries = program_of("officer"), JournalEntry.objects.count()
    rows = [{"organization_id": world[key], "start_date": "2020-06-10", "end_date": end} for key, end in (("party-05965", "2020-06-10"), ("office", "2020-06-09"))]
    answer = program.post("/congresses/plans", {"season": SEASON, "decided_on": "2020-04-01", "rows": rows})
    assert (answer.status_code, answer.json()["place"]) == (422, "start_date")
    twice = program.post("/congresses/plans", {"season": SEASON, "decided_on": "2020-04-01", "rows": rows[:1] * 2})
    assert (twice.status_code, "hai dòng" in twice.json()["detail"]) == (422, True)
    assert JournalEntry.objects.count() == entries
    assert {each["status"] for each in program.get("/congresses", {"unit": "19"}).json()["items"]} == {"unplanned"}


# -- refusals -------------------------------------------------------------------------------------------------------------------------


def test_a_refusal_is_a_problem_with_sentence_place_and_rule(world: World, program_of: ProgramOf) -> None:
    answer = program_of("officer").post(f"/units/{world['party-171']}/move", {"parent_id": world["party-05965"], "on": "2020-06-01"})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["detail"].startswith("Đảng bộ huyện Đại Từ: Cấp trên trực tiếp cơ sở không đặt dưới")
    assert {name: problem[name] for name in ("type", "title", "status", "place", "rule", "errors")} == {
        "type": "about:blank", "title": "Chưa làm được", "status": 422, "place": "parent_id", "rule": "TN-12", "errors": []}


def test_a_problem_is_in_the_language_asked_for(world: World, program_of: ProgramOf) -> None:
    program, path = program_of("officer"), "/figures/season"
    for wanted, language, sentence in (
            ("", "vi", "Ngày 01/01/1990 trước khi cây tổ chức bắt đầu"), ("en", "en", "01/01/1990 lies before the tree begins"),
            ("fr, en-GB;q=0.8, vi;q=0.5", "en", "01/01/1990"), ("fr", "vi", "Ngày"), (";;q=x,", "vi", "Ngày")):
        answer = program.get(path, {"unit": "19", "as_of": "1990-01-01"}, **{"Accept-Language": wanted})
        assert (answer.status_code, answer["Content-Language"], sentence in answer.json()["detail"]) == (422, language, True), answer.json()
        assert answer.json()["place"] == "as_of"


@pytest.mark.parametrize(("path", "query", "places"), [
    ("/figures/season", {}, ["unit"]), ("/figures/season", {"unit": "19", "unit_id": "3"}, ["unit"]), ("/figures/season", {"unit": "19", "as_of": "23/06/2020"}, ["as_of"]),
    ("/figures/season", {"unit": "19", "as_of": "2020-02-30"}, ["as_of"]), ("/figures/season", {"unit": "19", "as_of": "9999-12-31"}, ["as_of"]),
    ("/figures/season", {"unit": "19", "as_of": "0001-01-01"}, ["as_of"]), ("/figures/season", {"unit": "19", "known_at": "2020-06-23T10:00:00"}, ["known_at"]),
    ("/figures/season", {"unit": "19", "known_at": "0001-01-01T00:00:00+14:00"}, ["known_at"]), ("/figures/season", {"unit": "19", "level": "village"}, ["level"]),
    ("/figures/season", {"unit": "19", "level": "cell"}, ["level"]), ("/figures/season", {"unit": "19", "season": "x" * 21}, ["season"]),
    ("/figures/units", {"unit": "19", "as_off": "2020-06-23"}, ["as_off"]), ("/units", {"limit": "0"}, ["limit"]), ("/units", {"limit": "1e9", "as_of": "x"}, ["as_of", "limit"]),
    ("/units", {"q": "a\0b"}, ["q"]), ("/units", {"under": "9" * 30}, ["under"]), ("/units", {"cursor": "x"}, ["cursor"]),
    ("/units", {"cursor": "WyJwYXJ0eSIsICIiLCAxZTk5OTld"}, ["cursor"]), ("/congresses", {"unit": "\U0001f600" * 30}, ["unit"])])
def test_input_that_cannot_be_read_is_refused_at_its_place(world: World, program_of: ProgramOf, path: str, query: dict[str, str], places: list[str]) -> None:
    answer = program_of("officer").get(path, query)
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert ([fault["place"] for fault in problem["errors"]] or [problem["place"]]) == places
    assert problem["detail"]


@pytest.mark.parametrize(("changes", "place", "sentence"), [
    ({"name": ""}, "name", "Để trống"), ({"name": "x" * 201}, "name", "Dài quá 200 chữ"), ({"name": "a\0b"}, "name", "ký tự không dùng được"), ({"name": 5}, "name", "chuỗi chữ"),
    ({"name": None}, "name", "chuỗi chữ"), ({"on": 1593561600}, "on", "không phải là ngày"), ({"on": "2020-13-01"}, "on", "không có trong lịch"), ({"parent_id": "5"}, "parent_id", "số nguyên"),
    ({"parent_id": True}, "parent_id", "số nguyên"), ({"parent_id": 10**400}, "parent_id", "Số lớn quá"), ({"parent_id": 1.5}, "parent_id", "số nguyên"), ({"level": "làng"}, "level", "Dùng một trong"),
    ({"decision": {"number": "", "issued_on": "2020-06-01"}}, "decision.number", "Để trống"), ({"decision": {"number": "1", "issued_on": "2020-08-01"}}, "decision.issued_on", "chưa tới"),
    ({"decision": []}, "decision", "đối tượng JSON"), ({"nmae": "x"}, "nmae", "Không có phần này"), ({"on": "9999-12-31"}, "on", "không có ngày nào"), ({"on": "0001-01-01"}, "parent_id", "không có"),
    ({"level": "province"}, "classification", "không thuộc cấp"), ({"code": "05953"}, "code", "đang thuộc một đơn vị khác")])
def test_a_bad_body_is_refused_at_its_field(world: World, program_of: ProgramOf, changes: dict[str, object], place: str, sentence: str) -> None:
    program, entries = program_of("officer"), JournalEntry.objects.count()
    body = {"parent_id": world["173"], "level": "commune", "classification": "commune", "name": "Xã Mới", "on": "2020-06-01", **changes}
    answer = program.post("/units", body)
    problem = answer.json()
    assert (answer.status_code, problem["place"]) == (422, place), problem
    assert sentence in problem["detail"]
    assert JournalEntry.objects.count() == entries


def test_a_missing_field_is_named(world: World, program_of: ProgramOf) -> None:
    problem = program_of("officer").post("/congresses/steps", {"season": SEASON, "step": "held", "rows": [{"on": "2020-06-01"}, {"organization_id": 0, "x": 1}]}).json()
    assert [fault["place"] for fault in problem["errors"]] == ["rows.0.organization_id", "rows.1.organization_id", "rows.1.on", "rows.1.x"]
    assert problem["errors"][0]["detail"] == "Thiếu phần này."


def test_lists_of_more_than_a_thousand_rows_are_refused(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    for address, body in (("/congresses/steps", {"season": SEASON, "step": "held", "rows": [{}] * 1001}), ("/persons", {"rows": [{}] * 1001}),
                          ("/reorganisations", {"on": "2020-06-01", "folds": [{"unit_id": 1}] * 1001})):
        answer = program.post(address, body)
        assert (address, answer.status_code, "Nhiều nhất 1000 dòng" in answer.json()["detail"]) == (address, 422, True)


RAW = {
    "no JSON": b"{", "empty": b"", "not UTF-8": b'{"name": "\xff\xfe"}', "UTF-16": '{"name": "x"}'.encode("utf-16"), "deep": b"[" * 100_000, "deep object": b'{"a":' * 50_000,
    "half a character": b'{"name": "\\ud800", "\\ud800": 1}', "half a character in a day": b'{"name": "x", "on": "\\ud800"}', "NaN": b'{"name": "x", "on": NaN}',
    "infinite": b'{"parent_id": 1e999, "on": "2020-06-01"}', "a huge number": b'{"parent_id": ' + b"9" * 5000 + b"}", "null": b"null", "a number": b"5", "a text": b'"x"',
    "a list": b"[1]", "NUL": b"\0", "one key twice": b'{"name": 1, "name": 2}', "a huge key": b'{"' + b"k" * 100_000 + b'": 1}', "many keys": json.dumps({str(n): n for n in range(9000)}).encode(),
}


@pytest.mark.parametrize("path", ["/units", "/units/1/rename", "/congresses/steps", "/persons", "/posts/end", "/reorganisations"])
def test_no_body_whatever_breaks_the_server(world: World, program_of: ProgramOf, path: str) -> None:
    program = program_of("officer")
    for name, body in RAW.items():
        answer = program.client.post(f"/api/v1{path}", body, content_type="application/json", headers=program.headers)
        assert (name, answer.status_code in (400, 422)) == (name, True)
        assert json.loads(answer.content.decode("utf-8"))["detail"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=nonsense", ""])
def test_no_kind_of_content_breaks_the_server(world: World, program_of: ProgramOf, content_type: str) -> None:
    program = program_of("officer")
    answer = program.client.generic("POST", "/api/v1/units/1/rename", b'{"name": 1}', content_type=content_type, headers=program.headers)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic eDp5", "bearer kt_x", "Bearer \x00\xff", "Bearer " + "x" * 8000, "kt_x", "Bearer khóa"])
def test_without_a_good_key_the_answer_is_401_with_a_sentence(world: World, header: str) -> None:
    answer = Client(HTTP_HOST="127.0.0.1").get("/api/v1/figures", HTTP_AUTHORIZATION=header)
    assert (answer.status_code, answer["WWW-Authenticate"], answer["Content-Type"]) == (401, "Bearer", "application/problem+json")
    assert "hóa truy cập" in answer.json()["detail"]


def test_a_cookie_opens_nothing_and_no_token_of_forms_is_asked_for(world: World, client_of: Callable[[str], Client], program_of: ProgramOf) -> None:
    assert client_of("officer").get("/api/v1/figures").status_code == 401
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    key = program_of("officer").key
    answer = strict.post(f"/api/v1/units/{world['05965']}/rename", {"name": "Xã Khác", "on": "2020-06-01"}, content_type="application/json", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200


def test_a_body_too_large_is_413(world: World, program_of: ProgramOf) -> None:
    answer = program_of("officer").post("/units", {"name": "x" * (2 * 1024 * 1024)})
    assert (answer.status_code, "2 MiB" in answer.json()["detail"]) == (413, True)


def test_too_many_parts_of_an_address_are_400(world: World, program_of: ProgramOf) -> None:
    answer = program_of("officer").get("/units?" + "&".join(f"a{number}=1" for number in range(2500)))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_unknown_addresses_and_methods_are_problems_too(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    for path in ("/nothing", "/units/x", "/units/1/", f"/units/{'9' * 5000}", "/units/-1", "/units/%00", "/units/%ff", "/figures/season/"):
        assert (path, program.get(path).status_code, program.get(path)["Content-Type"]) == (path, 404, "application/problem+json")
    for method in ("put", "delete", "patch", "options"):
        answer = getattr(program.client, method)("/api/v1/units", headers=program.headers)
        assert (answer.status_code, answer["Allow"], answer.json()["status"]) == (405, "GET, POST", 405)
    assert "Access-Control-Allow-Origin" not in program.get("/figures", Origin="https://example.org")


def test_a_key_that_asks_too_often_waits(world: World, program_of: ProgramOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "PER_MINUTE", 3)
    program, other = program_of("officer"), program_of("officer")
    assert [program.get("/figures").status_code for _each in range(4)] == [200, 200, 200, 429]
    answer = program.get("/figures")
    assert (answer["Retry-After"], "Đợi 60 giây" in answer.json()["detail"]) == ("60", True)
    assert other.get("/figures").status_code == 200
    with clock.telling(clock.now() + timedelta(minutes=1)):
        assert program.get("/figures").status_code == 200


def test_a_use_is_seen_on_the_key_and_costs_no_write_within_the_minute(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    assert ApiToken.objects.get().last_used_at is None
    program.get("/figures")
    assert ApiToken.objects.get().last_used_at == clock.now()
    with CaptureQueriesContext(connection) as asked:
        program.get("/figures")
    assert len(asked) <= 4


def test_answers_are_kept_nowhere_on_the_way(world: World, program_of: ProgramOf) -> None:
    for answer in (program_of("officer").get("/figures"), Program().get("/figures")):
        assert (answer["Cache-Control"], answer["Vary"], "Set-Cookie" in answer) == ("no-store", "Authorization, Accept-Language", False)


def test_an_expired_and_a_revoked_key_are_told_apart(world: World) -> None:
    cache.clear()
    issued = issue_token(world.actor("officer"), name="Máy", scopes=[TokenScope.FIGURES_READ], expires_on=date(2020, 7, 1))
    with clock.telling(clock.now() + timedelta(days=1)):
        answer = Program(issued.key).get("/figures")
        assert (answer.status_code, "đã hết hạn (02/07/2020)" in answer.json()["detail"]) == (401, True)


def test_the_schema_and_its_page_are_open_in_both_languages_without_script(world: World) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    assert reader.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
    for language, sentence in (("vi", "Lịch sử của một đơn vị"), ("en", "The history of a unit")):
        reader.cookies["kientoan_language"] = language
        page = reader.get("/api/v1/")
        body = page.content.decode()
        assert sentence in body
        assert f'<html lang="{language}">' in body
        assert "unsafe" not in page["Content-Security-Policy"]
        assert "<script" not in body
        assert " style=" not in body
        assert body.count("<tr>") == 30


def test_a_unit_of_another_day_is_still_known_to_whoever_may_see_it(world: World, program_of: ProgramOf) -> None:
    dissolve_unit(MACHINE, unit_id=world["office"], on=date(2020, 6, 1))
    program = program_of("officer")
    assert program.get(f"/units/{world['office']}").status_code == 404
    answer = program.post(f"/units/{world['office']}/rename", {"name": "Chi bộ Khác", "on": "2020-06-15"})
    assert (answer.status_code, "đơn vị có từ 01/01/2020 đến trước 01/06/2020" in answer.json()["detail"]) == (422, True)
    assert program_of("keeper").post(f"/units/{world['office']}/rename", {"name": "Chi bộ Khác", "on": "2020-06-15"}).status_code == 404
    assert queries.unit_on(world["office"], date(2020, 5, 31)) is not None
