"""Programs with a key of the cast."""

from collections.abc import Collection
from datetime import date

import pytest
from django.core.cache import cache

from cast import World
from kientoan.org.enums import TokenScope
from kientoan.org.operations import issue_token
from program import Program, ProgramOf

UNTIL = date(2020, 12, 31)


@pytest.fixture
def program_of(world: World) -> ProgramOf:
    """A program with a key of an account, by user name; with every scope unless some are named."""
    cache.clear()

    def make(username: str, scopes: Collection[TokenScope] = tuple(TokenScope)) -> Program:
        return Program(issue_token(world.actor(username), name="Máy thử", scopes=scopes, expires_on=UNTIL).key)

    return make
