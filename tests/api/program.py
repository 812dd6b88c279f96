"""A program that asks the API with a key, and reads JSON."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Program:
    """A client that sends a key, or none."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.client = Client(HTTP_HOST="127.0.0.1", raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query or {}, headers={**self.headers, **headers})

    def post(self, path: str, body: object, **headers: str) -> HttpResponse:
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers={**self.headers, **headers})


ProgramOf = Callable[..., Program]
