"""What of a unit is public besides news: standing publications, hotlines, channels; names left out; the log of calls."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.people.enums import PostKind
from kientoan.people.queries import names_on, posts_of
from kientoan.publishing import calling, contacts, showing
from kientoan.publishing.calling import Heard
from kientoan.publishing.enums import ChannelKind, StandingKind
from kientoan.publishing.news import naming
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.election.forms import area
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, DayField, TextField
from kientoan.web.lists import address, page_of, paged
from kientoan.web.meetings.forms import HourField
from kientoan.web.page import Asking, staff_page
from kientoan.web.publishing.news import ReasonForm, own_units, unit_today


class PostsForm(ActForm):
    """Whose names are public."""

    posts = ChecksField(label=gettext_lazy("Chức danh được công bố tên người giữ"), help_text=gettext_lazy("Chỉ họ tên và tháng bắt đầu giữ; không gì khác về người."))


class HotlineForm(ActForm):
    """A number to call."""

    label = TextField(label=gettext_lazy("Ai trả lời"), max_length=80, help_text=gettext_lazy("Ví dụ: Xã, tiếp dân."))
    number = TextField(label=gettext_lazy("Số điện thoại"), max_length=20)
    hours = TextField(label=gettext_lazy("Giờ nghe máy"), max_length=120, required=False, help_text=gettext_lazy("Ví dụ: 7:00–17:00, cả chiều Chủ nhật."))


class ChannelForm(ActForm):
    """A link to where else the unit speaks."""

    kind = ChoiceField(label=gettext_lazy("Loại kênh"), choices=ChannelKind.choices)
    label = TextField(label=gettext_lazy("Tên kênh"), max_length=80)
    address = TextField(label=gettext_lazy("Địa chỉ"), max_length=300, help_text=gettext_lazy("Bắt đầu bằng https://."))


class CallForm(ActForm):
    """A call that came in."""

    day = DayField(label=gettext_lazy("Ngày gọi"))
    came_at = HourField(label=gettext_lazy("Giờ gọi"))
    about = TextField(label=gettext_lazy("Hỏi việc gì"), max_length=500, widget=area(3))
    answer = TextField(label=gettext_lazy("Đã trả lời ngay ra sao"), max_length=500, required=False, widget=area(3), help_text=gettext_lazy("Để trống nếu sẽ gọi lại."))
    promised_on = DayField(label=gettext_lazy("Hẹn gọi lại chậm nhất ngày"), required=False)
    name = TextField(label=gettext_lazy("Họ tên người gọi, nếu họ muốn"), max_length=120, required=False)
    phone = TextField(label=gettext_lazy("Số gọi lại, nếu họ muốn"), max_length=20, required=False, help_text=gettext_lazy("Bị xóa sau khi trả lời, theo thiết đặt (PV-07)."))


class AnswerForm(ActForm):
    """What the caller was told."""

    note = TextField(label=gettext_lazy("Đã trả lời ra sao"), max_length=500, widget=area(3))
    reference = TextField(label=gettext_lazy("Số kiến nghị, nếu việc đã vào sổ"), max_length=20, required=False)


@staff_page(Right.PUBLISH)
def public_list(asking: Asking) -> HttpResponse:
    """The units of which something is public, among those for which the actor publishes; any other is found by its name."""
    query, page = asking.request.GET.get("tim", "")[:100].strip(), page_of(asking)
    rows, count = contacts.public_units(asking.actor, clock.today(), query=query, page=page)
    return asking.page("public_list", {"rows": rows, "query": query, "own": own_units(asking, Right.PUBLISH), **paged(page, count, len(rows), contacts.PAGE)})


@staff_page(Right.PUBLISH)
def unit_public(asking: Asking, unit_id: int) -> HttpResponse:
    """What of a unit is public until it is stopped."""
    unit = unit_today(asking, unit_id, Right.PUBLISH)
    today = clock.today()
    standing = {StandingKind(each.kind): each for each in contacts.standing_of(unit_id)}
    officers = standing.get(StandingKind.OFFICERS)
    named = [(row.title, holder) for row in posts_of(unit, today) if officers and row.kind in officers.posts for holder in row.holders]
    hidden = contacts.hidden_among(holder.person_id for _title, holder in named)
    return asking.page("unit_public", {
        "unit": unit, "kinds": [(key, kind.label, standing.get(kind)) for key, kind in STANDING.items()], "named": [(title, holder, holder.person_id in hidden) for title, holder in named],
        "hotlines": contacts.hotlines_for([unit_id], most=20), "channels": contacts.channels_of([unit_id]), "rules": "PD-02, PV-06, PV-11"})


STANDING = {"chuc-vu": StandingKind.OFFICERS, "dai-hoi": StandingKind.CONGRESS, "tien-do": StandingKind.SEASON, "cuoc-goi": StandingKind.CALLS, "lich-hop": StandingKind.MEETINGS}
"""The kinds by what stands in the address."""


@staff_page(Right.PUBLISH)
def unit_public_act(asking: Asking, unit_id: int, what: str) -> HttpResponse:
    """Approve a standing publication, or enter a hotline or a channel."""
    unit, back = unit_today(asking, unit_id, Right.PUBLISH), address(asking, "unit_public", unit_id)
    form: ActForm
    if what == "duong-day":
        form = HotlineForm(asking.request.POST or None)
        return act_page(asking, form, lambda: showing.add_hotline(asking.actor, unit_id=unit_id, **form.cleaned_data), title=_("Thêm đường dây nóng"), button=_("Thêm số"), back=back,
                        lead=_("Hiện ngay trên trang công khai của đơn vị và mọi đơn vị bên dưới."))
    if what == "kenh":
        form = ChannelForm(asking.request.POST or None)

        def add() -> None:
            values = form.cleaned_data
            showing.add_channel(asking.actor, unit_id=unit_id, kind=ChannelKind(values["kind"]), label=values["label"], address=values["address"])

        return act_page(asking, form, add, title=_("Thêm kênh"), button=_("Thêm kênh"), back=back, lead=_("Trang công khai chỉ dẫn tới, không nhúng gì."))
    if what not in STANDING:
        raise NotFound(_("Không có việc này. Mở lại trang của đơn vị."))
    kind = STANDING[what]
    form = confirm_form(asking)
    if kind is StandingKind.OFFICERS:
        found = contacts.standing_of(unit_id, kind)
        form = PostsForm(asking.request.POST or None, initial={"posts": found[0].posts if found else []})
        form.fields["posts"].choices = [(row.kind, f"{row.title}: {', '.join(holder.name for holder in row.holders) or _('chưa ai giữ')}") for row in posts_of(unit, clock.today())]  # type: ignore[attr-defined]

    def approve() -> None:
        showing.approve_standing(asking.actor, unit_id=unit_id, kind=kind, posts=[PostKind(each) for each in form.cleaned_data.get("posts", ())])

    return act_page(asking, form, approve, title=f"{kind.label}: {unit.name}"[:1].upper() + f"{kind.label}: {unit.name}"[1:], button=_("Duyệt công bố"), back=back,
                    lead=_("Duyệt một lần; từ đó tự cập nhật hằng ngày cho đến khi dừng."))


DROPS = {"dung": showing.stop_standing, "duong-day": showing.drop_hotline, "kenh": showing.drop_channel}


@staff_page(Right.PUBLISH)
def unit_public_drop(asking: Asking, unit_id: int, what: str, fact_id: UUID) -> HttpResponse:
    """Stop a standing publication, or take a hotline or a channel away."""
    unit = unit_today(asking, unit_id, Right.PUBLISH)
    if what not in DROPS:
        raise NotFound(_("Không có việc này. Mở lại trang của đơn vị."))
    titles = {"dung": _("Dừng công bố"), "duong-day": _("Bỏ đường dây nóng"), "kenh": _("Bỏ kênh")}
    return act_page(asking, confirm_form(asking), lambda: DROPS[what](asking.actor, fact_id=fact_id), title=f"{titles[what]}: {unit.name}", button=titles[what], stop=True,
                    back=address(asking, "unit_public", unit_id), lead=_("Mất ngay trên cổng. Lập lại được sau."))


@staff_page(Right.PUBLISH)
def unit_public_hide(asking: Asking, unit_id: int, person_id: int) -> HttpResponse:
    """Leave a name out of everything public, or show it again."""
    unit = unit_today(asking, unit_id, Right.PUBLISH)
    name = names_on([person_id], clock.today()).get(person_id)
    if name is None or person_id not in {holder.person_id for row in posts_of(unit, clock.today()) for holder in row.holders}:
        raise NotFound(_("Không có người này, hoặc người này nằm ngoài phạm vi được xem."))
    back = address(asking, "unit_public", unit_id)
    if contacts.hidden_among([person_id]):
        return act_page(asking, confirm_form(asking), lambda: showing.show_person_to_public(asking.actor, person_id=person_id), title=_("Hiện lại tên %(name)s") % {"name": name},
                        button=_("Hiện lại tên"), back=back)
    form = ReasonForm(asking.request.POST or None)
    lead = _("Mọi danh sách công khai bỏ tên này ngay, chức danh vẫn còn (PV-06).")
    if titles := [title for _number, title in naming(person_id)]:
        lead += " " + _("Tin có tên này rút khỏi cổng cùng lúc, biên tập bỏ tên rồi đăng lại: %(titles)s.") % {"titles": "; ".join(titles)}
    return act_page(asking, form, lambda: showing.hide_person_from_public(asking.actor, person_id=person_id, reason=form.cleaned_data["reason"]), stop=True,
                    title=_("Ẩn tên %(name)s khỏi cổng công khai") % {"name": name}, button=_("Ẩn tên"), back=back, lead=lead)


# -- calls ---------------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.ANSWER_PROPOSALS)
def call_list(asking: Asking) -> HttpResponse:
    """The log of calls: what waits, the oldest first; or all of it."""
    everything, page, today = asking.request.GET.get("loc") == "tat-ca", page_of(asking), clock.today()
    found = contacts.calls(asking.actor, today, waiting_only=not everything, page=page)
    return asking.page("calls", {"rows": found.rows, "waiting": found.waiting, "times": found.times, "everything": everything, "own": own_units(asking, Right.ANSWER_PROPOSALS), **paged(page, found.count, len(found.rows), contacts.PAGE)})


@staff_page(Right.ANSWER_PROPOSALS)
def unit_call_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Write a call down."""
    unit, now = unit_today(asking, unit_id, Right.ANSWER_PROPOSALS), clock.now().astimezone(clock.ZONE)
    form = CallForm(asking.request.POST or None, initial={"day": now.date(), "came_at": now.time().replace(second=0, microsecond=0)})

    def act() -> None:
        values = form.cleaned_data
        calling.log_call(asking.actor, unit_id=unit_id, heard=Heard(datetime.combine(values["day"], values["came_at"], tzinfo=clock.ZONE), values["about"], values["name"], values["phone"],
                                                                    values["promised_on"], values["answer"]))
        messages.success(asking.request, _("Đã ghi cuộc gọi."))

    return act_page(asking, form, act, title=_("Ghi cuộc gọi: %(name)s") % {"name": unit.name}, button=_("Ghi cuộc gọi"), back=address(asking, "call_list"))


@staff_page(Right.ANSWER_PROPOSALS)
def call(asking: Asking, call_id: UUID) -> HttpResponse:
    """One call: what was asked, promised and answered. That name or telephone was read is written down (PV-10)."""
    row = contacts.seen_call(asking.actor, call_id, clock.today())
    if row.call.name or row.call.phone:
        reads.note(asking.actor, subject=f"call:{row.call.pk}", page="call")
    return asking.page("call", {"row": row, "rules": "PV-07, PV-10"})


@staff_page(Right.ANSWER_PROPOSALS)
def call_answer(asking: Asking, call_id: UUID) -> HttpResponse:
    """Say that the caller has the answer."""
    row = contacts.seen_call(asking.actor, call_id, clock.today())
    form, back = AnswerForm(asking.request.POST or None), address(asking, "call", call_id)
    if row.answer is not None:
        return redirect(back)
    return act_page(asking, form, lambda: calling.answer_call(asking.actor, uuid=call_id, **form.cleaned_data), title=_("Ghi đã gọi lại"), button=_("Ghi đã gọi lại"), back=back, lead=row.call.about)
