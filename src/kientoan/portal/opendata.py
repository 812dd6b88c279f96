"""Open data: tables with a dictionary of their columns (CSV on the Web), persons in posts as Popolo, a map of the site."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.xmlutils import SimplerXMLGenerator

from kientoan.core.refusal import NotFound
from kientoan.portal.addresses import OF_KIND, here, whole
from kientoan.portal.page import public_file, public_page, show
from kientoan.publishing import opendata
from kientoan.publishing.enums import EntryKind
from kientoan.rules.plaintable import csv_bytes

LICENCES: Mapping[str, tuple[str, str]] = {
    "cc-by-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"), "cc0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")}
"""Under which the owner of an installation gives its open data: the name and where its words stand."""
MOST_PLACES = 20_000
"""Pages in the map of the site; each is there in both languages, and a map may have 50,000."""
Cell = str | int | None


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters:
        name: stable; programs know it by this.
        datatype: of XML Schema, as CSV on the Web has it.
        about: what it says, in a sentence.
    """

    name: str
    datatype: str
    about: Promise | str


@dataclass(frozen=True)
class Dataset:
    """A table that anybody may take away.

    Parameters:
        name: the last part of its address; it stays.
        rows: its rows, for the page that asks.
    """

    name: str
    title: Promise | str
    about: Promise | str
    columns: tuple[Column, ...]
    rows: Callable[[HttpRequest], Iterable[Sequence[Cell]]]


def _units(request: HttpRequest) -> Iterable[Sequence[Cell]]:
    return ((each.unit_id, each.code, each.name, each.kind, each.parent_id, each.parent, each.since.isoformat(), whole(request, here(request, "unit", each.unit_id))) for each in opendata.unit_lines())


def _news(request: HttpRequest) -> Iterable[Sequence[Cell]]:
    return ((each.reference, each.content["title"], each.content["lead"], each.topic, each.unit_id, each.content["unit"], each.day.isoformat(), each.published_at.isoformat(), each.changed_at.isoformat(),
             whole(request, here(request, "article", each.reference))) for each in opendata.entry_lines(EntryKind.NEWS))


def _proposals(request: HttpRequest) -> Iterable[Sequence[Cell]]:
    return ((each.reference, each.content["title"], each.kind, each.state, each.content["unit"], each.opened_on.isoformat(), each.content["closed_on"], each.content["households"],
             each.content["persons"], each.supports, whole(request, here(request, "proposal", each.reference))) for each in opendata.proposal_lines())


def _drives(request: HttpRequest) -> Iterable[Sequence[Cell]]:
    return ((each.content["code"], each.content["title"], each.unit_id, each.content["unit"], "closed" if each.content["is_closed"] else "open", each.content["n"], each.day.isoformat(),
             *(each.content["sums"][name] for name in ("plan", "cash", "transfer", "in_kind", "spent", "balance")), each.content["lines"], each.content["fingerprint"],
             whole(request, here(request, "drive", each.reference))) for each in opendata.entry_lines(EntryKind.DRIVE))


def _officers(request: HttpRequest) -> Iterable[Sequence[Cell]]:
    return ((each.unit_id, each.content["unit"], row["kind"], row["post"], row["name"], row["since"]) for each in opendata.entry_lines(EntryKind.OFFICERS) for row in each.content["rows"])


def _congresses(request: HttpRequest) -> Iterable[Sequence[Cell]]:
    return ((each.unit_id, each.content["unit"], each.content["season"], each.content["ordinal"], each.content["held_on"], each.content["planned_on"], each.content["committee"])
            for each in opendata.entry_lines(EntryKind.CONGRESS))


