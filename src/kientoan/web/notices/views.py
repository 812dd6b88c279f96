"""Notices: the list, what was seen, how one is told, the calendar under a secret address, short messages as a file."""

import hashlib
from datetime import date
from typing import Any

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as limiter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, Refusal
from kientoan.notices import letters, operations, queries, sending
from kientoan.notices.enums import NoticeGroup, NoticeKind
from kientoan.notices.jobs import send_waiting
from kientoan.notices.models import Batch
from kientoan.notices.queries import Notice
from kientoan.papers.calendar import CALENDAR
from kientoan.rules.notices import QUIET_FROM, QUIET_TO, written_mobile
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.day import carry
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, TextField
from kientoan.web.meetings.forms import HourField
from kientoan.web.page import Asking, bare_page, staff_page

CALENDAR_KEPT = 1800
"""Seconds for which a program need not fetch a calendar again."""


class WishForm(ActForm):
    """How one's own account is told."""

    email = TextField(label=gettext_lazy("Thư điện tử"), required=False, max_length=254, widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none"}),
                      help_text=gettext_lazy("Để trống nếu không nhận thư. Địa chỉ mới dùng được sau khi mở liên kết trong thư xác nhận."))
    phone = TextField(label=gettext_lazy("Số di động nhận SMS"), required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
                      help_text=gettext_lazy("Để trống nếu không nhận tin nhắn. Tin đi qua cổng SMS của cơ quan, chỉ có số lượng, tên đơn vị và ngày."))
    kinds = ChecksField(label=gettext_lazy("Gửi những gì"), choices=NoticeKind.choices, required=False)
    quiet_from = HourField(label=gettext_lazy("Giờ yên lặng, từ"), help_text=gettext_lazy("Trong giờ này không gửi gì. Hai giờ bằng nhau: lúc nào cũng gửi."))
    quiet_to = HourField(label=gettext_lazy("Giờ yên lặng, đến"))
    sms_form = ChoiceField(label=gettext_lazy("Tin nhắn SMS"), choices=[("plain", gettext_lazy("không dấu, 160 chữ")), ("marked", gettext_lazy("có dấu, 70 chữ"))])
    language = ChoiceField(label=gettext_lazy("Thư và lịch bằng tiếng"), choices=settings.LANGUAGES)

    def wanted(self) -> operations.Wanted:
        """What the form asks for."""
        values = self.cleaned_data
        return operations.Wanted(values["email"], values["phone"], [NoticeKind(kind) for kind in values["kinds"]], values["quiet_from"], values["quiet_to"],
                                 values["sms_form"] == "plain", values["language"])


def _grouped(found: list[Notice]) -> list[tuple[str, str, list[Notice]]]:
    return [(group.value, str(group.label), of) for group in NoticeGroup if (of := [each for each in found if each.line.group is group])]


def _address(line: Any, asking: Asking) -> str:
    return carry(line.address, asking.day, today=clock.today(), known_at=asking.known_at)


@staff_page()
def notice_list(asking: Asking) -> HttpResponse:
    """What is overdue, due, waiting for the account and answered, with what it has seen."""
    found = queries.notices(asking.actor, asking.day)
    groups = [(key, label, [(each, _address(each.line, asking)) for each in of]) for key, label, of in _grouped(found)]
    return asking.page("notices", {"groups": groups, "count": len(found), "unseen": sum(not each.is_seen for each in found),
                                   "may_be_told": asking.actor.has(Right.SEE_UNITS)})


@staff_page()
def notice_seen(asking: Asking) -> HttpResponse:
    """Mark one notice, or all that stand, as seen; then back to the list."""
    if asking.request.method == "POST":
        keys = {line.key for line in queries.told(asking.actor, asking.day)}
        marked = keys if asking.request.POST.get("tat-ca") else keys & {asking.request.POST.get("khoa", "")}
        operations.mark_seen(asking.actor.user_id, marked, now=clock.now())
    return redirect(carry(reverse("notice_list"), asking.day, today=clock.today(), known_at=asking.known_at))


