"""Fixtures that all data and request tests share: the story's clock, the cast, clients."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from cast import World
from kept import KeptWorld
from kientoan.core import clock
from kientoan.core.models import User
from kientoan.reports.season import FIGURES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = date(2020, 7, 1)
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what asks no database, and what is marked ``once``: it was run on SQLite already, and would come to the same.

    Those pages are walked on PostgreSQL too, by the journeys in a browser.
    """
    if not os.environ.get("KIENTOAN_DATABASE"):
        return
    def asks(item: pytest.Item) -> bool:
        return item.get_closest_marker("once") is None and (item.path.parent.name in ("postgresql", "browser") or item.get_closest_marker("django_db") is not None
                or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ())))

    config.hook.pytest_deselected(items=[each for each in items if not asks(each)])
    items[:] = [each for each in items if asks(each)]


@pytest.fixture(scope="session", autouse=True)
def _seldom_collected() -> None:
    """What is read at the start is never garbage, and looking for cycles after every few hundred objects costs some hundredths of a run."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    """A real hash costs a fifth of a second by design, and the cast has twelve accounts."""
    settings.PASSWORD_HASHERS = QUICK  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test has a database of its own, and a process keeps figures of only one."""
    FIGURES.forget()
    cache.clear()


@pytest.fixture
def story() -> Iterator[None]:
    """It is the morning of 01/07/2020."""
    with clock.telling(clock.working_moment(NOW, 9, 0)):
        yield


@pytest.fixture(scope="session")
def _kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> KeptWorld:
    """The cast's province as it is on the morning of the story."""
    kept = KeptWorld()
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK), clock.telling(clock.working_moment(NOW, 9, 0)):
        kept.build()
    FIGURES.forget()
    return kept


@pytest.fixture
def world(_kept_world: KeptWorld, db: None, story: None) -> World:
    """A small province with its accounts, built through operations."""
    return _kept_world.take()


@pytest.fixture
def resident(world: World) -> Client:
    """A browser of somebody without an account."""
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def client_of(db: None) -> Callable[[str], Client]:
    """A browser session of an account, by user name."""
    def make(username: str) -> Client:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.get(username=username), backend=BACKEND)
        return client

    return make
