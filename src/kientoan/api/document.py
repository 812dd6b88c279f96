"""The schema of the API, for programs, and a page of its addresses, for people."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from kientoan.api.endpoint import endpoint_named, endpoints
from kientoan.api.face import PREFIX, api
from kientoan.api.keys import PER_MINUTE
from kientoan.api.problems import MEDIA_TYPE, Problem
from kientoan.api.repeats import NAME, PATTERN
from kientoan.org.enums import TokenScope

DESCRIPTION = """Read figures, units, posts, persons and congresses, and write through operations, with a key of limited scope.

A key acts for the account that issued it: it can do what the account may do and its scopes let through. Send it as `Authorization: Bearer KEY`; cookies
count for nothing here. Days are written `2020-06-23`, moments with their offset. Every question takes `as_of` (a day) and `known_at` (a moment).
Refusals are problem+json with a sentence in the language of `Accept-Language` (vi or en). A write that was done already is refused, not done twice; with an
`Idempotency-Key` the program gets the answer of the first time again, for 24 hours."""
REFUSALS = {
    400: "The request cannot be read, or its body is no JSON", 401: "No key that opens anything", 403: "The key or the account may not do this",
    404: "There is no such thing, or none that the account may know of",
    409: "The request of this Idempotency-Key is still under way; `Retry-After` says when to ask again", 413: "The body is too large",
    422: "The input cannot be read, or a rule refuses", 429: "The key asks too often; `Retry-After` says when to ask again",
}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema without null: what an address leaves out it leaves out."""
    kept: list[dict[str, Any]] = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    if len(kept) != 1:
        return schema
    return {name: value for name, value in schema.items() if name not in ("anyOf", "default")} | kept[0]


@cache
def openapi() -> dict[str, Any]:
    """The schema: what ninja derives from the code, with every refusal, the scopes and the summaries in English."""
    with translation.override("en"):
        schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX.rstrip("/"))))
        schemas = schema["components"].setdefault("schemas", {})
        parts = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas |= parts.pop("$defs")
        schemas["Problem"] = parts
        schema["info"]["description"] = DESCRIPTION
        schema["info"]["license"] = {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}
        schema["components"]["securitySchemes"] = {"key": {
            "type": "http", "scheme": "bearer", "description": "Scopes: " + ", ".join(f"`{scope.value}`" for scope in TokenScope)}}
        schema["tags"] = [{"name": name} for name in ("figures", "units", "posts", "persons", "reorganisations", "congresses")]
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(operation, has_body=method == "post")
    return schema


def _complete(operation: dict[str, Any], *, has_body: bool) -> None:
    """Add to an operation what ninja does not know of it."""
    declared = endpoint_named(operation["operationId"])
    operation["summary"] = str(declared.title)
    operation["description"] += f"\n\nScope: `{declared.scope.value}`."
    operation["security"] = [{"key": [declared.scope.value]}]
    for parameter in operation["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    if has_body:
        operation["parameters"].append({
            "in": "header", "name": NAME, "required": False, "schema": {"type": "string", "pattern": PATTERN},
            "description": "Names the request, such as by a UUID: asked again with it, the same request answers the same, with `Idempotent-Replayed: true`."})
    for status, description in REFUSALS.items():
        if has_body or status not in (409, 413):
            operation["responses"][str(status)] = {
                "description": description, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    operation["responses"]["429"]["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}


@require_safe
def schema_file(request: HttpRequest) -> HttpResponse:
    """The schema as JSON, open to anyone: it names no one."""
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


@require_safe
def schema_page(request: HttpRequest) -> HttpResponse:
    """The addresses as a page in the reader's language, without any script."""
    titles = {each.name: each for each in endpoints()}
    rows = []
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            names = [(each["name"], each["required"]) for each in operation["parameters"] if each["in"] == "query"]
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
            rows.append((method.upper(), path, titles[operation["operationId"]], names, _fields(body)))
    example = f'curl -H "Authorization: Bearer kt_…" "{request.build_absolute_uri(request.path)}figures/units?unit=19"'
    return render(request, "api/index.html", {"rows": rows, "scopes": list(TokenScope), "per_minute": PER_MINUTE, "example": example})


def _fields(body: str) -> list[tuple[str, bool]]:
    """The fields of a body with whether each must be there."""
    schema = openapi()["components"]["schemas"].get(body, {})
    return [(name, name in schema.get("required", [])) for name in schema.get("properties", {})]
