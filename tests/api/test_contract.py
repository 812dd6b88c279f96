"""The API keeps its word: the schema as agreed, and what schemathesis asks of every operation, writes included.

Each example runs in a savepoint that is rolled back, so that one finds what the next finds, whatever was written.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from cast import MACHINE, SEASON, World, hold, plan
from kientoan.org import queries
from kientoan.org.enums import TokenScope
from kientoan.org.operations import Fold, Reorganisation, issue_token, reorganise
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding, Person
from snapshot import SNAPSHOT, schema_now
from staff import fill, person, post

TODAY = date(2020, 7, 1)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
APPLICATION = get_wsgi_application()
SETTINGS = settings(max_examples=10, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Lists of a thousand rows are for a test of ours: here the boundary of a list is looked for at two."""
    for schema in raw_schema["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            field.update({"maxItems": 2} if field.get("maxItems", 0) > 2 else {})


def agreed(*, boundaries: bool) -> schemathesis.BaseSchema:
    """The schema as the application serves it.

    Parameters:
        boundaries: whether schemathesis also walks along every boundary of every field, and sends what the schema forbids.
    """
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APPLICATION, headers={"Host": "127.0.0.1"})
    schema.config.phases.coverage.enabled = boundaries
    schema.config.phases.coverage.unexpected_methods = set()  # a test of ours asks with other methods
    schema.config.generation.modes = list(GenerationMode) if boundaries else [GenerationMode.POSITIVE]
    return schema


ANYTHING, SENSIBLE = agreed(boundaries=True), agreed(boundaries=False)


@pytest.fixture
def within_the_test() -> Iterator[None]:
    """The application behind its own door closes the connection after a request, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(world: World, within_the_test: None) -> str:
    """A key with every scope of the account that may do most."""
    cache.clear()
    hold(world, "party-05965", date(2020, 5, 29))
    plan(world, "party-05953", date(2020, 6, 20))
    post(world, "party-05953", PostKind.SECRETARY)
    post(world, "party-05953", PostKind.DEPUTY_SECRETARY)
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 1), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    fill(world, "party-05953", PostKind.SECRETARY, person(world, "Dương Thị Hoà", "5/1970", member_of="cell-1"))
    return issue_token(world.actor("officer"), name="Máy thử", scopes=list(TokenScope), expires_on=TODAY).key


def call(case: schemathesis.Case, key: str) -> int:
    """Ask, compare with the schema, and take back what was written."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # an operation is a durable transaction
    cache.clear()
    with block:
        response = case.call_and_validate(headers={"Authorization": f"Bearer {key}", "Host": "127.0.0.1"}, checks=CHECKS)
        transaction.set_rollback(True)
    return int(response.status_code)


PEOPLE = ("persons", "fill", "end", "prolong")


def people_row(act: str, world: World, row: dict[str, Any]) -> dict[str, Any]:
    """A row about persons that exist, with what else schemathesis made of it."""
    unit = world["party-05953"]
    if act == "persons":
        return {"organization_id": unit, "name": "Lê Văn Cả", "gender": row.get("gender")}
    if act == "fill":
        return {"organization_id": unit, "classification": "deputy_secretary", "person_id": Person.objects.get().pk, "start_date": "2020-06-23",
                "term_label": row.get("term_label", "")}
    held = str(Holding.objects.known().get().fact_id)
    return {"id": held, "on": "2020-06-23", **({"term_ends_on": "2021-06-23"} if act == "prolong" else {"reason": row["reason"]})}


def made_real(case: schemathesis.Case, world: World) -> None:
    """Put things that exist where the schema only asks for any: units, days on which they stand, the season, a step that is due."""
    act = case.path.rpartition("/")[2]
    if "unit_id" in (case.path_parameters or {}):
        case.path_parameters["unit_id"] = world[{"rename": "05965", "reclassify": "05965", "move": "05965", "dissolve": "xom-1"}.get(act, "party-173")]
    if "reorganisation_id" in (case.path_parameters or {}):
        case.path_parameters["reorganisation_id"] = queries.succession_of(world["xom-3"])
    if "person_id" in (case.path_parameters or {}):
        case.path_parameters["person_id"] = Person.objects.get().pk
    if case.query:
        for name in ("known_at", "cursor"):
            case.query.pop(name, None)
        case.query |= {name: value for name, value in {"as_of": "2020-06-23", "under": world["party"]}.items() if name in case.query}
    if (case.method == "GET" and act in ("season", "congresses", "vacancies", "terms", "persons")) or case.path.endswith(("/figures/units", "/figures/concurrency")):
        case.query = {**(case.query or {}), "unit": "19"}
        case.query.pop("unit_id", None)
        case.query |= {name: value for name, value in {"season": SEASON, "level": "grassroots"}.items() if name in case.query}
    if isinstance(case.body, dict):
        real = {"parent_id": world["171"], "level": "commune", "on": "2020-06-23", "season": SEASON, "decided_on": "2020-06-23", "decision": None,
                "step": "submitted", "classification": "ward", "code": None}
        case.body |= {name: value for name, value in real.items() if name in case.body}
        if "folds" in case.body or act == "reorganisations":
            case.body = {"on": "2020-06-23", "folds": [{"unit_id": world["xom-1"], "into": [world["xom-2"]]}]} | {
                name: case.body[name] for name in ("dry_run", "unconfirmed") if name in case.body}
        elif act == "correct":
            case.body = {"id": str(Holding.objects.known().get().fact_id), "start_date": "2020-02-02"}
        elif act in PEOPLE:
            case.body = {"rows": [people_row(act, world, case.body["rows"][0])]}
        elif "rows" in case.body:
            planned = {"organization_id": world["party-05953"], "start_date": "2020-06-24", "end_date": "2020-06-25", "on": "2020-06-23", "opened_on": None}
            case.body["rows"] = [{name: planned.get(name, value) for name, value in row.items()} for row in case.body["rows"][:1]]


@ANYTHING.parametrize()
@SETTINGS
def test_every_operation_keeps_to_the_schema_whatever_is_sent(case: schemathesis.Case, key: str) -> None:
    call(case, key)


def test_every_operation_keeps_to_the_schema_and_succeeds_for_things_that_exist(key: str, world: World) -> None:
    """Refusals alone would prove little: every operation is done at least once, the writing ones too."""
    operations = [each.ok() for each in SENSIBLE.get_all_operations()]
    done: set[str] = set()

    @settings(SETTINGS, max_examples=3)
    @given(strategies.tuples(*(each.as_strategy(generation_mode=GenerationMode.POSITIVE) for each in operations)))
    def ask(cases: tuple[schemathesis.Case, ...]) -> None:
        for case in cases:
            made_real(case, world)
            if call(case, key) < 300:
                done.add(case.operation.label)

    ask()
    assert {each.label for each in operations} - done == set()


def test_the_schema_is_the_one_that_was_agreed() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == schema_now(), "python tests/api/snapshot.py --write"


def test_the_schema_speaks_english_and_describes_every_operation() -> None:
    schema = schema_now()
    assert re.findall("[ạảãấầẩẫậắằẳẵặđ][^\"]*", schema.replace("Kiện Toàn", "")) == []
    operations = [operation for path in ANYTHING.raw_schema["paths"].values() for operation in path.values()]
    assert len(operations) == 29
    assert [each["operationId"] for each in operations if not each["summary"] or "Scope: `" not in each["description"]] == []
    assert ANYTHING.raw_schema["openapi"].startswith("3.1")
