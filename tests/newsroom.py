"""News as tests write, edit and publish it, and the officers whose names are made public."""

import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cast import World
from kientoan.people.enums import PostKind
from kientoan.publishing.models import Article
from photos import photo
from reading import ClientOf
from staff import fill, person, post

DAY = date(2020, 7, 1)
"""The day of the tests' clock."""
TITLE = "Chi bộ Trung Thành giao việc làm mương"
VALUES = {"topic": "to-chuc", "day": "01/06/2020", "title": TITLE, "lead": "Ba ngày sau đại hội, chi bộ họp và giao việc.", "byline": "Bài và ảnh: Ngô Thu Hiền",
          "body": "Xóm có **96 hộ**.\n\n# Ai làm gì\n\n- Vét mương bờ Đông\n- [Lịch họp](/cong/)\n\nMương đất dài 1,2 km."}
PICTURE = {"alt": "Bà con vét mương", "caption": "Sáng 31/05/2020 ở bờ Đông."}


def sent(content: bytes | None = None, name: str = "a.jpg") -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, photo(900, 700) if content is None else content, "image/jpeg")


def write(world: World, client: Client, unit: str = "party-05965", **changes: object) -> int:
    """Write a piece of news; its id."""
    answer = client.post(f"/don-vi/{world[unit]}/tin/moi/", {**VALUES, **changes})
    assert answer.status_code == 302, fault(answer)
    return Article.objects.latest("pk").pk


def act(client: Client, article: int, what: str, **values: object) -> HttpResponse:
    """Take a step with a piece of news."""
    return client.post(f"/tin/{article}/lam/{what}/", values)


def published(world: World, client_of: ClientOf, **changes: object) -> int:
    """A piece of news that is public, by an officer who may do all."""
    officer = client_of("keeper")
    made = write(world, officer, **changes)
    for what in ("gui", "chuyen", "dang"):
        assert act(officer, made, what).status_code == 302
    return made


def fault(answer: HttpResponse) -> str:
    """What a page says above its form."""
    found = re.search(r'<div class="note late" role="alert".*?</div></div>', answer.content.decode(), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def address(article: int) -> str:
    """The public address of a piece of news."""
    return f"/cong/tin/{Article.objects.get(pk=article).reference}/"


def officers(world: World) -> tuple[int, int]:
    """A secretary and a deputy of the commune, with all that the public may not read of them."""
    for kind in (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMITTEE_MEMBER):
        post(world, "party-05965", kind, 15 if kind is PostKind.COMMITTEE_MEMBER else 1)
    first, second = person(world, "Hoàng Văn Lưu Phương", "1971", phone="0912345678", member_of="cell-1"), person(world, "Dương Thị Mơ Lan", "1980", member_of="cell-2")
    fill(world, "party-05965", PostKind.SECRETARY, first)
    fill(world, "party-05965", PostKind.DEPUTY_SECRETARY, second)
    return first, second
