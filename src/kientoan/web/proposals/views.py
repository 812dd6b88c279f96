"""Proposals: the list with what waits for me, one proposal with its way upward and the next step in front, every step, reply templates."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.participants import Consequence, Fate
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.meetings.queries import decided_at, decided_item
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.outreach.queries import question_of
from kientoan.proposals import access, operations, queries
from kientoan.proposals.enums import ProposalState, RefusalReason
from kientoan.proposals.operations import Origin
from kientoan.proposals.queries import Only, ProposalFound, ProposalRow, Wanted
from kientoan.rules.days import write_day
from kientoan.rules.proposals import WAYS, By, State, Step
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.lists import address, key_in, number_in, page_of, paged
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.proposals import forms
from kientoan.web.scope import own_scope, seen_unit
from kientoan.web.season.views import taken
from kientoan.web.stored import as_answer
from kientoan.web.templatetags.kientoan import moment

LABELS = {Only.MINE: gettext_lazy("Chờ tôi"), Only.OVERDUE: gettext_lazy("Quá hạn trả lời"), Only.OPEN: gettext_lazy("Chưa xong"), Only.ALL: gettext_lazy("Tất cả")}
DECIDED_WITHIN = timedelta(days=400)
"""How far back decided items are offered to be tied to."""


# -- lists ---------------------------------------------------------------------------------------------------------------------------------


def _wanted(asking: Asking) -> Wanted:
    """What the address asks of a list.

    Raises:
        NotFound: for a unit, a filter or a state that there is not.
    """
    number = number_in(asking, "don-vi")
    unit = seen_unit(asking, number) if number is not None else own_scope(asking)
    only, state = asking.request.GET.get("loc", ""), asking.request.GET.get("trang-thai", "")
    if only not in list(Only) or state not in ("", *(each.value for each in State)):
        raise NotFound(_("Không có cách lọc này. Chọn trên trang."))
    return Wanted(unit, asking.day, Only(only), state, searched(asking), asking.request.GET.get("xep", "") == "ung-ho")


@staff_page(Right.SEE_PERSONS)
def proposal_list(asking: Asking) -> HttpResponse:
    """The proposals of a unit, of all below it, and of all that came to a body there."""
    wanted, page = _wanted(asking), page_of(asking)
    found = queries.proposal_page(asking.actor, wanted, start=(page - 1) * queries.PAGE)
    counts = queries.by_state(asking.actor, Wanted(wanted.unit, wanted.day))
    return asking.page("proposals", {
        "scope": wanted.unit, "rows": found.rows, "only": wanted.only.value, "state": wanted.state, "by_support": wanted.by_support, "looked_for": wanted.query,
        "filters": [(each.value, label) for each, label in LABELS.items()], "label": ProposalState(wanted.state).label if wanted.state else LABELS[wanted.only],
        "states": [(each.value, ProposalState(each.value).label, n) for each, n in counts.items()],
        "may_raise": access.may(asking.actor, Right.RAISE_PROPOSALS, [wanted.unit.unit_id], asking.day),
        "may_answer": access.may(asking.actor, Right.ANSWER_PROPOSALS, [wanted.unit.unit_id], asking.day), **paged(page, found.count, len(found.rows), queries.PAGE)})


@staff_page(Right.SEE_PERSONS)
def proposal_download(asking: Asking, form: str) -> HttpResponse:
    """The list as it is filtered, all of it, as XLSX or CSV."""
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    wanted = _wanted(asking)
    found = queries.proposal_page(asking.actor, wanted, limit=None)
    rows: list[list[Cell]] = [[row.reference, row.title, row.kind_label, row.unit, row.state_label, row.body, row.level_label, row.age, row.due_on, row.over or None,
                               row.households, row.persons] for row in found.rows]
    columns = [Column(_("Mã kiến nghị"), 14), Column(_("Kiến nghị"), 50), Column(_("Về việc gì"), 22), Column(_("Đơn vị"), 30), Column(_("Trạng thái"), 24),
               Column(_("Đang ở"), 34), Column(_("Cấp"), 10), Column(_("Tuổi, ngày"), 10), Column(_("Hạn trả lời"), 12), Column(_("Quá hạn, ngày"), 10), Column(_("Hộ ủng hộ"), 10),
               Column(_("Người ủng hộ"), 10)]
    about = [(_("Đơn vị"), wanted.unit.name), (_("Số liệu đến ngày"), write_day(asking.day)), (_("Lọc"), str(LABELS[wanted.only])), (_("Số kiến nghị"), str(found.count)),
             (_("Theo quy định"), "RT-04"), (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name),
             *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    table = Table(_("Kiến nghị"), columns, rows, about)
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"kien-nghi-{asking.day.isoformat()}-{wanted.unit.unit_id}.{form}")


# -- one proposal --------------------------------------------------------------------------------------------------------------------------


OWNER_STEPS = {Step.SEND: ("gui", gettext_lazy("Gửi lên xã")), Step.REOPEN: ("mo-lai", gettext_lazy("Mở lại kiến nghị")), Step.WITHDRAW: ("rut", gettext_lazy("Rút kiến nghị"))}
BODY_STEPS = {
    Step.RECEIVE: ("tiep-nhan", gettext_lazy("Tiếp nhận")), Step.ACCEPT: ("chap-nhan", gettext_lazy("Chấp nhận, có kế hoạch")),
    Step.PASS_UP: ("len-cap", gettext_lazy("Chuyển lên cấp trên")), Step.REFUSE: ("tu-choi", gettext_lazy("Từ chối, có lý do")),
    Step.FORWARD: ("noi-khac", gettext_lazy("Không thuộc thẩm quyền, chuyển nơi khác")), Step.FINISH: ("xong", gettext_lazy("Báo đã làm xong")),
    Step.PUBLISH: ("cong-khai", gettext_lazy("Công khai kết quả")), Step.MERGE: ("gop", gettext_lazy("Gộp vào kiến nghị trùng"))}


def _buttons(steps: dict[Step, Any], state: State) -> list[tuple[str, Any]]:
    """The steps that there are from a state, each with its address and words."""
    return [words for step, words in steps.items() if state in WAYS[step].states]


@staff_page(Right.SEE_PERSONS)
def proposal(asking: Asking, proposal_id: int) -> HttpResponse:
    """A proposal: the next step in front, the way upward with each level's clock, what was said, what it is tied to."""
    found = queries.proposal_found(asking.actor, proposal_id, asking.day)
    state, moved_on = State(found.standing.state), found.standing.valid_from > asking.day
    answers = access.may(asking.actor, Right.ANSWER_PROPOSALS, [found.standing.unit_id], asking.day)
    raises = access.may(asking.actor, Right.RAISE_PROPOSALS, [found.proposal.unit_id], asking.day)
    body_acts = _buttons(BODY_STEPS, state) if answers and not moved_on else []
    steps = [line for line in found.steps if line.fact.occurred_on <= asking.day]
    return asking.page("proposal", {
        "found": found, "row": found.row, "steps": steps, "later": len(found.steps) - len(steps), "answers": answers, "raises": raises,
        "sender": found.sender if access.may(asking.actor, Right.SEE_SENSITIVE, [found.standing.unit_id], asking.day) else None, "body_acts": body_acts, "owner_acts": _buttons(OWNER_STEPS, state) if raises and not moved_on else [], "moved_on": moved_on, "waits": state.value in queries.UNANSWERED,
        "may_correct": raises and found.standing.state in [State.RAISED.value, *queries.UNANSWERED], "is_done": state is State.DONE,
        "gives": state is State.ACCEPTED and not moved_on and access.may(asking.actor, Right.GIVE_TASKS, [found.standing.unit_id], asking.day), "rules": "RT-04, RT-05",
        "near": queries.alike(_own(found, asking), found.text.kind, found.text.title, asking.day, without=proposal_id) if answers and found.row.state in queries.UNANSWERED else []})


