"""The audit of a sealed count: its file, ballots read again by hand, how long what was keyed is kept and how it is deleted."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed, NotFound, explained
from kientoan.elections import audit, auditing
from kientoan.elections.queries import Standing
from kientoan.rules.days import write_day
from kientoan.rules.election.arithmetic import NUMBERS
from kientoan.rules.election.entries import Marks, read_batch
from kientoan.rules.election.retention import Term, refuse_deletion
from kientoan.rules.frozen import printed
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.election.forms import area
from kientoan.web.election.voting import address
from kientoan.web.forms import ActForm, CitedForm, TextField
from kientoan.web.page import Asking, staff_page
from kientoan.web.templatetags.kientoan import is_english

DELETION: dict[str, Promise] = {
    "de-nghi": gettext_lazy("Đề nghị xóa lượt nhập phiếu"), "rut": gettext_lazy("Rút đề nghị xóa"), "xac-nhan": gettext_lazy("Xác nhận xóa lượt nhập phiếu")}
"""The acts of a deletion, each with the button's words."""


class SampleForm(ActForm):
    """A sample to be drawn."""

    seed = TextField(label=gettext_lazy("Hạt giống"), max_length=200,
                     help_text=gettext_lazy("Ít nhất 20 chữ số, gieo bằng xúc xắc trước mọi người, gõ theo thứ tự gieo."))
    size = TextField(label=gettext_lazy("Đọc lại bao nhiêu"), max_length=10, help_text=gettext_lazy("Số phiếu, ví dụ 20, hoặc tỷ lệ, ví dụ 10 %."))


class RereadForm(ActForm):
    """What the ballots drawn in a batch show."""

    ballots = TextField(label=gettext_lazy("Phiếu đọc lại, mỗi dòng một phiếu"), widget=area(10))

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ballots"].help_text = _("Gõ như khi nhập phiếu. Số thứ tự trên phiếu: %(names)s.") % {
            "names": "; ".join(f"{number}. {name}" for number, name in enumerate(found.labels, 1))}


def _title(found: Standing) -> str:
    return _("%(title)s, ngày %(day)s") % {"title": found.title, "day": write_day(found.voted_on)}


def _file(found: Standing) -> str:
    return f"kiem-phieu-{found.call.occurred_on.isoformat()}-{found.election.pk}.zip"


def _length(term: Term | None) -> str:
    if term is None:
        return ""
    if term.years:
        return ngettext("%(n)s năm", "%(n)s năm", term.years) % {"n": term.years}
    return ngettext("%(n)s ngày", "%(n)s ngày", term.days) % {"n": term.days}


@staff_page(Right.AUDIT_ELECTIONS)
def election_audit(asking: Asking, election_id: int) -> HttpResponse:
    """What an auditor needs of a sealed count: the seal, the file, the samples, the term for which ballots are kept."""
    found = audit.audited(asking.actor, election_id)
    kept, samples = audit.retention_of(found), audit.samples_of(found)
    refused = refuse_deletion(kept.ballots, kept.since, asking.day)
    may_delete = audit.may(asking.actor, Right.DELETE_BALLOTS, found)
    mine = kept.request is not None and kept.request.asked_by_id == asking.actor.user_id
    acts = [] if not may_delete or found.deletion or refused or found.area else ["de-nghi"] if kept.request is None else ["rut"] if mine else ["xac-nhan", "rut"]
    return asking.page("election_audit", {
        "found": found, "fingerprint": printed(found.seal.fingerprint) if found.seal else "",
        "numbers": [(NUMBERS[number][is_english()], audit.figures_of(found)[number.value]) for number in NUMBERS if number.value in audit.figures_of(found)],
        "samples": samples, "different": sum(each.different for each in samples), "may_draw": found.deletion is None and not found.areas and audit.may(asking.actor, Right.RECHECK_BALLOTS, found),
        "kept": kept, "ballots_kept": _length(kept.ballots), "papers_kept": _length(kept.papers), "refused": explained(refused) if refused else "",
        "command": f"kientoan election verify {_file(found)}", "acts": [(key, str(DELETION[key])) for key in acts]})


@staff_page(Right.AUDIT_ELECTIONS)
def election_export(asking: Asking, election_id: int) -> HttpResponse:
    """The file of a sealed count: said what is in it, then taken; each taking is in the journal."""
    found = audit.audited(asking.actor, election_id)

    def act() -> HttpResponse:
        return HttpResponse(auditing.export_count(asking.actor, election_id=election_id), content_type="application/zip",
                            headers={"Content-Disposition": f'attachment; filename="{_file(found)}"', "Cache-Control": "no-store"})

    lead = _("Tệp có từng phiếu của %(what)s, không có thứ tự, thời điểm và tập; nhật ký ghi ai đã lấy. Chỉ giao cho người kiểm tra, không công bố.") % {"what": _title(found)}
    return act_page(asking, confirm_form(asking), act, title=_("Lấy tệp kiểm tra"), button=_("Lấy tệp"), unit=found.unit, back=address(asking, "election_audit", election_id), lead=lead)


