"""Programs read persons and posts as far as the key may see them, enter persons, fill posts and end holdings."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import MACHINE, World
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.core.models import JournalEntry, ReadEntry
from kientoan.org.enums import TokenScope
from kientoan.people.enums import Obtained, PostKind, QualificationField, QualificationLevel
from kientoan.people.models import Holding, Person, PersonProfile
from kientoan.people.operations import Profile, change_profile, prolong_holdings, record_qualification
from kientoan.people.operations.holdings import ProlongRow
from kientoan.rules.persons import read_birth
from program import ProgramOf
from staff import SINCE, fill, person, post

AS_OF = {"as_of": "2020-06-23"}
PAPER = {"number": "12/QĐ", "issued_on": "2020-05-30"}


def staffed(world: World) -> dict[str, int]:
    """A cell with a secretary and a vacant seat, a hamlet with an acting head; the persons by name."""
    an = person(world, "Dương Thị Hoà", "5/1970", member_of="cell-1", sex="female", ethnicity="Kinh", phone="0912345678", member_card="19001234")
    ba = person(world, "Ngô Văn Ba", "1980", at="cell-1")
    post(world, "cell-1", PostKind.SECRETARY)
    post(world, "cell-1", PostKind.COMMITTEE_MEMBER, 2)
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    fill(world, "cell-1", PostKind.SECRETARY, an, term_ends_on=date(2020, 8, 1))
    fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, an)
    fill(world, "xom-1", PostKind.HAMLET_HEAD, ba, obtained=Obtained.ACTING)
    return {"an": an, "ba": ba}


# -- persons --------------------------------------------------------------------------------------------------------------------------


FOUND: tuple[tuple[dict[str, str], list[str]], ...] = (
    ({"q": "hoa"}, ["Dương Thị Hoà"]), ({"q": "ngô ba"}, ["Ngô Văn Ba"]), ({"q": "ngo"}, ["Ngô Văn Ba"]), ({"q": "hoá"}, []), ({"q": "19001234"}, ["Dương Thị Hoà"]),
    ({"q": "!!!"}, []), ({}, ["Ngô Văn Ba", "Dương Thị Hoà"]), ({"unit": "173"}, ["Ngô Văn Ba", "Dương Thị Hoà"]), ({"unit": "05965", "q": "ba"}, ["Ngô Văn Ba"]),
    ({"unit": "05953"}, []), ({"as_of": "2019-12-31"}, []))


def test_persons_are_found_by_any_word_of_the_name_and_by_unit(world: World, program_of: ProgramOf) -> None:
    staffed(world)
    program = program_of("officer")
    assert [(query, [each["name"] for each in program.get("/persons", query).json()["items"]]) for query, _names in FOUND] == list(FOUND)


def test_persons_are_listed_with_what_tells_namesakes_apart_and_by_the_units_identity(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    found = program_of("clerk").get("/persons", {"unit_id": world["cell-1"], **AS_OF}).json()["items"]
    cell = {"organization_id": world["cell-1"], "organization_name": "Chi bộ xóm Trung Thành"}
    assert found[1] == {"id": ids["an"], "name": "Dương Thị Hoà", "birth_date": "1970-05", "birth_precision": "month", "ties": [
        {**cell, "role": "bí thư chi bộ"}, {**cell, "role": "chi ủy viên"}, {**cell, "role": "đảng viên chính thức"}]}
    assert found[0]["birth_date"] == "1980"
    assert found[0]["ties"] == [{"organization_id": world["xom-1"], "organization_name": "Xóm Trung Thành", "role": "trưởng xóm"}]


def test_persons_are_paged_by_key_in_one_order_without_gaps(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    for name in ("Dương Văn An", "Ngô Thị Án", "Lê Văn Bình", "Dương Văn An", "Trần Văn Ân"):
        person(world, name)
    whole = [(each["name"], each["id"]) for each in program.get("/persons").json()["items"]]
    assert [name for name, _id in whole] == ["Dương Văn An", "Dương Văn An", "Ngô Thị Án", "Trần Văn Ân", "Lê Văn Bình"]
    for limit in (1, 2, 4, 5):
        cursor, found = None, []
        for _page in range(6):
            page = program.get("/persons", {"limit": limit, **({"cursor": cursor} if cursor else {})}).json()
            found += [(each["name"], each["id"]) for each in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert (found, cursor) == (whole, None)


def test_a_person_is_read_in_popolos_words_with_posts_party_membership_and_qualifications(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    record_qualification(MACHINE, person_id=ids["an"], field=QualificationField.PROFESSION, level=QualificationLevel.PROFESSION_COLLEGE, on=date(2020, 3, 1))
    change_profile(MACHINE, person_id=ids["an"], on=date(2020, 6, 1), profile=Profile("Dương Thị Hòa Bình", "female", read_birth("5/1970"), member_card="19001234"))
    found = program_of("officer").get(f"/persons/{ids['an']}", AS_OF).json()
    first = found["memberships"][0]
    assert found | {"memberships": []} == {
        "id": ids["an"], "name": "Dương Thị Hòa Bình", "birth_date": "1970-05", "birth_precision": "month", "other_names": [
            {"name": "Dương Thị Hoà", "end_date": "2020-06-01"}],
        "gender": "female", "home_place": None, "phone": None, "member_card": "19001234", "memberships": [], "party_memberships": [{
            "organization_id": world["cell-1"], "organization_name": "Chi bộ xóm Trung Thành", "stage": "official", "admitted_on": "2010-05-19",
            "official_on": "2011-05-19", "start_date": "2020-01-01", "end_date": None, "end_reason": None}],
        "qualifications": [{"field": "profession", "level": "profession_college", "start_date": "2020-03-01"}], "unconfirmed": False, "hidden": ["ethnicity"]}
    assert first | {"id": ""} == {
        "id": "", "organization_id": world["cell-1"], "organization_name": "Chi bộ xóm Trung Thành", "classification": "secretary", "role": "bí thư chi bộ",
        "start_date": "2020-02-01", "end_date": None, "obtained": "elected", "term_ends_on": "2020-08-01", "term_label": "2020–2025", "end_reason": None,
        "decision": None, "end_decision": None, "unconfirmed": False}
    assert program_of("officer").get(f"/persons/{ids['an']}", {"as_of": "2020-05-31"}).json()["other_names"] == []


def test_a_person_is_read_as_known_then(world: World, program_of: ProgramOf) -> None:
    ids, before = staffed(world), clock.now()
    with clock.telling(before + timedelta(hours=1)):
        change_profile(MACHINE, person_id=ids["ba"], on=date(2020, 6, 1), profile=Profile("Ngô Văn Bắc", birth=read_birth("1980")))
        program, then = program_of("officer"), {"known_at": before.isoformat()}
        assert [program.get(f"/persons/{ids['ba']}", query).json()["name"] for query in ({}, then)] == ["Ngô Văn Bắc", "Ngô Văn Ba"]
        assert [[each["name"] for each in program.get("/persons", {"q": "bac", **query}).json()["items"]] for query in ({}, then)] == [["Ngô Văn Bắc"], []]


def test_nothing_sensitive_passes_through_a_key_even_of_an_account_that_may_read_it(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    program = program_of("officer")
    for answer in (program.get(f"/persons/{ids['an']}"), program.get("/persons"), program.get(f"/units/{world['cell-1']}/posts")):
        assert (answer.status_code, "Kinh" in answer.content.decode()) == (200, False)
    assert program.post("/persons", {"rows": [{"organization_id": world["cell-1"], "name": "Lê Văn Cả", "ethnicity": "Tày"}]}).json()["place"] == "rows.0.ethnicity"


def test_whom_the_key_may_not_see_is_404_and_in_no_list(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    stranger = program_of("stranger")
    missing, hidden = stranger.get("/persons/999999"), stranger.get(f"/persons/{ids['an']}")
    assert [answer.status_code for answer in (missing, hidden)] == [404, 404]
    assert missing.json()["detail"] == hidden.json()["detail"]
    assert stranger.get("/persons", {"q": "hoa"}).json()["items"] == []
    assert [stranger.get("/persons", query).status_code for query in ({"unit": "05965"}, {"unit_id": world["cell-1"]})] == [404, 404]
    assert ReadEntry.objects.count() == 0


def test_every_read_of_one_person_is_in_the_log_of_reads_with_the_account_and_its_key(world: World, program_of: ProgramOf, client_of: Any) -> None:
    ids = staffed(world)
    program_of("officer").get(f"/persons/{ids['an']}")
    read = ReadEntry.objects.get()
    assert (read.subject, read.page, read.reader.partition("/")[0]) == (f"person:{ids['an']}", "api", "user:officer")
    assert "Lê Thị Hà An, qua khóa truy cập" in client_of("clerk").get(f"/nguoi/{ids['an']}/").content.decode()


def test_lists_of_persons_and_posts_cost_the_same_for_one_row_and_three(world: World, program_of: ProgramOf) -> None:
    program, costs = program_of("officer"), {}
    post(world, "cell-1", PostKind.COMMITTEE_MEMBER, 5)
    for kind in (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY):
        post(world, "cell-2", kind)
    addresses: dict[str, dict[str, Any]] = {
        "/persons": {"q": "thu"}, "/persons?": {"unit": "173"}, f"/units/{world['cell-1']}/posts": {}, "/posts/vacancies": {"unit": "173"},
        "/posts/terms": {"unit": "173", "within": 90}, "/reorganisations": {}}
    for made in (1, 2):
        for number in range(made):
            who = person(world, f"Dương Văn Thử {made} {number}", member_of="cell-1")
            fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, who, term_ends_on=date(2020, 8, 1))
        addresses[f"/persons/{who}"] = {}
        for address, query in addresses.items():
            program.get(address, query)
            with CaptureQueriesContext(connection) as asked:
                assert program.get(address, query).status_code == 200
            costs.setdefault("person" if address == f"/persons/{who}" else address, []).append(len(asked))
        del addresses[f"/persons/{who}"]
    assert {address: counts for address, counts in costs.items() if counts[0] != counts[1]} == {}


# -- posts ----------------------------------------------------------------------------------------------------------------------------


def test_posts_of_a_unit_are_read_with_seats_and_holders(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    first, second = program_of("officer").get(f"/units/{world['cell-1']}/posts", AS_OF).json()["items"]
    assert [(each["label"], each["classification"], each["seats"], each["vacant"]) for each in (first, second)] == [
        ("bí thư chi bộ", "secretary", 1, 0), ("chi ủy viên", "committee_member", 2, 1)]
    holder = first["memberships"][0]
    assert {name: holder[name] for name in ("person_id", "person_name", "readable", "seat", "start_date", "term_ends_on", "term_label", "obtained")} == {
        "person_id": ids["an"], "person_name": "Dương Thị Hoà", "readable": True, "seat": 1, "start_date": "2020-02-01", "term_ends_on": "2020-08-01",
        "term_label": "2020–2025", "obtained": "elected"}
    assert program_of("officer").get(f"/units/{world['cell-1']}/posts", {"as_of": "2020-01-31"}).json()["items"][0]["memberships"] == []


def test_without_the_scope_for_persons_holders_have_public_fields_only(world: World, program_of: ProgramOf) -> None:
    staffed(world)
    program = program_of("officer", [TokenScope.UNITS_READ])
    holder = program.get(f"/units/{world['cell-1']}/posts").json()["items"][0]["memberships"][0]
    assert (holder["person_name"], holder["readable"]) == ("Dương Thị Hoà", False)
    assert set(holder) == {"id", "person_id", "person_name", "readable", "seat", "start_date", "first_start_date", "end_date", "obtained", "term_ends_on", "term_label"}
    hamlet = program_of("stranger").get(f"/units/{world['xom-1']}/posts").json()["items"][0]["memberships"][0]
    assert (hamlet["person_name"], hamlet["readable"]) == ("Ngô Văn Ba", False)


def test_vacancies_are_listed_below_a_unit_and_in_the_areas_it_covers(world: World, program_of: ProgramOf) -> None:
    staffed(world)
    post(world, "xom-2", PostKind.HAMLET_HEAD)
    program = program_of("officer")
    for query in ({"unit": "173"}, {"unit_id": world["party-173"]}):
        found = program.get("/posts/vacancies", {**query, **AS_OF}).json()["items"]
        assert [(each["organization_name"], each["label"], each["vacant"]) for each in found] == [("Chi bộ xóm Trung Thành", "chi ủy viên", 1), ("Xóm Núi 1", "trưởng xóm", 1)]
    page = program.get("/posts/vacancies", {"unit": "173", "limit": 1}).json()
    rest = program.get("/posts/vacancies", {"unit": "173", "limit": 1, "cursor": page["next_cursor"]}).json()
    assert ([each["label"] for each in page["items"] + rest["items"]], rest["next_cursor"]) == (["chi ủy viên", "trưởng xóm"], None)
    assert program_of("stranger").get("/posts/vacancies", {"unit": "173"}).status_code == 404


def test_terms_that_run_out_are_listed_the_most_urgent_first_with_the_rule_that_warns(world: World, program_of: ProgramOf) -> None:
    staffed(world)
    program = program_of("officer")
    listed = program.get("/posts/terms", {"unit": "173", **AS_OF, "within": 60}).json()["items"]
    assert [(each["post"]["label"], each["membership"]["person_name"], each["days_left"], each["rule"]) for each in listed] == [
        ("bí thư chi bộ", "Dương Thị Hoà", 39, None)]
    assert program.get("/posts/terms", {"unit": "173", **AS_OF, "within": 38}).json()["items"] == []
    with clock.telling(clock.working_moment(date(2020, 9, 1), 9)):
        late = program.get("/posts/terms", {"unit": "173"}).json()["items"]
        assert [(each["post"]["label"], each["days_left"], each["rule"]) for each in late] == [("bí thư chi bộ", -31, None), ("trưởng xóm", 0, "VH-03")]
        assert "Thông tư 09/2017/TT-BNV" in late[1]["warning"]
        page = program.get("/posts/terms", {"unit": "173", "limit": 1}).json()
        assert [each["days_left"] for each in program.get("/posts/terms", {"unit": "173", "limit": 1, "cursor": page["next_cursor"]}).json()["items"]] == [0]


def test_a_holding_of_a_prolonged_term_says_since_when_without_a_break(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    version = Holding.objects.known().get(person=ids["an"], post__kind=PostKind.SECRETARY).pk
    prolong_holdings(MACHINE, rows=[ProlongRow(version, date(2020, 6, 1), date(2020, 12, 1))], decision=Citation("9/QĐ", date(2020, 5, 30)))
    holder = program_of("officer").get(f"/units/{world['cell-1']}/posts", AS_OF).json()["items"][0]["memberships"][0]
    assert (holder["start_date"], holder["first_start_date"], holder["obtained"]) == ("2020-06-01", SINCE.isoformat(), "prolonged")


# -- writing --------------------------------------------------------------------------------------------------------------------------


def test_persons_are_entered_posts_filled_and_holdings_ended_with_one_entry_each(world: World, program_of: ProgramOf) -> None:
    program = program_of("clerk")
    post(world, "cell-1", PostKind.SECRETARY)
    made = program.post("/persons", {"decision": PAPER, "rows": [
        {"organization_id": world["cell-1"], "name": "Dương Thị Hoà", "birth_date": "1970-05", "gender": "female", "member_card": "19001234",
         "qualifications": [{"field": "schooling", "level": "schooling_12_12"}],
         "party_membership": {"organization_id": world["cell-1"], "admitted_on": "2010-05-19", "official_on": "2011-05-19", "start_date": "2020-01-01"}},
        {"organization_id": world["cell-1"], "name": "Ngô Văn Ba"}]})
    assert (made.status_code, made.json()["warnings"]) == (201, [])
    an, _ba = made.json()["ids"]
    filled = program.post("/posts/fill", {"decision": PAPER, "rows": [{
        "organization_id": world["cell-1"], "classification": "secretary", "person_id": an, "start_date": "2020-06-01", "term_ends_on": "2025-06-01",
        "term_label": "2020–2025"}]}).json()
    read = program.get(f"/persons/{an}").json()
    assert ([each["id"] for each in read["memberships"]], read["memberships"][0]["decision"]) == (filled["ids"], "12/QĐ")
    assert (read["birth_date"], read["party_memberships"][0]["admitted_on"], read["qualifications"][0]["level"]) == ("1970-05", "2010-05-19", "schooling_12_12")
    ended = program.post("/posts/end", {"rows": [{"id": filled["ids"][0], "on": "2020-06-20", "reason": "transferred"}]})
    assert (ended.status_code, ended.json()) == (200, {"count": 1})
    after = program.get(f"/persons/{an}").json()["memberships"][0]
    assert (after["end_date"], after["end_reason"], after["id"]) == ("2020-06-20", "transferred", filled["ids"][0])
    assert list(JournalEntry.objects.order_by("number").values_list("operation", flat=True))[-3:] == [
        "people.register_persons", "people.fill_posts", "people.end_holdings"]


def test_a_holding_is_prolonged_and_corrected_and_what_was_believed_stays_askable(world: World, program_of: ProgramOf) -> None:
    program, ids = program_of("clerk"), staffed(world)
    held = str(Holding.objects.known().get(person=ids["an"], post__kind="secretary").fact_id)
    moment = clock.now()
    with clock.telling(clock.working_moment(date(2020, 7, 2))):
        corrected = program.post("/posts/correct", {"id": held, "start_date": "2020-02-15", "term_label": "2020–2023", "decision": PAPER})
        assert (corrected.status_code, corrected.json()) == (200, {"warnings": []})
        read = {name: program.get(f"/persons/{ids['an']}", {"known_at": known.isoformat()}).json()["memberships"]
                for name, known in (("then", moment), ("now", clock.now()))}
        found = {name: next((each["start_date"], each["term_label"], each["obtained"]) for each in rows if each["id"] == held) for name, rows in read.items()}
        assert found == {"then": (SINCE.isoformat(), "2020–2025", "elected"), "now": ("2020-02-15", "2020–2023", "elected")}
        again = program.post("/posts/correct", {"id": held, "start_date": "2020-02-15"})
        assert (again.status_code, again.json()["detail"]) == (422, "Không có gì thay đổi. Sửa ít nhất một ô.")
        prolonged = program.post("/posts/prolong", {"rows": [{"id": held, "on": "2020-06-20", "term_ends_on": "2020-12-31"}], "decision": PAPER}).json()
        rows = {each["id"]: each for each in program.get(f"/persons/{ids['an']}").json()["memberships"]}
        assert (rows[held]["end_date"], rows[held]["end_reason"]) == ("2020-06-20", "prolonged")
        assert [rows[prolonged["ids"][0]][name] for name in ("start_date", "obtained", "term_ends_on", "term_label")] == [
            "2020-06-20", "prolonged", "2020-12-31", "2020–2023"]
        short = program.post("/posts/prolong", {"rows": [{"id": prolonged["ids"][0], "on": "2020-06-25", "term_ends_on": "2020-12-01"}]}).json()
        assert (short["rule"], short["place"]) == ("VH-12", "on")
    assert program_of("stranger").post("/posts/correct", {"id": held, "start_date": "2020-02-16"}).status_code == 404
    assert program_of("officer", [TokenScope.PERSONS_READ]).post("/posts/prolong", {"rows": []}).status_code == 403


def test_what_was_written_of_people_is_refused_not_done_twice(world: World, program_of: ProgramOf) -> None:
    program, ids = program_of("officer"), staffed(world)
    bodies: dict[str, dict[str, Any]] = {
        "/persons": {"rows": [{"organization_id": world["cell-1"], "name": "Lê Văn Cả"}]},
        "/posts/fill": {"rows": [{"organization_id": world["cell-1"], "classification": "committee_member", "person_id": ids["ba"], "start_date": "2020-06-01"}]},
        "/posts/end": {"rows": [{"id": str(Holding.objects.known().get(person=ids["an"], post__kind="secretary").fact_id), "on": "2020-06-01", "reason": "retired"}]}}
    for address, body in bodies.items():
        assert (address, program.post(address, body).status_code < 300) == (address, True)
        entries = JournalEntry.objects.count()
        again = program.post(address, body)
        assert (address, again.status_code, JournalEntry.objects.count()) == (address, 422, entries)
    refused = program.post("/persons", bodies["/persons"]).json()
    assert (refused["rule"], refused["place"]) == ("RP-21", "name")
    assert "Đã có người tên Lê Văn Cả cùng năm sinh" in refused["detail"]
    allowed = program.post("/persons", {**bodies["/persons"], "namesakes": True})
    assert (allowed.status_code, len(allowed.json()["warnings"]), PersonProfile.objects.filter(full_name="Lê Văn Cả").count()) == (201, 1, 2)


BAD: tuple[tuple[str, dict[str, object], str], ...] = (
    ("/persons", {"birth_date": "1970-13"}, "rows.0.birth_date"), ("/persons", {"birth_date": "05/1970"}, "rows.0.birth_date"), ("/persons", {"birth_date": 1970}, "rows.0.birth_date"),
    ("/persons", {"birth_date": "0000"}, "rows.0.birth_date"), ("/persons", {"birth_date": "2021"}, "birth_date"), ("/persons", {"name": " "}, "name"), ("/persons", {"name": "x" * 150}, "name"),
    ("/persons", {"phone": "abc"}, "phone"), ("/persons", {"member_card": "?"}, "member_card"), ("/persons", {"start_date": "9999-12-31"}, "start_date"),
    ("/persons", {"qualifications": [{"field": "schooling", "level": "theory_none"}]}, "level"), ("/persons", {"gender": "x"}, "rows.0.gender"),
    ("/persons", {"qualifications": [{"field": "schooling", "level": "schooling_7_10"}, {"field": "schooling", "level": "schooling_9_12"}]}, ""),
    ("/posts/fill", {"start_date": "9999-12-31"}, "start_date"), ("/posts/fill", {"start_date": "0001-01-01"}, "start_date"), ("/posts/fill", {"end_date": "2020-06-20"}, "end_date"),
    ("/posts/fill", {"classification": "hamlet_head"}, "classification"), ("/posts/fill", {"obtained": "prolonged"}, "rows.0.obtained"), ("/posts/fill", {"person_id": 2**53 - 1}, "person_id"),
    ("/posts/end", {"on": "9999-12-31"}, "on"), ("/posts/end", {"on": "2020-01-01"}, "on"), ("/posts/end", {"id": "x"}, "rows.0.id"), ("/posts/end", {"reason": "unit_ended"}, "rows.0.reason"),
    ("/posts/end", {"id": "00000000-0000-4000-8000-000000000000"}, "id"))


def test_a_bad_row_about_people_is_refused_at_its_field_and_nothing_is_written(world: World, program_of: ProgramOf) -> None:
    program, ids = program_of("officer"), staffed(world)
    rows: dict[str, dict[str, object]] = {
        "/persons": {"organization_id": world["cell-1"], "name": "Lê Văn Cả"},
        "/posts/fill": {"organization_id": world["cell-1"], "classification": "committee_member", "person_id": ids["ba"], "start_date": "2020-06-01"},
        "/posts/end": {"id": str(Holding.objects.known().get(person=ids["an"], post__kind="secretary").fact_id), "on": "2020-06-01", "reason": "retired"}}
    before = JournalEntry.objects.count(), Person.objects.count(), Holding.objects.count()
    for address, changes, place in BAD:
        answer = program.post(address, {"rows": [{**rows[address], **changes}]})
        problem = answer.json()
        assert (address, changes, problem["place"], answer.status_code in (404, 422), bool(problem["detail"])) == (address, changes, place, True, True)
        assert (JournalEntry.objects.count(), Person.objects.count(), Holding.objects.count()) == before


def test_one_holding_named_twice_is_refused(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    row = {"id": str(Holding.objects.known().get(person=ids["an"], post__kind="secretary").fact_id), "on": "2020-06-01", "reason": "retired"}
    answer = program_of("officer").post("/posts/end", {"rows": [row, row]})
    assert (answer.status_code, "có hai dòng" in answer.json()["detail"]) == (422, True)


def test_a_key_for_writing_persons_does_not_read_them_and_the_other_way_round(world: World, program_of: ProgramOf) -> None:
    ids = staffed(world)
    writes, reads = program_of("officer", [TokenScope.PERSONS_WRITE]), program_of("officer", [TokenScope.PERSONS_READ])
    body = {"rows": [{"organization_id": world["cell-1"], "name": "Lê Văn Cả"}]}
    assert [writes.get(path).status_code for path in ("/persons", f"/persons/{ids['an']}", f"/units/{world['cell-1']}/posts")] == [403, 403, 403]
    assert (writes.post("/persons", body).status_code, reads.post("/persons", body).status_code) == (201, 403)
    assert "persons:write" in reads.post("/persons", body).json()["detail"]