_UNIT, _UNIT_NAME = Column("unit", "integer", gettext_lazy("Số của đơn vị trên cổng; không đổi.")), Column("unit_name", "string", gettext_lazy("Tên đơn vị."))
_ADDRESS = Column("address", "anyURI", gettext_lazy("Địa chỉ của trang trên cổng."))
DATASETS: Mapping[str, Dataset] = {each.name: each for each in (
    Dataset("don-vi", gettext_lazy("Đơn vị"), gettext_lazy("Các đơn vị hành chính, và tổ chức đảng đã công khai điều gì, như hiện nay."), (
        _UNIT, Column("code", "string", gettext_lazy("Mã chính thức; trống khi không có.")), Column("name", "string", gettext_lazy("Tên.")), Column("kind", "string", gettext_lazy("Loại đơn vị.")),
        Column("parent", "integer", gettext_lazy("Số của đơn vị cấp trên trực tiếp.")), Column("parent_name", "string", gettext_lazy("Tên đơn vị cấp trên trực tiếp.")),
        Column("since", "date", gettext_lazy("Ngày đơn vị bắt đầu có tên, loại và vị trí như ghi ở đây.")), _ADDRESS), _units),
    Dataset("tin", gettext_lazy("Tin"), gettext_lazy("Các tin đang đăng."), (
        Column("reference", "string", gettext_lazy("Tên của tin trong địa chỉ.")), Column("title", "string", gettext_lazy("Đầu đề.")), Column("lead", "string", gettext_lazy("Đoạn mở đầu.")),
        Column("topic", "string", gettext_lazy("Chuyên mục.")), _UNIT, _UNIT_NAME, Column("day", "date", gettext_lazy("Ngày của việc được kể.")),
        Column("published_at", "dateTime", gettext_lazy("Đăng lần đầu lúc nào.")), Column("changed_at", "dateTime", gettext_lazy("Sửa lần cuối lúc nào.")), _ADDRESS), _news),
    Dataset("kien-nghi", gettext_lazy("Kiến nghị công khai"), gettext_lazy("Các kiến nghị đã duyệt công khai, mỗi kiến nghị nay ở đâu."), (
        Column("reference", "string", gettext_lazy("Số kiến nghị.")), Column("title", "string", gettext_lazy("Việc được kiến nghị.")), Column("kind", "string", gettext_lazy("Loại việc.")),
        Column("state", "string", gettext_lazy("Tình trạng.")), Column("unit_name", "string", gettext_lazy("Nơi nêu.")), Column("opened_on", "date", gettext_lazy("Ngày nêu.")),
        Column("closed_on", "date", gettext_lazy("Ngày xong hoặc từ chối; trống khi còn xử lý.")), Column("households", "integer", gettext_lazy("Số hộ cùng đề nghị, do xóm, xã đếm.")),
        Column("persons", "integer", gettext_lazy("Số người cùng đề nghị, do xóm, xã đếm.")), Column("supports", "integer", gettext_lazy("Số lời ủng hộ trên cổng, đếm theo trình duyệt.")), _ADDRESS),
        _proposals),
    Dataset("dong-gop", gettext_lazy("Vận động đóng góp"), gettext_lazy("Các đợt vận động đã công bố sổ, như lần công bố mới nhất. Sổ từng đợt ở trang của đợt đó."), (
        Column("code", "string", gettext_lazy("Mã đợt.")), Column("title", "string", gettext_lazy("Tên đợt.")), _UNIT, _UNIT_NAME, Column("state", "string", gettext_lazy("closed: đã khóa sổ; open: chưa.")),
        Column("publication", "integer", gettext_lazy("Lần công bố thứ mấy.")), Column("published_on", "date", gettext_lazy("Ngày công bố.")), Column("plan", "integer", gettext_lazy("Kế hoạch, đồng.")),
        Column("cash", "integer", gettext_lazy("Đã góp bằng tiền mặt, đồng.")), Column("transfer", "integer", gettext_lazy("Đã góp bằng chuyển khoản, đồng.")),
        Column("in_kind", "integer", gettext_lazy("Đã góp bằng công và hiện vật, quy ra đồng.")), Column("spent", "integer", gettext_lazy("Đã chi, đồng.")),
        Column("balance", "integer", gettext_lazy("Còn dư, đồng.")), Column("lines", "integer", gettext_lazy("Số dòng trong sổ.")), Column("fingerprint", "string", gettext_lazy("Vân tay của lần công bố.")),
        _ADDRESS), _drives),
    Dataset("chuc-vu", gettext_lazy("Người giữ chức vụ"), gettext_lazy("Các chức vụ đã duyệt công khai và người đang giữ."), (
        _UNIT, _UNIT_NAME, Column("post_kind", "string", gettext_lazy("Loại chức vụ.")), Column("post", "string", gettext_lazy("Chức vụ.")),
        Column("name", "string", gettext_lazy("Người giữ; trống khi khuyết hoặc tên được ẩn.")), Column("since", "date", gettext_lazy("Giữ từ ngày nào."))), _officers),
    Dataset("dai-hoi", gettext_lazy("Đại hội"), gettext_lazy("Đại hội của các đơn vị đã duyệt công khai."), (
        _UNIT, _UNIT_NAME, Column("season", "string", gettext_lazy("Nhiệm kỳ.")), Column("ordinal", "string", gettext_lazy("Lần thứ mấy.")), Column("held_on", "date", gettext_lazy("Ngày bế mạc; trống khi chưa họp.")),
        Column("planned_on", "date", gettext_lazy("Ngày dự kiến; trống khi đã họp hoặc chưa định.")), Column("committee", "integer", gettext_lazy("Số ủy viên ban chấp hành."))), _congresses),
)}
"""The tables, by the last part of their addresses."""


