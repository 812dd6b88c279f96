"""The register of papers on pages: next number, papers of the past, void numbers, what is missing; found and opened by those entitled."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cast import MACHINE, World
from kientoan.registers.enums import IssuedBy, PaperKind, SeriesKind
from kientoan.registers.models import IssuedPaper, Register
from kientoan.registers.operations import enter_numbered_paper, take_number, void_number
from kientoan.registers.steps import NewPaper, Numbered
from reading import ClientOf, costs, first_sheet, text

DAY = {"ngay": "23/06/2020"}


def take(world: World, *, number: int | None = None, **more: object) -> Numbered:
    """A report of the commune's committee, numbered."""
    paper = NewPaper(world["party-05965"], PaperKind.REPORT, "Báo cáo kết quả đại hội", date(2020, 6, 1), "ĐU", term="2020-2025", **more)  # type: ignore[arg-type]  # fields
    return take_number(MACHINE, paper=paper) if number is None else enter_numbered_paper(MACHINE, paper=paper, number=number)


def filled(**more: str) -> dict[str, str]:
    """The form of a paper, filled in."""
    return {"issued_by": "party", "kind": "report", "series": "kind", "term": "2020-2025", "issuer_symbol": "ĐU", "day": "01/06/2020", "abstract": "Báo cáo quý", **more}


def send(client: Client, name: str, unit: int, **more: str) -> str:
    """What a person reads after sending a form."""
    return text(client.post(reverse(name, args=[unit]), filled(**more), follow=True))


def test_a_clerk_takes_the_next_number_and_reads_it(world: World, client_of: ClientOf) -> None:
    client, unit = client_of("clerk"), world["party-05965"]
    assert "Chưa có văn bản nào trong sổ" in text(client.get(reverse("register_list"), DAY))
    assert "Đã ghi: Số 01-BC/ĐU." in send(client, "register_take", unit)
    assert "Đã ghi: Số 02-BC/ĐU." in send(client, "register_take", unit)
    assert "Đã ghi: Số 01-BB/ĐH." in send(client, "register_take", unit, kind="minutes", series="congress", issuer_symbol="ĐH")
    page = text(client.get(reverse("register_list"), DAY))
    assert "Sổ văn bản: 3" in page
    assert "Sổ BC, 2020-2025 văn bản của Đảng 2 3 0 0 0" in page
    assert "Sổ văn bản đại hội, 2020-2025 văn bản của Đảng 1 2 0 0 0" in page


def test_what_is_missing_double_or_void_is_said_on_the_page(world: World, client_of: ClientOf) -> None:
    register = take(world, number=3).register_id
    void_number(MACHINE, fact_id=take(world).fact_id, reason="in hỏng")
    take(world, number=9)
    page = text(client_of("clerk").get(reverse("register", args=[register]), DAY))
    assert "Số tiếp theo: 10" in page
    assert "Số thiếu: 6 (1–2, 5–8)" in page
    assert "đã hủy: in hỏng" in page
    assert "ghi lại từ văn bản" in page
    assert "Còn thiếu 6 số ở giữa các sổ." in text(client_of("clerk").get(reverse("register_list"), DAY))


def test_a_number_in_use_and_a_term_that_is_none_are_refused_at_their_fields(world: World, client_of: ClientOf) -> None:
    client, unit = client_of("clerk"), world["party-05965"]
    assert "Đã ghi: Số 05-BC/ĐU." in send(client, "register_enter", unit, number="5")
    assert "Số 05 đã có trong sổ" in send(client, "register_enter", unit, number="5")
    assert "Số 0 không phải số văn bản" in send(client, "register_enter", unit, number="0")
    assert "Gõ hai năm, ví dụ 2020-2025" in send(client, "register_take", unit, term="khóa XXV")
    assert "Chọn dãy khác" in send(client, "register_take", unit, series="all")
    assert IssuedPaper.objects.known().count() == 1


