"""What every page needs around its content."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Nothing yet."""
    return {}