def _site(request: HttpRequest) -> str:
    return settings.SITE or request.build_absolute_uri("/").rstrip("/")


def _first(asking: Asking) -> dict[str, Any]:
    wish = queries.wish_of(asking.actor.user_id)
    if wish is None:
        return {"quiet_from": QUIET_FROM, "quiet_to": QUIET_TO, "sms_form": "plain", "language": (get_language() or "vi")[:2]}
    return {"email": wish.email_asked or wish.email, "phone": written_mobile(wish.phone), "kinds": wish.kinds, "quiet_from": wish.quiet_from, "quiet_to": wish.quiet_to,
            "sms_form": "plain" if wish.is_plain else "marked", "language": wish.language}


@staff_page(Right.SEE_UNITS)
def notice_wishes(asking: Asking) -> HttpResponse:
    """How one's own account is told: addresses, kinds, quiet hours; the calendar; what became of the last messages."""
    form = WishForm(asking.request.POST or None, initial=_first(asking))
    if asking.request.method == "POST" and form.is_valid():
        wish = queries.wish_of(asking.actor.user_id)
        asks = form.cleaned_data["email"] not in ("", wish.email if wish else "")
        if asks and not ratelimit.consume(asking.request, action="address_check", user=asking.request.user):
            form.add_error("email", _("Đã xin xác nhận quá nhiều lần trong một giờ. Đợi rồi thử lại."))
        else:
            done, sent = form.run(lambda: operations.set_wishes(asking.actor, wanted=form.wanted(), site=_site(asking.request)))
            if done:
                if sent:
                    send_waiting.enqueue()
                    messages.success(asking.request, _("Đã ghi. Thư xác nhận đang đi; mở liên kết trong thư để bắt đầu nhận."))
                else:
                    messages.success(asking.request, _("Đã ghi cách nhận thông báo."))
                return redirect("notice_wishes")
    wish = queries.wish_of(asking.actor.user_id)
    return asking.page("notice_wishes", {
        "form": form, "wish": wish, "feed": queries.feed_of(asking.actor.user_id), "mail_ready": settings.MAIL_READY,
        "letters": [(letter, queries.fate_of(letter)) for letter in queries.letters_of(asking.actor.user_id)]})


@staff_page(Right.SEE_UNITS)
def notice_confirm(asking: Asking, secret: str) -> HttpResponse:
    """Where the link in a letter leads: confirmed by a button, for programs that look at mail open links by themselves."""
    def act() -> None:
        messages.success(asking.request, _("Đã xác nhận %(address)s. Thông báo mới sẽ được gửi tới đó.") % {"address": operations.confirm_email(asking.actor, secret=secret)})

    return act_page(asking, confirm_form(asking), act, title=_("Xác nhận địa chỉ thư"), button=_("Xác nhận"), back=reverse("notice_wishes"),
                    lead=_("Từ lúc xác nhận, thông báo của tài khoản này được gửi tới địa chỉ thư đã ghi."))


@staff_page(Right.SEE_UNITS)
def notice_feed_make(asking: Asking) -> HttpResponse:
    """A new secret address of the calendar; the page that follows shows it once."""
    def act() -> HttpResponse:
        wish = queries.wish_of(asking.actor.user_id)
        secret = operations.make_feed(asking.actor, language=wish.language if wish else (get_language() or "vi")[:2])
        address = f"{_site(asking.request)}{reverse('notice_calendar', args=[secret])}"
        response = asking.page("notice_feed_shown", {"address": address})
        patch_cache_control(response, private=True, no_store=True)
        return response

    has = queries.feed_of(asking.actor.user_id) is not None
    return act_page(asking, confirm_form(asking), act, title=_("Lập địa chỉ lịch riêng"), button=_("Lập địa chỉ mới") if has else _("Lập địa chỉ"), back=reverse("notice_wishes"),
                    lead=_("Địa chỉ đang dùng hết hiệu lực ngay; điện thoại đang đọc lịch cần địa chỉ mới.") if has
                    else _("Chương trình lịch trên điện thoại đọc địa chỉ này, không cần đăng nhập. Ai có địa chỉ thì đọc được lịch."))