def _dataset(name: str) -> Dataset:
    if name not in DATASETS:
        raise NotFound(_("Không có bảng dữ liệu này. Xem danh sách ở trang Dữ liệu mở."))
    return DATASETS[name]


@public_page
def data(request: HttpRequest) -> HttpResponse:
    """Which tables there are, what their columns say, and under which licence they may be used."""
    return show(request, "data", {"datasets": DATASETS.values(), "licence": LICENCES[settings.DATA_LICENCE]})


@public_file
def table(request: HttpRequest, name: str) -> HttpResponse:
    """A table as CSV."""
    found = _dataset(name)
    answer = HttpResponse(csv_bytes([[each.name for each in found.columns], *found.rows(request)]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@public_file
def dictionary(request: HttpRequest, name: str) -> HttpResponse:
    """What the columns of a table say, as CSV on the Web has it."""
    found = _dataset(name)
    made = {
        "@context": "http://www.w3.org/ns/csvw", "url": whole(request, here(request, "table", name)), "dc:title": str(found.title), "dc:description": str(found.about),
        "dc:license": {"@id": LICENCES[settings.DATA_LICENCE][1]}, "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [{"name": each.name, "titles": each.name, "datatype": each.datatype, "dc:description": str(each.about)} for each in found.columns]}}
    return HttpResponse(json.dumps(made, ensure_ascii=False, indent=1) + "\n", content_type="application/csvm+json; charset=utf-8")


def _id(*parts: object) -> str:
    """A name for a thing of the portal that stays while the thing does."""
    return str(uuid5(NAMESPACE_URL, "/".join(["kientoan", *map(str, parts)])))


@public_file
def popolo(request: HttpRequest) -> HttpResponse:
    """Public organisations, their posts and who holds them, in the terms of Popolo. A person who holds two posts is there twice: what is public does not say that they are one."""
    units = opendata.unit_lines()
    organizations, posts, persons, memberships = [], [], [], []
    for unit in units:
        organizations.append({"id": _id("unit", unit.unit_id), "name": unit.name, "classification": unit.kind, "parent_id": _id("unit", unit.parent_id) if unit.parent_id else None,
                              "identifiers": [{"identifier": unit.code, "scheme": "gso"}] if unit.code and unit.is_territory else [], "founding_date": None,
                              "links": [{"url": whole(request, here(request, "unit", unit.unit_id)), "note": _("Trang trên cổng công khai")}]})
    for entry in opendata.entry_lines(EntryKind.OFFICERS):
        owner = _id("unit", entry.unit_id)
        for at, row in enumerate(entry.content["rows"]):
            post = _id("post", entry.unit_id, row["kind"], at)
            posts.append({"id": post, "label": row["post"], "role": row["kind"], "organization_id": owner})
            if row["name"]:
                person = _id("holder", entry.unit_id, row["kind"], row["name"])
                persons.append({"id": person, "name": row["name"]})
                memberships.append({"id": _id("membership", post, person), "person_id": person, "organization_id": owner, "post_id": post, "role": row["post"], "start_date": row["since"] or None})
    made = {"organizations": organizations, "posts": posts, "persons": persons, "memberships": memberships}
    return HttpResponse(json.dumps(made, ensure_ascii=False, indent=1) + "\n", content_type="application/json; charset=utf-8")


@public_file
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of the portal for programs that look for them, with the moment of their last change."""
    answer = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(answer, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    lists = [here(request, name) for name in ("front", "articles", "proposals", "units", "calendar", "data", "feeds")]
    pages: list[tuple[str, str]] = [(path, "") for path in lists]
    for each in opendata.places(OF_KIND, MOST_PLACES):
        path = here(request, OF_KIND[each.kind], each.reference) if each.kind else here(request, "unit", int(each.reference))
        pages.append((path, each.changed_at.isoformat(timespec="seconds") if each.changed_at else ""))
    for path, changed in pages:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", whole(request, path))
        if changed:
            xml.addQuickElement("lastmod", changed)
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return answer


@public_file
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may look through: the portal, and nothing of the staff's side."""
    lines = ["User-agent: *", "Allow: /cong/", "Allow: /static/", "Disallow: /", f"Sitemap: {whole(request, here(request, 'sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
