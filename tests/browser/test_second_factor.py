"""Enrolment, the second factor and signing in again with it, in a real browser on an installation of one's own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser

from conftest import DESK, PHONE, ROOT, Visitor, serving  # type: ignore[attr-defined]  # the browser's own conftest

PASSWORD = "ruộng bậc thang"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address and the home of a real installation, just founded."""
    home = tmp_path_factory.mktemp("own") / "home"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
    subprocess.run([sys.executable, "-m", "kientoan", "init", "--home", home, "--province-code", "19", "--province-name", "Tỉnh Thái Nguyên",
                    "--since", "2020-01-01", "--officer", "ha.an", "--officer-name", "Lê Thị Hà An"], cwd=ROOT, env=environment, check=True, capture_output=True)
    with serving(home, environment) as address:
        yield address, home


def slip(home: Path) -> str:
    """A new one-time code, as whoever keeps the machine gives it."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
    out = subprocess.run([sys.executable, "-m", "kientoan", "account", "code", "ha.an", "--home", home], cwd=ROOT, env=environment, check=True,
                         capture_output=True, text=True).stdout
    found = re.search("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", out)
    assert found
    return found[0]


def shown(visitor: Visitor) -> str:
    """The key on the set-up page."""
    return visitor.page.locator(".code").inner_text().replace(" ", "")


@pytest.mark.parametrize(("width", "language"), [(PHONE, "vi"), (DESK, "en")])
def test_an_officer_enrols_sets_up_the_second_factor_and_signs_in_with_it(
        chromium: Browser, own_site: tuple[str, Path], width: int, language: str) -> None:
    site, home = own_site
    visitor = Visitor(chromium, site, width=width, language=language)
    page = visitor.go("/ghi-danh/")
    page.fill("[name=username]", "ha.an")
    page.fill("[name=code]", slip(home))
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.locator("main button.go").click()

    def well(path: str) -> None:
        assert page.url == site + path
        shots = os.environ.get("SHOTS")
        if shots:
            page.screenshot(path=f"{shots}/{path.strip('/').replace('/', '-') or 'home'}-{width}-{language}.png", full_page=True)
        assert visitor.findings() == []
        assert visitor.overflow() <= 0

    well("/hai-lop/lap/")
    visitor.go("/don-vi/")
    assert page.url == f"{site}/hai-lop/lap/"
    page.fill("[name=code]", "000000")
    page.locator("main button.go").click()
    assert page.locator(".err").count() == 1
    key = shown(visitor)
    counter = int(time.time()) // 30
    page.fill("[name=code]", format_hotp_value(hotp_value(key, counter)))
    page.locator("main button.go").click()
    well("/hai-lop/ma-du-phong/")
    recovery = page.locator("main ul li").first.inner_text()
    page.locator("main a.go").click()
    well("/")
    visitor.go("/hai-lop/")
    well("/hai-lop/")
    visitor.go("/hai-lop/doi/")
    well("/hai-lop/doi/")

    page.locator("form[action='/dang-xuat/'] button").first.click() if width == DESK else visitor.context.clear_cookies(name="sessionid")
    visitor.go("/dang-nhap/")
    page.fill("[name=login]", "ha.an")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button.go").click()
    well("/dang-nhap/lop-hai/")
    page.fill("[name=code]", recovery)
    page.locator("main button.go").click()
    assert page.url == f"{site}/"
    visitor.go("/xac-nhan/")
    well("/xac-nhan/")
    visitor.go("/xac-nhan/lop-hai/")
    well("/xac-nhan/lop-hai/")
    assert [trouble for trouble in visitor.troubles if "Content Security Policy" in trouble] == []
    visitor.context.close()
