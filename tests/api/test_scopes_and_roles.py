"""The API's own matrix: every endpoint against every role, without a key, without its scope and with it."""

from datetime import date

import pytest
from django.db import transaction

from cast import MACHINE, ROLE_ACCOUNTS, SEASON, World, hold, plan
from kientoan.api.document import openapi
from kientoan.api.endpoint import endpoint_named
from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed
from kientoan.org import queries
from kientoan.org.access import RIGHTS, SCOPE_RIGHTS
from kientoan.org.enums import Role, TokenScope
from kientoan.org.operations import Fold, Reorganisation, reorganise
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding, Person
from program import Program, ProgramOf
from staff import fill, person, post

NEEDS = {
    "establish_unit": Right.CHANGE_UNITS, "post_rename": Right.CHANGE_UNITS, "post_reclassify": Right.CHANGE_UNITS, "post_move": Right.CHANGE_UNITS,
    "post_dissolve": Right.CHANGE_UNITS, "plan_congresses": Right.PLAN_CONGRESS, "take_steps": Right.REPORT_CONGRESS,
    "post_persons": Right.KEEP_PERSONS, "post_fill": Right.KEEP_POSTS, "post_end": Right.KEEP_POSTS,
    "post_prolong": Right.KEEP_POSTS, "post_correct": Right.KEEP_POSTS, "post_reorganisation": Right.CHANGE_UNITS}
"""What the operation behind a writing endpoint asks for; reading asks for nothing but the scope."""


def bodies(world: World) -> dict[str, dict[str, object]]:
    """A body for each writing endpoint that is done where it is allowed."""
    unit, on = world["party-05965"], "2020-06-23"
    holding = Holding.objects.known().filter(post__kind=PostKind.SECRETARY).first()
    held = str(holding.fact_id if holding else "")
    return {
        "establish_unit": {"parent_id": unit, "level": "cell", "classification": "local", "name": "Chi bộ xóm Mới", "on": on},
        "post_rename": {"name": "Đảng bộ xã Mới", "on": on},
        "post_reclassify": {"level": "grassroots", "classification": "office", "on": on},
        "post_move": {"parent_id": world["party-171"], "on": on},
        "post_dissolve": {"on": on},
        "plan_congresses": {"season": SEASON, "decided_on": "2020-06-01", "rows": [{"organization_id": unit, "start_date": "2020-06-24", "end_date": "2020-06-25"}]},
        "take_steps": {"season": SEASON, "step": "submitted", "rows": [{"organization_id": unit, "on": on}]},
        "post_persons": {"rows": [{"organization_id": unit, "name": "Lê Văn Cả"}]},
        "post_fill": {"rows": [{"organization_id": unit, "classification": "deputy_secretary", "person_id": Person.objects.get().pk, "start_date": on}]},
        "post_end": {"rows": [{"id": held, "on": on, "reason": "retired"}]},
        "post_prolong": {"rows": [{"id": held, "on": on, "term_ends_on": "2021-06-23"}]},
        "post_correct": {"id": held, "start_date": "2020-02-02"},
        "post_reorganisation": {"on": on, "renewals": [{"unit_id": unit, "name": "Đảng bộ xã Mới", "level": "grassroots", "classification": "local"}]},
    }


@pytest.fixture
def staffed(world: World) -> int:
    """A secretary of the clerk's organisation, a post that nobody holds, and hamlets that were merged."""
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 1), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    who = person(world, "Dương Thị Hoà")
    for kind in (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY):
        post(world, "party-05965", kind)
    fill(world, "party-05965", PostKind.SECRETARY, who)
    return who


def calls(world: World) -> list[tuple[str, str, str]]:
    """Every endpoint of the schema: its name, its method, and its path about a unit of the clerk's."""
    unit = {"post_dissolve": world["cell-2"]}
    person_id, event = str(Person.objects.get().pk), queries.succession_of(world["xom-3"])
    return [(operation["operationId"], method, path.removeprefix("/api/v1").replace("{person_id}", person_id).replace("{reorganisation_id}", event)
             .replace("{unit_id}", str(unit.get(operation["operationId"], world["party-05965"]))))
            for path, operations in openapi()["paths"].items() for method, operation in operations.items()]