def _own(found: ProposalFound, asking: Asking) -> UnitVersion:
    """The unit of a proposal, as it stands on the page's day or stood when it was raised."""
    unit = unit_on(found.proposal.unit_id, asking.day) or unit_on(found.proposal.unit_id, found.text.occurred_on)
    if unit is None:
        raise queries.no_such_proposal()
    return unit


@staff_page(Right.SEE_PERSONS)
def proposal_file(asking: Asking, proposal_id: int, file_id: UUID) -> HttpResponse:
    """A file of a proposal: a photograph in the page, anything else to be taken away; never to be sniffed."""
    return as_answer(queries.proposal_file(asking.actor, proposal_id, file_id, asking.day), f"kien-nghi-{proposal_id}")


# -- raising -------------------------------------------------------------------------------------------------------------------------------


def _near(asking: Asking, rows: Sequence[ProposalRow]) -> list[tuple[str, str]]:
    """Links to proposals that may ask for the same."""
    return [(address(asking, "proposal", row.proposal_id), f"{row.reference}, {row.unit}: {row.title}. {row.state_label}") for row in rows]


@staff_page(Right.RAISE_PROPOSALS)
def unit_proposal_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Raise a proposal of a unit; of what its meeting decided, or its residents asked, without typing it again. What may be the same is offered before it is sent."""
    unit, key = seen_unit(asking, unit_id), key_in(asking, "quyet")
    decided = decided_item(asking.actor, key) if key is not None else None
    initial: dict[str, Any] = {"on": min(asking.day, clock.today()), "send": True}
    back = address(asking, "proposal_list", don_vi=str(unit_id))
    lead = _("Ghi việc cần cấp trên làm. Mỗi kiến nghị một việc.")
    if decided is not None:
        initial |= {"title": decided.title, "text": decided.text}
        back = address(asking, "meeting", decided.meeting_id)
        lead = _("%(unit)s họp ngày %(day)s: %(title)s") % {"unit": decided.unit, "day": write_day(decided.day), "title": decided.title}
    question = key_in(asking, "cau-hoi") if decided is None else None
    if question is not None:
        asked = question_of(asking.actor, question)
        initial["text"], back = asked.text, address(asking, "campaign_hamlet", asked.campaign_id, asked.hamlet_id)
        lead = _("Câu hỏi của dân %(unit)s, ngày %(day)s: %(title)s") % {"unit": asked.hamlet, "day": write_day(asked.on), "title": asked.campaign}
    body = queries.first_body_of(unit, asking.day)
    if body is not None:
        lead = f"{lead} {_('Gửi đến: %(body)s (RT-05).') % {'body': queries.body_name(body)}}"
    form = forms.RaiseForm(asking.request.POST or None, asking.request.FILES or None, initial=initial)
    alike = queries.alike(unit, form.cleaned_data["kind"], form.cleaned_data["title"], asking.day) if asking.request.method == "POST" and form.is_valid() else []

    def warn() -> list[Consequence]:
        return [Consequence(Fate.WARNS, _("Đã có kiến nghị có thể trùng: %(n)s. Mở ra xem; trùng thì ghi thêm số hộ ủng hộ thay vì gửi mới.") % {"n": len(alike)}, len(alike))] if alike else []

    def act() -> HttpResponse:
        values = form.cleaned_data
        made = operations.raise_proposal(asking.actor, unit_id=unit_id, content=form.content(), on=values["on"], origin=Origin(key, question), sent=form.sent_files(), send=values["send"],
                                         document=values["document"])
        messages.success(asking.request, _("Đã nêu và gửi kiến nghị.") if values["send"] else _("Đã ghi kiến nghị, chưa gửi."))
        return redirect(address(asking, "proposal", made))

    return act_page(asking, form, act, title=_("Nêu kiến nghị: %(unit)s") % {"unit": unit.name}, button=_("Nêu kiến nghị"), back=back, lead=lead, warn=warn,
                    aside=(_("Có thể trùng với"), _near(asking, alike)))


# -- steps ---------------------------------------------------------------------------------------------------------------------------------


def _begin(asking: Asking, found: ProposalFound) -> dict[str, Any]:
    """The day that a form begins with: the page's, but not before the last change nor to come; and the words of a template that was chosen."""
    initial: dict[str, Any] = {"on": max(found.standing.valid_from, min(asking.day, clock.today()))}
    key = key_in(asking, "mau")
    if key is not None:
        chosen = next((each for each in queries.templates_for(found.standing, asking.day) if each.fact_id == key), None)
        if chosen is None:
            raise NotFound(_("Không có mẫu trả lời này."))
        initial["text"] = queries.filled(chosen.text, found)
    return initial


