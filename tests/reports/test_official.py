"""Official tables over persons and posts: RP-07, RP-08, RP-10 as a page, as a paper, as a workbook, from one table."""

from datetime import date

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import World
from kientoan.papers.files import DOCX
from kientoan.people.enums import PostKind
from reading import ClientOf, first_sheet
from sheets import lines, words
from staff import fill, person, post

JUNE = date(2020, 6, 23)


@pytest.fixture
def staffed(world: World) -> World:
    """A commune's committee of three seats with two members, its secretary, and hamlet heads."""
    post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 3)
    post(world, "party-05965", PostKind.SECRETARY)
    post(world, "05965", PostKind.COMMITTEE_CHAIR)
    woman = person(world, "Dương Thị Hai", "15/05/1985", at="party-05965", member_of="cell-1", sex="female", ethnicity="Tày", home_place="Phú Bình")
    man = person(world, "Lê Văn Ba", "03/1970", at="party-05965", member_of="cell-2", sex="male", ethnicity="Kinh")
    for each in (woman, man):
        fill(world, "party-05965", PostKind.COMMITTEE_MEMBER, each, term_ends_on=date(2025, 6, 30))
    fill(world, "party-05965", PostKind.SECRETARY, woman)
    fill(world, "05965", PostKind.COMMITTEE_CHAIR, man)
    for number in (1, 2, 3):
        post(world, f"xom-{number}", PostKind.HAMLET_HEAD)
    fill(world, "xom-1", PostKind.HAMLET_HEAD, man)
    fill(world, "xom-2", PostKind.HAMLET_HEAD, person(world, "Phạm Văn Tư", at="xom-2"))
    return world


def rows(client: Client, key: str, unit: int) -> list[list[object]]:
    """The rows of a table's workbook."""
    answer = client.get(reverse("table_download", args=[key, "xlsx"]), {"ngay": "23/06/2020", "don-vi": unit})
    assert answer.status_code == 200
    return first_sheet(answer)


def text_of(client: Client, key: str, unit: int) -> str:
    """The text of a table's paper."""
    answer = client.get(reverse("table_download", args=[key, "pdf"]), {"ngay": "23/06/2020", "don-vi": unit})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(answer.content))


def test_rp_07_counts_seats_shortage_women_minorities_young_and_studies(staffed: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    table = rows(client, "cap-uy", staffed["party-173"])
    line, total = table[2], table[3]
    assert line[1] == "Đảng bộ xã Dương Thành"
    assert line[2:6] == [3.0, 2.0, 1.0, 1.0]
    assert (line[6], line[7], line[9]) == (0.5, 1.0, 1.0)
    assert total[1:5] == ["Cộng", 3.0, 2.0, 1.0]
    page = client.get(reverse("table_page", args=["cap-uy"]), {"ngay": "23/06/2020", "don-vi": staffed["party-173"]}).content.decode()
    assert "50,0" in page
    assert "dưới 40 tuổi, CG-12" in page


def test_rp_07_leaves_ethnicity_out_for_whoever_may_not_read_it(staffed: World, client_of: ClientOf) -> None:
    page = client_of("clerk").get(reverse("table_page", args=["cap-uy"]), {"ngay": "23/06/2020"}).content.decode()
    assert "người lấy biểu không có quyền xem" in page
    assert rows(client_of("clerk"), "cap-uy", staffed["party-05965"])[2][7] == ""


def test_rp_08_names_who_holds_the_key_posts_and_which_are_vacant(staffed: World, client_of: ClientOf) -> None:
    post(staffed, "party-05965", PostKind.DEPUTY_SECRETARY)
    table = rows(client_of("officer"), "chuc-danh", staffed["party-05965"])
    assert [(row[2], row[3], row[4]) for row in table[1:]] == [
        ("bí thư", "Dương Thị Hai", "1985"), ("phó bí thư", "khuyết", ""), ("chủ tịch Ủy ban nhân dân", "Lê Văn Ba", "1970")]


def test_rp_10_counts_by_commune_and_adds_up(staffed: World, client_of: ClientOf) -> None:
    table = rows(client_of("officer"), "kiem-nhiem", staffed["party-173"])
    assert table[1][1:5] == ["Xã Dương Thành", 3.0, 1.0, pytest.approx(1 / 3)]
    assert table[-1][2:4] == [3.0, 1.0]
    assert table[1][8:12] == [1.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize(("key", "words"), [
    ("cap-uy", "kết quả cấp ủy"), ("chuc-danh", "Dương Thị Hai"), ("kiem-nhiem", "Xã Dương Thành")])
def test_each_table_is_a_paper_in_official_form(staffed: World, client_of: ClientOf, key: str, words: str) -> None:
    text = text_of(client_of("officer"), key, staffed["party-173"])
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "HUYỆN ỦY PHÚ BÌNH" in text
    assert words.lower() in text.lower()


@pytest.mark.parametrize("key", ["cap-uy", "chuc-danh", "kiem-nhiem"])
def test_each_table_is_a_docx_with_the_words_of_the_paper(staffed: World, client_of: ClientOf, key: str) -> None:
    client = client_of("officer")
    answer = client.get(reverse("table_download", args=[key, "docx"]), {"ngay": "23/06/2020", "don-vi": staffed["party-173"]})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, DOCX)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="bieu-{key}-2020-06-23.docx"'
    printed = text_of(client, key, staffed["party-173"])
    assert set(words(" ".join(lines(answer.content)))) - set(words(printed)) == set()


def test_what_is_beyond_ones_scope_is_counted_and_not_named(staffed: World, client_of: ClientOf) -> None:
    client = client_of("stranger")
    page = client.get(reverse("table_page", args=["cap-uy"]), {"ngay": "23/06/2020", "don-vi": staffed["party"]}).content.decode()
    assert "1 cấp ủy ngoài phạm vi được xem" in page
    assert "Dương Thành" not in page
    assert client.get(reverse("table_page", args=["chuc-danh"]), {"ngay": "23/06/2020", "don-vi": staffed["party-173"]}).status_code == 404


def test_an_unknown_table_or_form_is_not_found(staffed: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    assert client.get(reverse("table_page", args=["khac"])).status_code == 404
    assert client.get(reverse("table_download", args=["cap-uy", "doc"])).status_code == 404


@pytest.mark.parametrize("key", ["cap-uy", "chuc-danh", "kiem-nhiem"])
def test_a_table_costs_the_same_queries_however_many_rows(staffed: World, client_of: ClientOf, key: str) -> None:
    client = client_of("officer")
    asked = {"ngay": "23/06/2020", "don-vi": staffed["party-173"]}

    def count() -> int:
        client.get(reverse("table_page", args=[key]), asked)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("table_page", args=[key]), asked)
        return len(caught)

    few = count()
    for kind in (PostKind.COMMITTEE_MEMBER, PostKind.SECRETARY):
        post(staffed, "party-05953", kind, 3 if kind is PostKind.COMMITTEE_MEMBER else 1)
    fill(staffed, "party-05953", PostKind.SECRETARY, person(staffed, "Ngô Văn Năm", at="party-05953", member_of="cell-1"))
    fill(staffed, "party-05953", PostKind.COMMITTEE_MEMBER, person(staffed, "Ngô Văn Sáu", at="party-05953", member_of="cell-1"))
    fill(staffed, "xom-3", PostKind.HAMLET_HEAD, person(staffed, "Ngô Văn Bảy", at="xom-3"))
    assert count() == few