def ask(program: Program, world: World, name: str, method: str, path: str) -> tuple[int, str]:
    """Ask, and take back what was written: status and body."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # an operation is a durable transaction
    with block:
        query = {"unit": "19"} if name in ("get_season_figure", "get_units_figure", "get_concurrency_figure", "list_congresses") else {}
        query |= {"unit": "05965"} if name in ("list_vacancies", "list_terms") else {}
        query |= {"model": "hamlet-head-is-member"} if name == "get_concurrency_figure" else {}
        answer = program.get(path, query) if method == "get" else program.post(path, bodies(world)[name])
        transaction.set_rollback(True)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_endpoint_against_every_role_with_and_without_its_scope(world: World, staffed: int, program_of: ProgramOf, role: Role) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    username = ROLE_ACCOUNTS[role]
    if Right.SEE_UNITS not in RIGHTS[role]:
        with pytest.raises(NotAllowed):
            program_of(username)
        return
    every, wrong = program_of(username), []
    lacking = {scope: program_of(username, [each for each in TokenScope if each is not scope]) for scope in TokenScope}
    for name, method, path in calls(world):
        scope = endpoint_named(name).scope
        status, body = ask(lacking[scope], world, name, method, path)
        if status != 403 or scope.value not in body:
            wrong.append((name, "without its scope", status, body))
        allowed = name not in NEEDS or NEEDS[name] in RIGHTS[role]
        unknown = name == "get_person" and Right.SEE_PERSONS not in RIGHTS[role]  # whoever may see no person does not learn that there is one
        status, body = ask(every, world, name, method, path)
        if status not in ((404,) if unknown else (200, 201, 204) if allowed else (403, 404) if name == "post_move" else (403,)):  # a clerk knows no unit to move it to
            wrong.append((name, "with it", status, body))
    assert wrong == []


def test_every_endpoint_needs_a_key(world: World, staffed: int) -> None:
    for name, method, path in calls(world):
        for program in (Program(), Program("kt_wrong")):
            status, body = ask(program, world, name, method, path)
            assert (name, status, "Khóa truy cập" in body or "khóa truy cập" in body) == (name, 401, True)


def test_a_strangers_key_meets_404_wherever_it_may_not_know(world: World, staffed: int, program_of: ProgramOf) -> None:
    stranger = program_of("stranger")
    hidden = {str(world["party-05965"]), str(world["cell-2"])}
    wrong = [(name, status) for name, method, path in calls(world) if hidden & set(path.split("/")) or name in bodies(world) or name == "get_person"
             if (status := ask(stranger, world, name, method, path)[0]) != 404]
    assert wrong == []
    for query in ({"unit": "173"}, {"unit_id": world["party-173"]}):
        assert [stranger.get(path, query).status_code for path in ("/figures/season", "/congresses", "/posts/vacancies", "/posts/terms", "/persons")] == [404] * 5
    assert stranger.get("/units", {"under": world["party-173"]}).status_code == 404


def test_names_beyond_ones_scope_are_one_line_and_left_out_of_lists(world: World, program_of: ProgramOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    clerk, officer = program_of("clerk"), program_of("officer")
    seen, whole = (each.get("/figures/season", {"unit": "173"}).json() for each in (clerk, officer))
    assert [(line["name"], line["code"], line["total"], line["held"]) for line in seen["children"]] == [
        ("Đảng bộ xã Dương Thành", "05965", 1, 1), ("1 tổ chức ngoài phạm vi được xem", None, 1, 0)]
    assert [line["name"] for line in whole["children"]] == ["Đảng bộ xã Dương Thành", "Đảng bộ xã Lương Phú"]
    assert (seen["total"], seen["held"]) == (whole["total"], whole["held"]) == (2, 1)
    listed = clerk.get("/congresses", {"unit": "19", "level": "grassroots"}).json()
    assert ([each["organization_name"] for each in listed["items"]], listed["hidden"]) == (["Đảng bộ xã Dương Thành"], 3)
    names = {each["name"] for each in clerk.get("/units").json()["items"]}
    assert "Xã Lương Phú" in names
    assert "Đảng bộ xã Lương Phú" not in names


def test_the_scope_stands_before_everything_else_about_a_request(world: World, program_of: ProgramOf) -> None:
    reader = program_of("officer", [TokenScope.FIGURES_READ])
    answer = reader.post(f"/units/{world['05965']}/rename", {"nonsense": 1})
    assert (answer.status_code, "units:write" in answer.json()["detail"]) == (403, True)
    assert Right.SEE_UNITS in SCOPE_RIGHTS[TokenScope.UNITS_WRITE]
