"""The demonstration's story in a real browser: brought once for the session into the lane's database, behind a live server."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kept import demonstration, once
from kientoan.config import Config, HomeFile, write_home

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE, DESK = 360, 1280
HEIGHT = 800
AXE: str = Axe().axe_script
TORN = """[...document.querySelectorAll("td[data-l]")].filter(cell => getComputedStyle(cell).display === "grid" && [...cell.childNodes].filter(
    each => each.nodeType === Node.TEXT_NODE ? each.textContent.trim() : each.nodeType === Node.ELEMENT_NODE && getComputedStyle(each).position !== "absolute").length > 1)
    .map(cell => `${cell.dataset.l}: ${cell.innerText.slice(0, 80)}`)"""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"]


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of an installation's real server, a process of its own, while it is wanted."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "kientoan", "serve", "--home", str(home), "--port", str(port)], cwd=ROOT, env=environment,
                              stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _each in range(100):
            try:
                with urllib.request.urlopen(f"{address}/dang-nhap/"):  # noqa: S310  # our own address
                    break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def _brought_over(factory: pytest.TempPathFactory) -> Path:
    """A home on the lane's server with the demonstration's story, brought over from SQLite by a backup: half the time of telling it again."""
    told, environment = demonstration(factory), _environment()

    def bring(place: Path) -> None:
        kientoan, saved = [sys.executable, "-m", "kientoan"], str(place / "saved.zip")
        without = {key: value for key, value in environment.items() if key != "KIENTOAN_DATABASE"}
        subprocess.run([*kientoan, "backup", saved, "--home", str(told)], cwd=ROOT, env=without, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*kientoan, "restore", saved, "--home", str(place / "home")], cwd=ROOT, env=environment, check=True, capture_output=True)

    return once(factory, "story", bring) / "home"


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in ("KIENTOAN_HOME", "DJANGO_SETTINGS_MODULE")}


def _own_copy(server: str, home: Path) -> str:
    """A worker's own copy of the story on the lane's server, which ``home`` is bound to; its address."""
    lane = conninfo_to_dict(server)
    name = f"site_{os.getpid()}"
    with psycopg.connect(make_conninfo(server, dbname="template1"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{lane["dbname"]}"')
    address = f"postgresql://{lane['user']}@/{name}?host={lane['host']}"
    write_home(home, HomeFile(demo=True, database=Config(database=address).database_mark))
    return address


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running demonstration: one for each worker, the story told once for all."""
    home, environment = tmp_path_factory.mktemp("site") / "home", _environment()
    if server := environment.get("KIENTOAN_DATABASE"):
        shutil.copytree(_brought_over(tmp_path_factory), home)
        environment["KIENTOAN_DATABASE"] = _own_copy(server, home)
    else:
        shutil.copytree(demonstration(tmp_path_factory), home)
    with serving(home, environment) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click and a key return once the next page has begun, when it may still be empty; whoever looks at it waits until it is there."""
    def waiting(act: Callable[..., None]) -> Callable[..., None]:
        def and_wait(self: Locator, *args: Any, **kwargs: Any) -> None:
            act(self, *args, **kwargs)
            self.page.wait_for_load_state()

        return and_wait

    for name in ("click", "press"):
        monkeypatch.setattr(Locator, name, waiting(getattr(Locator, name)))


class Visitor:
    """A person at a browser."""

    def __init__(self, browser: Browser, site: str, *, width: int = DESK, language: str = "vi", script: bool = True) -> None:
        self.site = site
        self.width = width
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": HEIGHT}, locale="vi-VN", java_script_enabled=script)
        if language != "vi":
            self.context.add_cookies([{"name": "kientoan_language", "value": language, "url": site}])
        self.page: Page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def step_in(self, username: str) -> "Visitor":
        """Take a role of the demonstration."""
        self.page.goto(f"{self.site}/dang-nhap/")
        self.page.locator(f'form:has(input[value="{username}"]) button').click()
        return self

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.site + path)
        return self.page

    def unit(self, name: str, on: str = "23/06/2020") -> int:
        """The id of a unit that stands on a day, found as a person finds it."""
        self.go(f"/don-vi/?q={name}&ngay={on}")
        address = self.page.locator("main").get_by_role("link", name=name, exact=True).first.get_attribute("href") or ""
        return int(address.split("/")[2])

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        self.page.wait_for_load_state()  # a key pressed on the page, not in a field, waits for nothing
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def torn(self) -> list[str]:
        """Cells whose words stand in columns of their own: on a phone a cell has one thing beside its label."""
        return [str(each) for each in self.page.evaluate(TORN)]

    def findings(self) -> list[str]:
        """What axe finds on the page: WCAG A, AA and best practice."""
        self.page.evaluate(AXE)
        violations = self.page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")  # all else that it found takes as long to bring over
        return [f"{each['id']}: {node['html'][:160]}" for each in violations for node in each["nodes"]]

    def faults(self) -> list[str]:
        """What is wrong with how the page looks: what axe finds at its own width, and whether it is too wide for a phone or a desk."""
        found = self.findings()
        for width in (PHONE, DESK):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if over := self.overflow():
                found.append(f"{over} px too wide at {width}")
            found += [f"torn at {width}: {each}" for each in self.torn()]
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
        return found


def well(visitor: Visitor) -> None:
    """The page fits, no cell is torn, and axe finds nothing."""
    assert (visitor.page.url, visitor.overflow(), visitor.torn(), visitor.findings()) == (visitor.page.url, 0, [], [])


def follow(page: Page, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Reach a link or a button of the page's own part as the keyboard does, and press it."""
    target = page.locator("main").get_by_role("link", name=name, exact=exact).or_(page.locator("main").get_by_role("button", name=name, exact=exact)).first
    target.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def text(page: Page) -> str:
    """What the page's own part says, its spaces plain."""
    return page.locator("main").inner_text().replace("\u00a0", " ")


LOOKS = pytest.mark.parametrize(("width", "language"), [(PHONE, "vi"), (DESK, "en")])
"""How pages are walked: each text is read by axe, each width too, and every page is measured at both widths in both languages."""
Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(chromium: Browser, site: str) -> Iterator[Arrive]:
    """Make visitors; at the end none of them may have met an error in the console."""
    made: list[Visitor] = []

    def make(**options: object) -> Visitor:
        visitor = Visitor(chromium, site, **options)  # type: ignore[arg-type]  # the options of Visitor
        made.append(visitor)
        return visitor

    yield make
    troubles = [trouble for visitor in made for trouble in visitor.troubles]
    for visitor in made:
        visitor.context.close()
    assert troubles == []