def _templates(asking: Asking, found: ProposalFound, name: str, what: str) -> tuple[str, list[tuple[str, str]]]:
    """The reply templates of the body, as links that fill the form."""
    return _("Dùng mẫu trả lời"), [(address(asking, name, found.proposal.pk, what, mau=str(each.fact_id)), each.name) for each in queries.templates_for(found.standing, asking.day)]


def _worded(operation: Callable[..., None], what: str, title: Any, *, label: Any = None, by: By = By.BODY, form_class: type[forms.WordForm] = forms.WordForm,
            more: Callable[[Asking, forms.WordForm], dict[str, Any]] = lambda _asking, _form: {}, stop: bool = False, lead: Any = "",
            options: Callable[[Asking, ProposalFound], dict[str, Any]] = lambda _asking, _found: {}) -> Callable[[Asking, ProposalFound, str], HttpResponse]:
    """The page of a step with words.

    Parameters:
        operation: takes ``proposal_id``, ``on``, ``word`` and what ``more`` makes of the form.
        what: the step in addresses.
        label: what the words are called; None for a step that needs none.
        options: what the form needs besides.
    """
    def page(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
        form = form_class(asking.request.POST or None, asking.request.FILES or None, initial=_begin(asking, found), **options(asking, found))
        if label is not None:
            form.fields["text"].label = label

        def act() -> None:
            operation(asking.actor, proposal_id=found.proposal.pk, on=form.cleaned_data["on"], word=form.word(), **more(asking, form))
            messages.success(asking.request, _("Đã ghi: %(what)s.") % {"what": str(title).lower()})

        aside = _templates(asking, found, "proposal_answer", what) if by is By.BODY else ("", [])
        words = f"{found.row.reference}: {found.text.title}"
        return act_page(asking, form, act, title=str(title), button=str(title), back=back, lead=f"{words}. {lead}" if lead else words, stop=stop, aside=aside)

    return page


def _correct(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    text = found.text
    form = forms.CorrectForm(asking.request.POST or None, initial={"kind": text.kind, "title": text.title, "text": text.text, "place": text.place, "cost": text.cost})
    return act_page(asking, form, lambda: operations.correct_proposal(asking.actor, proposal_id=found.proposal.pk, content=form.content(), reason=form.cleaned_data["reason"]),
                    title=_("Sửa kiến nghị"), button=_("Sửa kiến nghị"), back=back)


def _second(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    hamlets = queries.hamlets_for(asking.actor, found.proposal, asking.day)
    form = forms.SecondForm(asking.request.POST or None, hamlets=hamlets, initial={"on": min(asking.day, clock.today()), "hamlet": str(found.proposal.unit_id)})

    def act() -> None:
        values = form.cleaned_data
        operations.second_proposal(asking.actor, proposal_id=found.proposal.pk, hamlet_id=int(values["hamlet"]), households=values["households"] or 0, persons=values["persons"] or 0,
                                   on=values["on"])

    return act_page(asking, form, act, title=_("Ghi số hộ, số người ủng hộ"), button=_("Ghi số ủng hộ"), back=back, lead=_("Chỉ ghi con số của từng xóm, không ghi tên ai."))


OWNER_ACTS: dict[str, Callable[[Asking, ProposalFound, str], HttpResponse]] = {
    "gui": _worded(operations.send_proposal, "gui", gettext_lazy("Gửi lên xã"), by=By.OWNER),
    "mo-lai": _worded(operations.reopen_proposal, "mo-lai", gettext_lazy("Mở lại kiến nghị"), label=gettext_lazy("Vì sao mở lại"), by=By.OWNER,
                      lead=gettext_lazy("Trở lại nơi đã trả lời; tuổi vẫn tính tiếp.")),
    "rut": _worded(operations.withdraw_proposal, "rut", gettext_lazy("Rút kiến nghị"), label=gettext_lazy("Vì sao rút"), by=By.OWNER, stop=True),
    "sua": _correct, "ung-ho": _second}


def _publish(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    before = found.public
    reply = next((line.fact.text for line in found.steps if line.fact.step in (Step.ACCEPT.value, Step.REFUSE.value, Step.FINISH.value, Step.PASS_UP.value)), "")
    initial = {"title": before.title, "text": before.text, "place": before.place, "answer": before.answer or reply, "is_listed": before.is_listed} if before else {
        "title": found.text.title, "text": found.text.text, "place": found.text.place, "answer": reply, "is_listed": True}
    form = forms.PublishForm(asking.request.POST or None, initial={**initial, "on": max(found.standing.valid_from, min(asking.day, clock.today()))})
    title = _("Công khai kết quả") if found.standing.state == State.DONE.value else _("Duyệt nội dung công khai")

    def act() -> None:
        operations.publish_proposal(asking.actor, proposal_id=found.proposal.pk, on=form.cleaned_data["on"], approved=form.approved())
        messages.success(asking.request, _("Đã duyệt. Nhân dân đọc được đúng những lời này."))

    return act_page(asking, form, act, title=title, button=title, back=back, lead=_("Bỏ tên người, số điện thoại, nhà riêng. Chỉ những lời dưới đây được công khai."))


def _merge(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    form = forms.MergeForm(asking.request.POST or None, asking.request.FILES or None, initial=_begin(asking, found) | {"into": asking.request.GET.get("vao", "")})
    near = queries.alike(_own(found, asking), found.text.kind, found.text.title, asking.day, without=found.proposal.pk)

    def act() -> HttpResponse | None:
        operations.merge_proposal(asking.actor, proposal_id=found.proposal.pk, into_id=queries.id_of_reference(asking.actor, form.cleaned_data["into"], asking.day, place="into"),
                                  on=form.cleaned_data["on"], word=form.word())
        return None

    return act_page(asking, form, act, title=_("Gộp vào kiến nghị trùng"), button=_("Gộp kiến nghị"), back=back, lead=f"{found.row.reference}: {found.text.title}",
                    aside=(_("Có thể trùng với"), _near(asking, near)))


def _clause(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    form = forms.KeyForm(asking.request.POST or None, choices=queries.clauses_for(found.standing.unit_id, found.proposal.unit_id, asking.day))

    def act() -> None:
        operations.link_clause(asking.actor, proposal_id=found.proposal.pk, resolution_id=int(form.cleaned_data["key"].partition("/")[0]), clause=form.chosen())

    return act_page(asking, form, act, title=_("Gắn với mục nghị quyết"), button=_("Gắn mục này"), back=back, lead=found.text.title)


def _decision(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    decided = decided_at(asking.actor, found.proposal.unit_id, asking.day - DECIDED_WITHIN, asking.day)
    choices = [(str(each.item), f"{write_day(each.day)}: {each.title}" + (f" ({each.matter_label})" if each.matter else "")) for each in decided]
    form = forms.KeyForm(asking.request.POST or None, choices=choices)
    return act_page(asking, form, lambda: operations.link_decision(asking.actor, proposal_id=found.proposal.pk, item=form.chosen()), title=_("Gắn với việc cuộc họp đã quyết"),
                    button=_("Gắn quyết định này"), back=back, lead=_("Cần nhân dân đóng góp thì phải có quyết định của các hộ (RT-06, PD-08)."))


def _twin(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    form = forms.ReferenceForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.link_twin(
        asking.actor, proposal_id=found.proposal.pk, other_id=queries.id_of_reference(asking.actor, form.cleaned_data["key"], asking.day, place="key")),
        title=_("Gắn với kiến nghị đi đường kia"), button=_("Gắn hai kiến nghị"), back=back, lead=_("Một việc, hai đường: đường Đảng và đường chính quyền. Giữ cả hai (RT-05)."))


def _needed_key(asking: Asking, name: str) -> UUID:
    key = key_in(asking, name)
    if key is None:
        raise NotFound(_("Địa chỉ này không dẫn đến mục nào. Mở lại trang rồi chọn."))
    return key


def _unlink(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    key = _needed_key(asking, "moi")
    return act_page(asking, confirm_form(asking), lambda: operations.unlink(asking.actor, proposal_id=found.proposal.pk, key=key), title=_("Bỏ mối gắn"), button=_("Bỏ mối gắn này"),
                    back=back, stop=True)


def _take_away(asking: Asking, found: ProposalFound, back: str) -> HttpResponse:
    key = _needed_key(asking, "tep")
    form = forms.ReasonForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.withdraw_file(asking.actor, proposal_id=found.proposal.pk, key=key, reason=form.cleaned_data["reason"]),
                    title=_("Bỏ ảnh, tệp gửi nhầm"), button=_("Bỏ tệp này"), back=back, stop=True, lead=_("Nội dung tệp bị xóa hẳn; bước đã ghi vẫn giữ."))


BODY_ACTS: dict[str, Callable[[Asking, ProposalFound, str], HttpResponse]] = {
    "tiep-nhan": _worded(operations.receive_proposal, "tiep-nhan", gettext_lazy("Tiếp nhận"), lead=gettext_lazy("Hạn trả lời tính từ ngày tiếp nhận.")),
    "chap-nhan": _worded(operations.accept_proposal, "chap-nhan", gettext_lazy("Chấp nhận, có kế hoạch"), label=gettext_lazy("Sẽ làm gì, ai làm"), form_class=forms.AcceptForm,
                         more=lambda _asking, form: {name: form.cleaned_data[name] for name in ("planned_on", "needs_contribution")}),
    "tu-choi": _worded(operations.refuse_proposal, "tu-choi", gettext_lazy("Từ chối, có lý do"), label=gettext_lazy("Nói rõ vì sao"), form_class=forms.RefuseForm, stop=True,
                       more=lambda _asking, form: {"reason": RefusalReason(form.cleaned_data["refusal"])}),
    "len-cap": _worded(operations.pass_up_proposal, "len-cap", gettext_lazy("Chuyển lên cấp trên"), label=gettext_lazy("Ý kiến của cấp mình"),
                       lead=gettext_lazy("Cấp trên tiếp nhận thì hạn của cấp trên bắt đầu; tuổi vẫn tính tiếp.")),
    "noi-khac": _worded(operations.forward_proposal, "noi-khac", gettext_lazy("Chuyển nơi khác"), label=gettext_lazy("Vì sao không thuộc thẩm quyền"), form_class=forms.ForwardForm,
                        more=lambda _asking, form: {"to_unit_id": int(form.cleaned_data["to"])}, lead=gettext_lazy("Tuổi và hạn đang chạy đi theo kiến nghị."),
                        options=lambda asking, found: {"bodies": queries.bodies_beside(queries.body_of(found.standing, asking.day), asking.day)}),
    "xong": _worded(operations.finish_proposal, "xong", gettext_lazy("Báo đã làm xong"), label=gettext_lazy("Đã làm được gì"),
                    lead=gettext_lazy("Cần một ảnh hoặc một tệp, trừ khi việc giao từ kiến nghị này đã xong.")),
    "cong-khai": _publish, "gop": _merge, "gan-muc": _clause, "gan-quyet-dinh": _decision, "gan-duong-kia": _twin, "bo-gan": _unlink, "bo-tep": _take_away}


def _act(asking: Asking, proposal_id: int, what: str, acts: dict[str, Callable[[Asking, ProposalFound, str], HttpResponse]]) -> HttpResponse:
    found = queries.proposal_found(asking.actor, proposal_id, asking.day)
    if what not in acts:
        raise NotFound(_("Không có thao tác này. Mở trang của kiến nghị để chọn."))
    return acts[what](asking, found, address(asking, "proposal", proposal_id))


@staff_page(Right.RAISE_PROPOSALS)
def proposal_act(asking: Asking, proposal_id: int, what: str) -> HttpResponse:
    """One step of the unit that raised it."""
    return _act(asking, proposal_id, what, OWNER_ACTS)


@staff_page(Right.ANSWER_PROPOSALS)
def proposal_answer(asking: Asking, proposal_id: int, what: str) -> HttpResponse:
    """One step of the body that has it."""
    return _act(asking, proposal_id, what, BODY_ACTS)


# -- templates -----------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.ANSWER_PROPOSALS)
def unit_proposal_templates(asking: Asking, unit_id: int) -> HttpResponse:
    """The reply templates of a unit."""
    unit = _kept_by(asking, unit_id)
    return asking.page("proposal_templates", {"unit": unit, "templates": queries.templates_of(unit_id)})


def _kept_by(asking: Asking, unit_id: int) -> UnitVersion:
    """A unit for which the actor answers.

    Raises:
        NotFound: for another.
    """
    unit = seen_unit(asking, unit_id)
    if not access.may_see(asking.actor, unit_id, asking.day):
        raise NotFound(_("Không có đơn vị này, hoặc đơn vị nằm ngoài phạm vi được xem."))
    return unit


@staff_page(Right.ANSWER_PROPOSALS)
def unit_proposal_template(asking: Asking, unit_id: int, what: str) -> HttpResponse:
    """Keep a reply template, or drop it."""
    unit, back = _kept_by(asking, unit_id), address(asking, "unit_proposal_templates", unit_id)
    key = key_in(asking, "mau")
    before = next((each for each in queries.templates_of(unit_id) if each.fact_id == key), None)
    if what == "ghi":
        form = forms.TemplateForm(asking.request.POST or None, initial={"name": before.name, "text": before.text} if before else {})
        return act_page(asking, form, lambda: operations.keep_template(asking.actor, unit_id=unit_id, name=form.cleaned_data["name"], text=form.cleaned_data["text"]),
                        title=_("Mẫu trả lời: %(unit)s") % {"unit": unit.name}, button=_("Ghi mẫu"), back=back)
    if what != "bo" or before is None:
        raise NotFound(_("Không có mẫu trả lời này."))
    return act_page(asking, confirm_form(asking), lambda: operations.drop_template(asking.actor, unit_id=unit_id, key=before.fact_id),
                    title=_("Bỏ mẫu: %(name)s") % {"name": before.name}, button=_("Bỏ mẫu này"), back=back, stop=True, lead=before.text)
