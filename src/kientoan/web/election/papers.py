"""The papers of an election: what there is to be taken away, and the numbers that they are given."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed, NotFound
from kientoan.elections import operations, papers, queries
from kientoan.elections.enums import Body, PaperName
from kientoan.elections.queries import Standing
from kientoan.org import access
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.reports.election_papers import addressee_of, missing_for_report, paper_of
from kientoan.reports.minutes import chair_words
from kientoan.rules.days import write_day
from kientoan.rules.vntext import plain
from kientoan.web.acting import act_page
from kientoan.web.day import carry
from kientoan.web.forms import ActForm, ChecksField, DayField, TextField
from kientoan.web.page import Asking, staff_page
from kientoan.web.season.views import taken

SLUGS = {"bien-ban": PaperName.MINUTES, "xin-y-kien": PaperName.OPINION, "danh-sach-trung-cu": PaperName.ELECTED, "bao-cao": PaperName.REPORT, "trich-ngang": PaperName.SUMMARY}
"""How each paper stands in an address."""
SLUG_OF = {kind: slug for slug, kind in SLUGS.items()}


@dataclass(frozen=True)
class PaperLine:
    """A paper as the page of an election offers it.

    Parameters:
        name: what it is.
        slug: it in an address.
        line: its number; empty before it has one.
        register_id: where it is numbered; None before.
        void: why the number that it had is void; empty when it stands.
        lacks: what it still lacks, in words.
        ready: whether it can be had.
    """

    name: str
    slug: str
    line: str
    register_id: int | None
    void: str
    lacks: str
    ready: bool


def paper_lines(found: Standing) -> list[PaperLine]:
    """The papers of an election that can be had, and the report with what it lacks, in the order in which they are made; six queries at most."""
    issued = papers.issued_papers([found.election.pk])
    lines: list[PaperLine] = []
    for kind in (each for each in papers.kinds_of(found) if each is PaperName.REPORT or papers.is_ready(found, each)):
        own = issued.get((found.election.pk, kind))
        lacks = "; ".join(missing_for_report(found)) if kind is PaperName.REPORT else ""
        lines.append(PaperLine(str(kind.label), SLUG_OF[kind], own.line if own else "", own.paper.register_id if own else None, own.paper.void_reason if own else "", lacks,
                               papers.is_ready(found, kind)))
    return lines


class IssueForm(ActForm):
    """What stands on a paper besides the count."""

    on = DayField(label=gettext_lazy("Ngày văn bản"))
    term = TextField(label=gettext_lazy("Nhiệm kỳ"), required=False, max_length=20,
                     help_text=gettext_lazy("Ví dụ 2020-2025. Số văn bản của Đảng chạy suốt nhiệm kỳ (DF-06); của Nhà nước chạy theo năm (DF-14)."))
    symbol = TextField(label=gettext_lazy("Ký hiệu cơ quan ban hành"), required=False, max_length=20)
    addressed_to = TextField(label=gettext_lazy("Kính gửi"), max_length=200)
    covers = ChecksField(label=gettext_lazy("Gộp thêm kết quả của"), required=False)
    post = TextField(label=gettext_lazy("Chức vụ người ký"), required=False, max_length=120)
    signer = TextField(label=gettext_lazy("Họ tên người ký"), required=False, max_length=120, help_text=gettext_lazy("Để trống thì chừa chỗ."))
    one_series = ChecksField(label=gettext_lazy("Dãy số"), required=False, choices=[("1", gettext_lazy("một dãy số cho mọi loại văn bản"))])

    def __init__(self, *args: Any, found: Standing, kind: PaperName, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = [(str(pk), title) for pk, title in papers.sealed_beside(found) if pk != found.election.pk]
        self.fields["covers"].choices = beside  # type: ignore[attr-defined]  # a field of choices
        minutes = kind in papers.OF_THE_DAY
        by_the_board = minutes and found.call.body == Body.VALID_BALLOTS  # its team and board are on record
        if minutes:
            self.fields["post"].label, self.fields["post"].help_text = _("Người chủ trì ký với tư cách"), _("Để trống thì in “%(usual)s”.") % {"usual": chair_words(found)}
            self.fields["signer"].label = _("Họ tên người chủ trì")
        unused = {"on": minutes, "post": by_the_board, "signer": by_the_board, "covers": minutes or not beside, "addressed_to": kind is not PaperName.REPORT,
                  "one_series": found.call.body not in papers.STATE}
        for name in (name for name, gone in unused.items() if gone):
            del self.fields[name]


def _initial(asking: Asking, found: Standing, kind: PaperName) -> dict[str, Any]:
    congress = found.election.congress
    before = next((each.fact.term for each in papers.issued_papers([found.election.pk]).values() if each.fact.term), "")
    return {"on": max(asking.day, found.call.occurred_on), "term": before or (congress.season.key if congress else ""), "symbol": papers.run_of(found, kind).symbol,
            "addressed_to": addressee_of(found) if kind is PaperName.REPORT else "",
            "covers": [str(pk) for pk, _title in papers.sealed_beside(found)]}


def _kind(found: Standing, slug: str) -> PaperName:
    kind = SLUGS.get(slug)
    if kind is None or kind not in papers.kinds_of(found):
        raise NotFound(_("Không có giấy tờ này. Lấy từ các nút tải về trên trang."))
    return kind


@staff_page(Right.HOLD_ELECTIONS)
def election_number(asking: Asking, election_id: int, paper: str) -> HttpResponse:
    """Give a paper its number."""
    found = queries.seen(asking.actor, election_id)
    kind = _kind(found, paper)
    if reason := asking.actor.refusal(Right.HOLD_ELECTIONS, [found.election.unit_id], asking.day):
        raise NotAllowed(reason)
    form = IssueForm(asking.request.POST if asking.request.method == "POST" else None, found=found, kind=kind, initial=_initial(asking, found, kind))

    def act() -> None:
        values = form.cleaned_data
        made = operations.issue_paper(
            asking.actor, election_id=election_id, kind=kind, on=values.get("on"), term=values["term"], symbol=values["symbol"], one_series=bool(values.get("one_series")),
            addressed_to=values.get("addressed_to", ""), post=values.get("post", ""), signer=values.get("signer", ""), covers=[int(each) for each in values.get("covers", [])])
        messages.success(asking.request, _("Đã cấp: %(line)s.") % {"line": made.line})

    lead = _("%(title)s, ngày %(day)s. Số đã cấp không dùng lại; in lại không cấp số mới.") % {"title": found.title, "day": write_day(found.voted_on)}
    return act_page(asking, form, act, title=_("Cấp số: %(paper)s") % {"paper": kind.label}, button=_("Cấp số tiếp theo"), unit=found.unit,
                    back=carry(reverse("election", args=[election_id]), asking.day, today=clock.today(), known_at=asking.known_at), lead=lead)


def _download(asking: Asking, found: Standing, kind: PaperName, form: str) -> HttpResponse:
    if form not in PAPER_FILES or not access.may_see(asking.actor, found.unit, found.call.occurred_on):
        raise NotFound(_("Không có giấy tờ này. Lấy từ các nút tải về trên trang."))
    with override("vi"):  # an official paper is written in Vietnamese whatever its reader reads
        made = paper_of(asking.actor, found, kind, draft_on=asking.day, is_demo=settings.DEMO)
        name = slugify(plain(made.kind))
    return taken(as_file(made, form), f"{name}-{made.day.isoformat()}-{found.election.pk}.{form}")


@staff_page()
def election_minutes(asking: Asking, election_id: int, form: str) -> HttpResponse:
    """The minutes of a sealed count as PDF or DOCX, for whoever holds elections or audits there."""
    return _download(asking, queries.seen(asking.actor, election_id), PaperName.MINUTES, form)


@staff_page()
def election_paper(asking: Asking, election_id: int, paper: str, form: str) -> HttpResponse:
    """The list of the elected, the report to the body above or the summary list as PDF or DOCX; who took a summary list away is written down."""
    found = queries.seen(asking.actor, election_id)
    kind = _kind(found, paper)
    answer = _download(asking, found, kind, form)
    if kind is PaperName.SUMMARY:
        reads.note(asking.actor, subject=f"election:{election_id}", page="election_paper")
    return answer

