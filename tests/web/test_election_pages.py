"""The rules of elections on pages: every pack with its papers and days, each rule in the reader's language, and what is unverified."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from cast import World
from kientoan.rules.election.pack import Pack
from kientoan.rules.election.packs import PACKS
from kientoan.web.election.views import slug_of

ClientOf = Callable[[str], Client]
DAY = {"ngay": "23/06/2020"}


def text(response: object) -> str:
    """What a person reads on a page: without tags and drawings, spaces made one."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)  # type: ignore[attr-defined]  # a response
    plain = re.sub(r"<[^>]+>", " ", body).replace("\u00a0", " ")
    return " ".join(plain.replace("&quot;", '"').replace("&#x27;", "'").replace("&lt;", "<").split())


def test_the_list_names_every_pack_with_its_issuer_date_and_days(world: World, client_of: ClientOf) -> None:
    page = text(client_of("clerk").get("/quy-tac/", DAY))
    assert "6 bộ quy định" in page
    assert "Bầu cử trong Đảng theo Quy chế 244-QĐ/TW 244-QĐ/TW, 09/06/2014 Ban Chấp hành Trung ương Đảng 04-HD/TW, 06/10/2014" in page
    assert "đại hội đảng viên, đại hội đại biểu, hội nghị ban chấp hành 09/06/2014 – 09/10/2024 hiệu lực ngày đang xem" in page
    assert "01/07/2025 – nay" in page
    assert page.count("hiệu lực ngày đang xem") == 3


def test_which_pack_is_in_force_follows_the_day_shown_and_links_carry_it(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    page = client.get("/quy-tac/", DAY).content.decode()
    assert 'href="/quy-tac/244-qd-tw-2014-06-09/?ngay=23%2F06%2F2020"' in page
    assert "không có hiệu lực ngày đang xem" in text(client.get("/quy-tac/190-qd-tw-2024-10-10/", DAY))
    assert "không có hiệu lực" not in text(client.get("/quy-tac/244-qd-tw-2014-06-09/", DAY))


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_a_packs_page_says_every_rule_in_the_readers_language_and_marks_what_is_unverified(world: World, client_of: ClientOf, pack: Pack) -> None:
    client = client_of("clerk")
    reasons = [*pack.articles, pack.tie, pack.open_seats, *(setting.reason for setting in pack.settings), *([pack.turnout] if pack.turnout else [])]
    unverified = len(pack.settings) + sum(each.unverified for each in pack.majorities.values())
    page = text(client.get(f"/quy-tac/{slug_of(pack)}/", DAY))
    assert [each.vi for each in reasons if each.vi not in page] == []
    assert [source.number for source in pack.sources if source.number not in page] == []
    assert page.count("chưa kiểm chứng") == unverified + sum("chưa kiểm chứng" in each.vi for each in reasons)
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})
    english = text(client.get(f"/quy-tac/{slug_of(pack)}/", DAY))
    assert [each.en for each in reasons if each.en not in english] == []
    assert pack.en in english
    assert [each.vi for each in reasons if each.vi in english] == []


def test_a_base_is_told_with_what_may_be_deducted(world: World, client_of: ClientOf) -> None:
    page = text(client_of("clerk").get("/quy-tac/244-qd-tw-2014-06-09/", DAY))
    assert ("Đại hội đại biểu đại biểu được triệu tập cấp ủy viên triệu tập vắng suốt đại hội; đại biểu vắng suốt đại hội, không có dự khuyết thay EL-33") in page
    assert "Hội nghị ban chấp hành ủy viên ban chấp hành được triệu tập chưa kiểm chứng" in page
    assert "Số vòng bầu nhiều nhất khi bầu bí thư chi bộ. 3 EL-38" in page


def test_a_pack_that_there_is_not_is_404_and_a_stranger_signs_in_first(world: World, client_of: ClientOf) -> None:
    assert client_of("clerk").get("/quy-tac/244/").status_code == 404
    assert Client(HTTP_HOST="127.0.0.1").get("/quy-tac/").status_code == 302


def test_the_pages_cost_no_query_of_their_own(world: World, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]) -> None:
    client = client_of("officer")
    client.get("/quyen/")
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]  # a context manager
        client.get("/quy-tac/", DAY)