@staff_page(Right.SEE_UNITS)
def notice_feed_withdraw(asking: Asking) -> HttpResponse:
    """Take the secret address of the calendar back."""
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_feed(asking.actor), title=_("Thu hồi địa chỉ lịch riêng"), button=_("Thu hồi địa chỉ"), stop=True,
                    back=reverse("notice_wishes"), lead=_("Chương trình đang đọc lịch bị từ chối ngay. Không khôi phục được địa chỉ; lập được địa chỉ khác."))


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_safe
def _calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar that a secret opens: no session, no cookie; wrong secrets from one address are counted."""
    limit = {"app": "allauth.account", "action": "calendar_secret", "limit_get": True}
    if not limiter.consume(request, dry_run=True, **limit):
        return _plain(_("Thử quá nhiều địa chỉ. Đợi một phút rồi thử lại."), 429)
    try:
        feed, actor = queries.feed_of_secret(secret)
    except NotFound as refused:
        limiter.consume(request, **limit)
        return _plain(str(refused), 404)
    today: date = clock.today()
    with override(feed.language):
        content = letters.calendar(queries.lines(actor, today), today)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Content-Language": feed.language, "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified(headers=headers)
    else:
        response = HttpResponse(content, content_type=CALENDAR, headers={**headers, "Content-Disposition": 'inline; filename="kientoan.ics"'})
    patch_cache_control(response, private=True, max_age=CALENDAR_KEPT)
    return response


notice_calendar = bare_page(_calendar)


@staff_page(Right.MANAGE_ACCOUNTS)
def notice_texts(asking: Asking) -> HttpResponse:
    """The files of short messages that one had made, to be taken again."""
    return asking.page("notice_texts", {"rows": queries.batches_of(asking.actor)})


@staff_page(Right.MANAGE_ACCOUNTS)
def notice_texts_make(asking: Asking) -> HttpResponse:
    """Put what is new into a file of short messages."""
    def act() -> None:
        made = sending.texts(asking.actor, clock.now())
        if made.batch is None:
            waits = _(" %(n)s tài khoản đang trong giờ yên lặng.") % {"n": made.quiet} if made.quiet else ""
            raise Refusal(_("Không có thông báo mới nào cần nhắn.") + waits)
        messages.success(asking.request, _("Đã lập đợt %(n)s. Tải tệp về rồi đưa vào cổng SMS.") % {"n": made.batch.pk})

    return act_page(asking, confirm_form(asking), act, title=_("Lập tệp tin nhắn SMS"), button=_("Lập tệp"), back=reverse("notice_texts"),
                    lead=_("Mỗi tài khoản có ghi số di động và có thông báo mới được một tin. Thông báo đã vào tệp không vào tệp nào khác."))


@staff_page(Right.MANAGE_ACCOUNTS)
def notice_texts_file(asking: Asking, batch_id: int) -> HttpResponse:
    """A file of short messages, as it was made.

    Raises:
        NotFound: for another's, and for one whose words are not kept any more.
    """
    batch: Batch = queries.batch_of(asking.actor, batch_id)
    texts = queries.texts_of(batch)
    if not texts:
        raise NotFound(_("Tin nhắn của đợt này đã được xóa sau 30 ngày."))
    operations.confirm_batch(batch, now=clock.now())
    return HttpResponse(letters.as_gateway_file(texts), content_type=letters.CSV, headers={
        "Content-Disposition": f'attachment; filename="tin-nhan-{batch.pk}.csv"', "Cache-Control": "private, no-store"})