def test_a_number_is_made_void_with_its_reason(world: World, client_of: ClientOf) -> None:
    made, client = take(world), client_of("clerk")
    address = reverse("register_void", args=[made.fact_id])
    assert "Hủy số: Số 01-BC/ĐU" in text(client.get(address, DAY))
    assert "Chưa điền mục này." in text(client.post(address, {"reason": ""}))
    assert "đã hủy: in hỏng" in text(client.post(address, {"reason": "in hỏng"}, follow=True))
    assert "đã hủy rồi: in hỏng" in text(client.post(address, {"reason": "nữa"}))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_register_is_taken_away_with_its_gaps(world: World, client_of: ClientOf, form: str) -> None:
    register = take(world, number=4).register_id
    answer = client_of("auditor").get(reverse("register_download", args=[register, form]), DAY)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="so-van-ban-{register}-2020-06-23.{form}"'
    if form == "xlsx":
        assert [row[0] for row in first_sheet(answer)[1:]] == [1.0, 4.0]
        assert first_sheet(answer)[1][5] == "thiếu số 1 đến 3"
    else:
        assert "thiếu số 1 đến 3" in answer.content.decode("utf-8-sig")
    assert client_of("auditor").get(reverse("register_download", args=[register, "pdf"]), DAY).status_code == 404


def test_the_register_of_an_area_is_the_states(world: World, client_of: ClientOf) -> None:
    unit = world["05965"]
    assert "Đã ghi: Số: 01/QĐ-UBND." in send(client_of("clerk"), "register_take", unit, issued_by="state", kind="decision", issuer_symbol="UBND", term="")
    page = text(client_of("clerk").get(reverse("register_list"), {**DAY, "don-vi": unit}))
    assert "Sổ QĐ, 2020 văn bản hành chính của Nhà nước 1 2" in page


def test_strangers_find_no_register_and_readers_have_no_buttons(world: World, client_of: ClientOf) -> None:
    made = take(world)
    stranger = client_of("stranger")
    for address in (reverse("register", args=[made.register_id]), reverse("register_download", args=[made.register_id, "xlsx"]), reverse("register_void", args=[made.fact_id]),
                    reverse("register_take", args=[world["party-05965"]]), reverse("register_enter", args=[world["party-05965"]])):
        assert stranger.get(address, DAY).status_code == 404, address
    assert stranger.get(reverse("register_list"), {**DAY, "don-vi": world["party-05965"]}).status_code == 404
    assert stranger.post(reverse("register_void", args=[made.fact_id]), {"reason": "lạ"}).status_code == 404
    auditor = text(client_of("auditor").get(reverse("register", args=[made.register_id]), DAY))
    assert "Báo cáo kết quả đại hội" in auditor
    assert "Hủy số" not in auditor
    assert "Cấp số" not in auditor


def test_an_abstract_with_markup_or_a_formula_stays_text(world: World, client_of: ClientOf) -> None:
    client, unit = client_of("clerk"), world["party-05965"]
    client.post(reverse("register_take", args=[unit]), filled(abstract="=1+1<script>alert(1)</script>"))
    register = Register.objects.get()
    assert "<script>alert" not in client.get(reverse("register", args=[register.pk]), DAY).content.decode()
    assert ",=1+1" not in client.get(reverse("register_download", args=[register.pk, "csv"]), DAY).content.decode()


def test_the_pages_cost_the_same_however_many_papers(world: World, client_of: ClientOf) -> None:
    register, client = take(world).register_id, client_of("clerk")
    addresses = [reverse("register_list") + "?ngay=23/06/2020", reverse("register", args=[register]) + "?ngay=23/06/2020"]
    costs(client, addresses)
    few = costs(client, addresses)
    for _each in range(5):
        take(world)
        take(world, series=SeriesKind.CONGRESS)
    assert costs(client, addresses) == few


def test_the_english_page_speaks_english(world: World, client_of: ClientOf) -> None:
    take(world, issued_by=IssuedBy.PARTY)
    client = client_of("clerk")
    client.post("/ngon-ngu/", {"language": "en"})
    page = text(client.get(reverse("register_list"), DAY))
    assert "Register of papers: 1" in page
    assert "Register of BC, 2020-2025 Party papers" in page