@staff_page(Right.RECHECK_BALLOTS)
def election_sample_new(asking: Asking, election_id: int) -> HttpResponse:
    """Draw ballots to be read again by hand."""
    found = audit.audited(asking.actor, election_id)
    form = SampleForm(asking.request.POST if asking.request.method == "POST" else None)

    def act() -> HttpResponse:
        number = auditing.draw_sample(asking.actor, election_id=election_id, seed=form.cleaned_data["seed"], size=form.cleaned_data["size"])
        return redirect(address(asking, "election_sample", election_id, number))

    lead = _("%(what)s. Mẫu rút trên chồng phiếu giấy của từng tập; mọi mẫu đã rút đều được giữ lại.") % {"what": _title(found)}
    return act_page(asking, form, act, title=_("Rút mẫu đọc lại"), button=_("Rút mẫu"), unit=found.unit, back=address(asking, "election_audit", election_id), lead=lead)


@staff_page(Right.AUDIT_ELECTIONS)
def election_sample(asking: Asking, election_id: int, number: int) -> HttpResponse:
    """A sample: how it follows from its seed, the sheet to fill in by hand, what reading it again has found."""
    found = audit.audited(asking.actor, election_id)
    return asking.page("election_sample", {
        "found": found, "drawn": audit.sample_of(found, number), "fingerprint": printed(found.seal.fingerprint) if found.seal else "",
        "may_enter": found.deletion is None and audit.may(asking.actor, Right.RECHECK_BALLOTS, found)})


@staff_page(Right.RECHECK_BALLOTS)
def election_reread(asking: Asking, election_id: int, number: int, batch: int) -> HttpResponse:
    """Enter what the ballots drawn in a batch show: they are compared with the batch, and not kept."""
    found = audit.audited(asking.actor, election_id)
    wanted = next((each for each in audit.sample_of(found, number).batches if each.batch == batch), None)
    if wanted is None:
        raise NotFound(_("Mẫu này không có phiếu nào ở tập %(batch)s.") % {"batch": batch})
    form = RereadForm(asking.request.POST if asking.request.method == "POST" else None, found=found)
    read: Counter[Marks] = Counter()
    if asking.request.method == "POST" and form.is_valid():
        read, faults = read_batch(form.cleaned_data["ballots"], names=len(found.labels), form=found.form)
        for fault in faults:
            form.add_error("ballots", explained(fault))

    def act() -> None:
        different = auditing.enter_rereading(asking.actor, election_id=election_id, sample=number, batch=batch, read=read)
        if different:
            messages.warning(asking.request, ngettext(
                "Tập %(batch)s: %(n)s phiếu đọc khác. Đề nghị đếm lại; kết quả đã niêm không đổi.", "Tập %(batch)s: %(n)s phiếu đọc khác. Đề nghị đếm lại; kết quả đã niêm không đổi.",
                different) % {"batch": batch, "n": different})
        else:
            messages.success(asking.request, _("Tập %(batch)s: mọi phiếu đọc lại đều khớp.") % {"batch": batch})

    lead = _("Tập %(batch)s, phiếu thứ %(places)s tính từ trên xuống.") % {"batch": batch, "places": ", ".join(map(str, wanted.places))}
    return act_page(asking, form, act, title=_("Ghi kết quả đọc lại"), button=_("So với tập đã nhập"), unit=found.unit,
                    back=address(asking, "election_sample", election_id, number), lead=lead)


@staff_page(Right.DELETE_BALLOTS)
def election_deletion(asking: Asking, election_id: int, what: str) -> HttpResponse:
    """Ask for what was keyed to be deleted, take that back, or confirm what somebody else asked."""
    found = audit.audited(asking.actor, election_id)
    if what not in DELETION:
        raise NotFound(_("Không có việc này."))
    if reason := asking.actor.refusal(Right.DELETE_BALLOTS, [found.election.unit_id], found.call.occurred_on):
        raise NotAllowed(reason)
    form: Any = CitedForm(asking.request.POST if asking.request.method == "POST" else None) if what == "de-nghi" else confirm_form(asking)

    def act() -> None:
        match what:
            case "de-nghi":
                auditing.ask_deletion(asking.actor, election_id=election_id, decision=form.citation())
            case "rut":
                auditing.drop_deletion(asking.actor, election_id=election_id)
            case _:
                auditing.confirm_deletion(asking.actor, election_id=election_id)

    lead = _("%(what)s. Chỉ lượt nhập, chỗ quyết và số phiếu từng tập bị xóa, không lấy lại được; kết quả đã niêm, biên bản và nhật ký ở lại.") % {"what": _title(found)}
    return act_page(asking, form, act, title=str(DELETION[what]), button=str(DELETION[what]), unit=found.unit, back=address(asking, "election_audit", election_id), lead=lead,
                    stop=what == "xac-nhan")
