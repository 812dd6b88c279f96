"""The desk of news: the list by state, writing and editing, the preview as the public will see it, the steps, every version."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.org.access import RIGHTS
from kientoan.org.enums import Role
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of, no_such_unit, seen_unit, unit_on
from kientoan.publishing import contacts, entries, news, units, writing
from kientoan.publishing.entries import Entry
from kientoan.publishing.enums import EntryKind, NewsState, NewsTopic
from kientoan.publishing.news import Row
from kientoan.publishing.writing import (
    LONGEST_BODY,
    LONGEST_BYLINE,
    LONGEST_CAPTION,
    LONGEST_LEAD,
    LONGEST_TITLE,
    MOST_PICTURES,
    PictureText,
    Text,
)
from kientoan.rules.news import State, Step, follow
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.election.forms import area
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, DayField, PhotoField, TextField
from kientoan.web.lists import address, page_of, paged
from kientoan.web.meetings.forms import HourField
from kientoan.web.page import Asking, staff_page
from kientoan.web.stored import as_answer


class ArticleForm(ActForm):
    """The words of a piece of news, the pictures that it has, and one more at a time."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    topic = ChoiceField(label=gettext_lazy("Chuyên mục"), choices=NewsTopic.choices)
    day = DayField(label=gettext_lazy("Ngày của việc được kể"))
    title = TextField(label=gettext_lazy("Tiêu đề"), max_length=LONGEST_TITLE, widget=area(2))
    lead = TextField(label=gettext_lazy("Lời dẫn"), max_length=LONGEST_LEAD, widget=area(3), help_text=gettext_lazy("Hai, ba câu: ai, việc gì, ở đâu, bao giờ. Đọc riêng cũng hiểu."))
    body = TextField(label=gettext_lazy("Bài"), max_length=LONGEST_BODY, widget=area(16),
                     help_text=gettext_lazy("Cách một dòng trống là sang đoạn. # Đề mục; - gạch đầu dòng; **đậm**; [chữ](https://địa-chỉ). Không dùng HTML."))
    byline = TextField(label=gettext_lazy("Tên ghi dưới bài"), max_length=LONGEST_BYLINE, help_text=gettext_lazy("Ví dụ: Bài và ảnh: Ban biên tập."))
    file = PhotoField(label=gettext_lazy("Thêm một ảnh"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
                      help_text=gettext_lazy("Ảnh được vẽ lại, bỏ vị trí chụp. Không quá 12 MB. Lưu rồi thêm được ảnh nữa."))
    alt = TextField(label=gettext_lazy("Tả ảnh cho người không nhìn thấy"), max_length=LONGEST_CAPTION, required=False)
    caption = TextField(label=gettext_lazy("Chú thích in dưới ảnh"), max_length=LONGEST_CAPTION, required=False)
    alt_en = TextField(label=gettext_lazy("Tả ảnh bằng tiếng Anh"), max_length=LONGEST_CAPTION, required=False)
    caption_en = TextField(label=gettext_lazy("Chú thích bằng tiếng Anh"), max_length=LONGEST_CAPTION, required=False)
    video = TextField(label=gettext_lazy("Địa chỉ video"), max_length=300, required=False, help_text=gettext_lazy("Bắt đầu bằng https://. Trang chỉ dẫn tới, không nhúng video."))
    captions = TextField(label=gettext_lazy("Phụ đề của video"), max_length=200, required=False, help_text=gettext_lazy("Ví dụ: có phụ đề tiếng Việt. Cần khi có video."))
    related = ChecksField(label=gettext_lazy("Bài liên quan"), required=False, help_text=gettext_lazy("Nhiều nhất ba bài; không chọn thì lấy bài mới cùng chuyên mục."))
    title_en = TextField(label=gettext_lazy("Tiêu đề tiếng Anh"), max_length=LONGEST_TITLE, required=False, widget=area(2))
    lead_en = TextField(label=gettext_lazy("Lời dẫn tiếng Anh"), max_length=LONGEST_LEAD, required=False, widget=area(3))
    body_en = TextField(label=gettext_lazy("Bài tiếng Anh"), max_length=LONGEST_BODY, required=False, widget=area(8), help_text=gettext_lazy("Để trống cả ba mục thì bản tiếng Anh hiện bài tiếng Việt."))

    def __init__(self, *args: Any, others: list[tuple[int, str]], pictures: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = pictures
        if others:
            self.fields["related"].choices = others  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["related"]
        for place, each in enumerate(pictures, 1):
            key, words = each["picture"], {"n": place}
            self.fields[f"alt_{key}"] = TextField(label=_("Ảnh %(n)s: tả ảnh") % words, max_length=LONGEST_CAPTION, required=False, initial=each["alt"])
            self.fields[f"caption_{key}"] = TextField(label=_("Ảnh %(n)s: chú thích") % words, max_length=LONGEST_CAPTION, required=False, initial=each["caption"])
            self.fields[f"alt_en_{key}"] = TextField(label=_("Ảnh %(n)s: tả bằng tiếng Anh") % words, max_length=LONGEST_CAPTION, required=False, initial=each["alt_en"])
            self.fields[f"caption_en_{key}"] = TextField(label=_("Ảnh %(n)s: chú thích bằng tiếng Anh") % words, max_length=LONGEST_CAPTION, required=False, initial=each["caption_en"])
            self.fields[f"drop_{key}"] = forms.BooleanField(label=_("Bỏ ảnh %(n)s khỏi bài") % words, required=False)
        if len(pictures) >= MOST_PICTURES:
            for name in ("file", "alt", "caption", "alt_en", "caption_en"):
                del self.fields[name]

    def text(self) -> Text:
        """The values as the operations take them."""
        values = self.cleaned_data
        kept = [PictureText(each["picture"], *(values[f"{name}_{each['picture']}"] for name in ("alt", "caption", "alt_en", "caption_en")))
                for each in self.own if not values[f"drop_{each['picture']}"]]
        if sent := values.get("file"):
            kept.append(PictureText(0, values["alt"], values["caption"], values["alt_en"], values["caption_en"], (sent.name, sent.read())))
        return Text(values["title"], values["lead"], values["body"], values["byline"], values["topic"], values["day"], values["title_en"], values["lead_en"], values["body_en"],
                    values["video"], values["captions"], tuple(kept), tuple(int(each) for each in values.get("related", ())))


class ReasonForm(ActForm):
    """Why a piece goes back, or is withdrawn."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300, widget=area(3))


class HourForm(ActForm):
    """When a piece is published by itself."""

    day = DayField(label=gettext_lazy("Ngày đăng"))
    publish_at = HourField(label=gettext_lazy("Giờ đăng"))


def may(asking: Asking, right: Right, unit_id: int) -> bool:
    """Whether the actor has a right at a unit, for what a page offers; the operation asks again."""
    return asking.actor.refusal(right, [unit_id], clock.today()) is None


def unit_today(asking: Asking, unit_id: int, right: Right) -> UnitVersion:
    """A unit that stands today, where the actor has a right: what is public is so now, whatever the day of the page.

    Raises:
        NotFound: for one that does not stand, may not be known, or where the actor has not the right.
    """
    unit = seen_unit(asking.actor, unit_id, clock.today())
    if not may(asking, right, unit_id):
        raise no_such_unit()
    return unit


def own_units(asking: Asking, right: Right) -> list[UnitVersion]:
    """The units that stand today at which a grant gives the actor a right, each followed by the areas that it covers."""
    granted = [unit for each in sorted({grant.unit_id for grant in asking.actor.grants if right in RIGHTS[Role(grant.role)]}) if (unit := unit_on(each, clock.today())) is not None]
    return [each for unit in granted for each in (unit, *areas_of(unit.unit_id, clock.today()))]


@staff_page(Right.WRITE_NEWS)
def news_list(asking: Asking) -> HttpResponse:
    """News of one's units by state, the last changed first."""
    state, query, page = asking.request.GET.get("trang-thai", ""), asking.request.GET.get("tim", "")[:100].strip(), page_of(asking)
    if state and state not in NewsState.values:
        raise NotFound(_("Không có trạng thái này. Chọn trong danh sách."))
    found = news.listed(asking.actor, clock.today(), state=state, query=query, page=page)
    return asking.page("news_list", {"rows": found.rows, "states": [(each, each.label, found.states.get(each.value, 0)) for each in NewsState], "wanted": state, "query": query,
                                     "own": own_units(asking, Right.WRITE_NEWS), **paged(page, found.count, len(found.rows), news.PAGE)})


def _form(asking: Asking, row: Row | None) -> ArticleForm:
    version = row.version if row else None
    initial: dict[str, Any] = {"day": clock.today(), "byline": _("Bài và ảnh: %(name)s") % {"name": asking.actor.name}} if version is None else {
        "version": version.pk, "day": version.occurred_on, "related": version.related,
        **{name: getattr(version, name) for name in ("topic", "title", "lead", "body", "byline", "video", "captions", "title_en", "lead_en", "body_en")}}
    return ArticleForm(asking.request.POST or None, asking.request.FILES or None, initial=initial, pictures=version.pictures if version else [],
                       others=news.may_be_related(asking.actor, row.article.pk if row else None, clock.today()))


@staff_page(Right.WRITE_NEWS)
def unit_news_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Begin a piece of news of a unit."""
    unit = unit_today(asking, unit_id, Right.WRITE_NEWS)
    form = _form(asking, None)

    def act() -> HttpResponse:
        return redirect(address(asking, "news", writing.write_article(asking.actor, unit_id=unit_id, text=form.text())))

    return act_page(asking, form, act, title=_("Viết tin của %(name)s") % {"name": unit.name}, button=_("Lưu bản viết"), back=address(asking, "news_list"),
                    lead=_("Chỉ người viết, biên tập và duyệt của đơn vị thấy, cho đến khi người duyệt đăng."))


@staff_page(Right.WRITE_NEWS)
def news_edit(asking: Asking, article_id: int) -> HttpResponse:
    """Write a draft anew, or edit what was submitted or published."""
    row = _row(asking, article_id)
    draft, form, back = row.version.state == NewsState.DRAFT, _form(asking, row), address(asking, "news", article_id)

    def act() -> None:
        operation = writing.revise_article if draft else writing.edit_article
        operation(asking.actor, article_id=article_id, version_id=form.cleaned_data["version"] or row.version.pk, text=form.text())
        messages.success(asking.request, _("Đã lưu bản mới; bản trước vẫn còn ở mục Các bản."))

    lead = "" if not row.is_public else _("Bài đang trên cổng vẫn như cũ cho đến khi người duyệt đăng bản này.")
    return act_page(asking, form, act, title=_("Sửa: %(title)s") % {"title": row.version.title}, button=_("Lưu bản mới"), back=back, lead=lead)


def _row(asking: Asking, article_id: int) -> Row:
    return news.seen_article(asking.actor, article_id, clock.today())


ACTS: dict[str, tuple[Step, Right, Any, Any, Any]] = {
    "gui": (Step.SUBMIT, Right.WRITE_NEWS, gettext_lazy("Gửi biên tập"), gettext_lazy("Gửi rồi thì người viết không sửa được nữa, trừ khi biên tập viên trả lại."), None),
    "chuyen": (Step.CLEAR, Right.EDIT_NEWS, gettext_lazy("Chuyển duyệt đăng"), gettext_lazy("Bài giữ nguyên lời, chờ người duyệt đăng."), None),
    "dang": (Step.PUBLISH, Right.PUBLISH, gettext_lazy("Đăng lên cổng"), gettext_lazy("Mọi người đọc được ngay: trang đầu, trang đơn vị, danh sách, tìm kiếm."), None),
    "hen": (Step.SCHEDULE, Right.PUBLISH, gettext_lazy("Hẹn giờ đăng"), gettext_lazy("Đến giờ thì bài tự lên cổng."), HourForm),
    "tra": (Step.RETURN, Right.EDIT_NEWS, gettext_lazy("Trả người viết"), gettext_lazy("Người viết đọc lý do và sửa lại."), ReasonForm),
    "rut": (Step.WITHDRAW, Right.PUBLISH, gettext_lazy("Rút khỏi cổng"), gettext_lazy("Trang, ảnh, chỗ trong danh sách và tìm kiếm mất ngay. Mọi bản vẫn còn ở đây; đăng lại được."), ReasonForm),
}
"""By what stands in the address: the step, the right that it needs, the button, what it does, and its form."""


@staff_page(Right.WRITE_NEWS)
def news_page(asking: Asking, article_id: int) -> HttpResponse:
    """A piece of news: how far it is, what can be done with it, its words and pictures."""
    row = _row(asking, article_id)
    state, unit_id = State(row.version.state), row.article.unit_id
    steps = [(key, button, step in (Step.RETURN, Step.WITHDRAW)) for key, (step, right, button, _lead, _form) in ACTS.items()
             if follow(step, state) is not None and may(asking, right, unit_id) and (step is not Step.WITHDRAW or row.is_public or state is State.SCHEDULED)]
    edits = may(asking, Right.WRITE_NEWS if state is State.DRAFT else Right.EDIT_NEWS, unit_id)
    return asking.page("news", {"row": row, "version": row.version, "steps": steps, "edits": edits, "pictures": news.pictures_of(row.version),
                                "public": reverse("portal:article", args=[row.article.reference]) if row.is_public else "", "rules": "PD-02, PV-11"})


@staff_page(Right.WRITE_NEWS)
def news_act(asking: Asking, article_id: int, what: str) -> HttpResponse:
    """One step with a piece of news."""
    row = _row(asking, article_id)
    if what not in ACTS:
        raise NotFound(_("Không có việc này. Mở lại trang của tin."))
    step, _right, button, lead, kind = ACTS[what]
    form = kind(asking.request.POST or None, **({"initial": {"day": clock.today()}} if kind is HourForm else {})) if kind else confirm_form(asking)
    acts: dict[Step, Callable[[], object]] = {
        Step.SUBMIT: lambda: writing.submit_article(asking.actor, article_id=article_id), Step.CLEAR: lambda: writing.pass_article(asking.actor, article_id=article_id),
        Step.PUBLISH: lambda: writing.publish_article(asking.actor, article_id=article_id),
        Step.SCHEDULE: lambda: writing.schedule_article(asking.actor, article_id=article_id, publish_at=datetime.combine(
            form.cleaned_data["day"], form.cleaned_data["publish_at"], tzinfo=clock.ZONE)),
        Step.RETURN: lambda: writing.return_article(asking.actor, article_id=article_id, reason=form.cleaned_data["reason"]),
        Step.WITHDRAW: lambda: writing.withdraw_article(asking.actor, article_id=article_id, reason=form.cleaned_data["reason"])}

    def act() -> None:
        acts[step]()

    return act_page(asking, form, act, title=f"{button}: {row.version.title}", button=str(button), lead=str(lead), back=address(asking, "news", article_id),
                    stop=step in (Step.RETURN, Step.WITHDRAW))


@staff_page(Right.WRITE_NEWS)
def news_versions(asking: Asking, article_id: int) -> HttpResponse:
    """Every version with what it changed."""
    row = _row(asking, article_id)
    return asking.page("news_versions", {"row": row, "versions": news.versions_of(article_id)})


@staff_page(Right.WRITE_NEWS)
def news_preview(asking: Asking, article_id: int) -> HttpResponse:
    """The page exactly as the public will see it: the portal's own template with what would be published."""
    row = _row(asking, article_id)
    language = "en" if asking.request.GET.get("tieng") == "en" else "vi"
    pictures = news.pictures_of(row.version)
    addresses = {file.sha256: reverse("news_picture", args=[article_id, file.sha256]) for each, _said in pictures for file in (each.file, each.small)}
    with translation.override(language):
        content, now = news.content_of(row.version, row.unit)[language], clock.now()
        entry = Entry(EntryKind.NEWS, row.article.reference or "", row.article.unit_id, row.version.topic, row.version.occurred_on, now, now, content)
        face = units.face_of(row.article.unit_id, is_public=True)
        answer = render(asking.request, "portal/article.html", {
            "entry": entry, "unit": face, "hotlines": contacts.hotlines_for(face.numbers), "related": entries.related_to(entry), "preview": reverse("news", args=[article_id]),
            "picture_addresses": addresses, "today": clock.today(), "demo": settings.DEMO, "language": language, "here": "article", "elsewhere": "?tieng=" + ("vi" if language == "en" else "en")})
    answer["Cache-Control"], answer["X-Robots-Tag"] = "no-store, private", "noindex, nofollow"
    return answer


@staff_page(Right.WRITE_NEWS)
def news_picture(asking: Asking, article_id: int, fingerprint: str) -> HttpResponse:
    """A picture of a piece of news, for those who may see the piece."""
    return as_answer(news.picture_file(asking.actor, article_id, fingerprint, clock.today()), "anh")
