"""Elections: the list, the page that has the one next step in front, and every act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed, NotFound
from kientoan.elections import audit, operations, queries
from kientoan.elections.enums import BoardRole, Body, Elects, Origin
from kientoan.elections.operations import BoardRow, CandidateRow, SummonsRow
from kientoan.elections.queries import Standing
from kientoan.org import access
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.reports.minutes import minutes_of
from kientoan.rules.days import write_day
from kientoan.rules.election.arithmetic import IDENTITIES, NUMBERS
from kientoan.rules.election.pack import BallotForm
from kientoan.rules.election.packs import PACKS
from kientoan.rules.election.process import ORDER, STAGES, Stage, after
from kientoan.rules.frozen import printed
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.day import carry
from kientoan.web.election import forms
from kientoan.web.forms import ActForm
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import is_english


@dataclass(frozen=True)
class Act:
    """An act that a page offers.

    Parameters:
        label: the button's words.
        stages: what must have been done last.
        main: whether it takes the next step; the others prepare it.
    """

    label: Promise
    stages: tuple[Stage, ...]
    main: bool = True


TIES_AND_SEATS = ("EL-37", "EL-38", "VH-12", "NA-06", "NA-07")
"""The rules of what is left open, which the hall is told besides who is elected."""
BEFORE_ROLL = (Stage.CALLED, Stage.LISTED, Stage.BOARD_VOTED)
ACTS: dict[str, Act] = {
    "ung-cu": Act(gettext_lazy("Thêm người vào danh sách"), (Stage.CALLED,), main=False),
    "rut": Act(gettext_lazy("Ghi rút khỏi danh sách"), (Stage.CALLED,), main=False),
    "chot-danh-sach": Act(gettext_lazy("Chốt danh sách"), (Stage.CALLED,)),
    "ban-kiem-phieu": Act(gettext_lazy("Ghi ban kiểm phiếu"), (Stage.LISTED,)),
    "trieu-tap": Act(gettext_lazy("Ghi người được triệu tập"), BEFORE_ROLL, main=False),
    "co-mat": Act(gettext_lazy("Ghi có mặt"), BEFORE_ROLL, main=False),
    "tru": Act(gettext_lazy("Ghi người được trừ"), BEFORE_ROLL, main=False),
    "chot-trieu-tap": Act(gettext_lazy("Chốt số triệu tập"), (Stage.BOARD_VOTED,)),
    "phat-phieu": Act(gettext_lazy("Ghi số phiếu phát"), (Stage.ROLL_CLOSED,)),
    "thu-phieu": Act(gettext_lazy("Ghi số phiếu thu về"), (Stage.ISSUED,)),
    "niem": Act(gettext_lazy("Niêm kết quả"), (Stage.COLLECTED,)),
    "chuan-y": Act(gettext_lazy("Ghi chuẩn y, công nhận"), (Stage.SEALED,)),
}


def address(asking: Asking, name: str, *arguments: Any) -> str:
    """A page of elections on the day of this one."""
    return carry(reverse(name, args=arguments), asking.day, today=clock.today(), known_at=asking.known_at)


@staff_page()
def election_list(asking: Asking) -> HttpResponse:
    """Elections in one's scope, and those that one keys in."""
    return asking.page("elections", {"rows": queries.elections_of(asking.actor), "may_hold": asking.actor.has(Right.HOLD_ELECTIONS)})


@staff_page(Right.HOLD_ELECTIONS)
def unit_election_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Call an election at a unit."""
    unit = seen_unit(asking, unit_id)
    form = forms.NewElectionForm(asking.request.POST or None, initial={"on": asking.day, "hands": "2"})

    def act() -> HttpResponse:
        values = form.cleaned_data
        made = operations.call_election(
            asking.actor, unit_id=unit_id, title=values["title"], elects=Elects(values["elects"]), body=Body(values["body"]), on=values["on"],
            seats=values["seats"], form=BallotForm(values["form"]), hands=int(values["hands"]))
        return redirect(address(asking, "election", made))

    return act_page(asking, form, act, title=_("Mở cuộc bầu cử"), button=_("Mở cuộc bầu cử"), unit=unit,
                    lead=_("Quy định có hiệu lực vào ngày bỏ phiếu được dùng để đếm; đổi ngày là đổi quy định."))


def _steps(found: Standing) -> list[tuple[str, str]]:
    """Every step with where it stands: ok, now or nothing."""
    done, following = ORDER.index(found.stage), after(found.stage)
    return [(STAGES[stage][is_english()], "ok" if at <= done else "now" if stage is following else "") for at, stage in enumerate(ORDER)]


def _sums(found: Standing) -> list[tuple[str, str]]:
    """The sums of ballots that must fit, with their figures as far as they are known, and whether they do."""
    numbers, language = found.numbers, int(is_english())
    if found.seal:
        numbers = {number: found.seal.content["numbers"][number.value] for number in NUMBERS if number.value in found.seal.content["numbers"]}
    rows: list[tuple[str, str]] = []
    for whole, parts in IDENTITIES:
        text = f"{NUMBERS[whole][language]} {numbers.get(whole, '…')} = " + " + ".join(f"{NUMBERS[each][language]} {numbers.get(each, '…')}" for each in parts)
        known = all(each in numbers for each in (whole, *parts))
        rows.append((text, "" if not known else "done" if numbers[whole] == sum(numbers[each] for each in parts) else "late"))
    return rows


@staff_page()
def election(asking: Asking, election_id: int) -> HttpResponse:
    """An election: its steps, the next one in front; votes only once the count is sealed."""
    found = queries.seen(asking.actor, election_id)
    holds, hand = queries.may_hold(asking.actor, found), queries.hand_of(asking.actor, found)
    roll = queries.roll_of(found) if holds else []
    states = queries.batches_of(found)
    offers = [(key, str(act.label), act.main) for key, act in ACTS.items() if found.stage in act.stages] if holds else []
    following = after(found.stage)
    content = found.seal.content if found.seal else None
    by_name = {each["candidate"]: each["en" if is_english() else "vi"] for each in content["reasons"] if each["candidate"]} if content else {}
    return asking.page("election", {
        "found": found, "holds": holds, "hand": hand, "steps": _steps(found), "next": STAGES[following][is_english()] if following else "",
        "main": next(((key, label) for key, label, main in offers if main), None), "others": [(key, label) for key, label, main in offers if not main],
        "roll": roll, "present": sum(bool(line.sessions) for line in roll), "deducted": sum(bool(line.summons.deduction) for line in roll),
        "sums": _sums(found), "batches": states, "differences": len(queries.differences_of(found)) if found.issue and not found.seal else 0,
        "keyed": [sum(state.ballots[at] or 0 for state in states) for at in range(found.call.hands)] if found.issue else [],
        "content": content, "votes": [(label, votes, by_name.get(label, ""), label in content["elected"]) for label, votes in content["votes"]] if content else [],
        "sentences": [(each["en" if is_english() else "vi"]) for each in content["reasons"] if each["candidate"] is None] if content else [],
        "fingerprint": printed(found.seal.fingerprint) if found.seal else "", "pack": PACKS[found.call.rules],
        "may_key": hand is not None and found.issue is not None and found.seal is None, "next_round": getattr(found.election, "next", None),
        "may_audit": content is not None and audit.may(asking.actor, Right.AUDIT_ELECTIONS, found)})


def _kinds(found: Standing) -> list[tuple[str, str]]:
    return [(kind, words[is_english()]) for kind, words in operations.deductions_of(found).items()]


def _form(asking: Asking, found: Standing, what: str) -> ActForm:
    """The form of an act, bound when it was sent."""
    data = asking.request.POST if asking.request.method == "POST" else None
    made: dict[str, Callable[[], ActForm]] = {
        "ung-cu": lambda: forms.NamesForm(data), "rut": lambda: forms.WithdrawForm(data, found=found), "ban-kiem-phieu": lambda: forms.BoardForm(data),
        "trieu-tap": lambda: forms.RollForm(data), "co-mat": lambda: forms.PresentForm(data, initial={"session": 1}),
        "tru": lambda: forms.DeductForm(data, kinds=_kinds(found)),
        "chot-trieu-tap": lambda: confirm_form(asking) if queries.roll_of(found) else forms.CloseRollForm(data, kinds=_kinds(found)),
        "phat-phieu": lambda: forms.IssueForm(data, hands=found.call.hands, accounts=queries.keyers_at(found, clock.today())),
        "thu-phieu": lambda: forms.CollectForm(data), "chuan-y": lambda: forms.ApproveForm(data)}
    return made[what]() if what in made else confirm_form(asking)


def _do(asking: Asking, found: Standing, what: str, form: Any) -> list[str]:
    """The act with the form's values; sentences on what is to be heeded."""
    actor, pk, values = asking.actor, found.election.pk, form.cleaned_data
    match what:
        case "ung-cu":
            operations.put_up(actor, election_id=pk, rows=[CandidateRow(name, origin=Origin(values["origin"]), support=values["support"], present=values["present"])
                                                           for name in forms.lines(values["names"])])
        case "rut":
            operations.withdraw_candidate(actor, election_id=pk, label=values["label"], reason=values["reason"])
        case "chot-danh-sach":
            return operations.close_list(actor, election_id=pk)
        case "ban-kiem-phieu":
            operations.seat_board(actor, election_id=pk, rows=[BoardRow(values["head"], BoardRole.HEAD), BoardRow(values["secretary"], BoardRole.SECRETARY),
                                                               *(BoardRow(name) for name in forms.lines(values["members"]))])
        case "trieu-tap":
            operations.summon(actor, election_id=pk, rows=[SummonsRow(name) for name in forms.lines(values["names"])])
        case "co-mat":
            operations.register_present(actor, election_id=pk, session=values["session"], who=forms.lines(values["names"]))
        case "tru":
            operations.deduct(actor, election_id=pk, who=values["name"], kind=values["kind"])
        case "chot-trieu-tap":
            operations.close_roll(actor, election_id=pk, summoned=values.get("summoned"), present=values.get("present"),
                                  deductions={key.removeprefix("less-"): count for key, count in values.items() if key.startswith("less-") and count})
        case "phat-phieu":
            operations.issue_ballots(actor, election_id=pk, printed=values["printed"], issued=values["issued"], spoiled=values["spoiled"], unused=values["unused"],
                                     keyers=form.keyers())
        case "thu-phieu":
            operations.collect_ballots(actor, election_id=pk, collected=values["collected"], not_returned=values["not_returned"])
        case "niem":
            operations.seal_count(actor, election_id=pk)
        case "chuan-y":
            return operations.approve_result(actor, election_id=pk, on=values["on"], decision=form.citation(), term_label=values["term_label"],
                                             term_ends_on=values["term_ends_on"])
    return []


@staff_page(Right.HOLD_ELECTIONS)
def election_act(asking: Asking, election_id: int, what: str) -> HttpResponse:
    """One act of an election."""
    found = queries.seen(asking.actor, election_id)
    offer = ACTS.get(what)
    if offer is None:
        raise NotFound(_("Không có việc này."))
    if reason := asking.actor.refusal(Right.HOLD_ELECTIONS, [found.election.unit_id], asking.day):
        raise NotAllowed(reason)
    form = _form(asking, found, what)

    def act() -> None:
        for sentence in _do(asking, found, what, form):
            messages.warning(asking.request, sentence)

    lead = _("%(title)s, ngày %(day)s") % {"title": found.call.title, "day": write_day(found.call.occurred_on)}
    return act_page(asking, form, act, title=str(offer.label), button=str(offer.label), unit=found.unit, back=address(asking, "election", election_id), lead=lead)


@staff_page()
def election_hall(asking: Asking, election_id: int) -> HttpResponse:
    """The screen of the hall: roll-call, then how far the keying in is, then the sealed result. It shows no vote before that."""
    found = queries.seen(asking.actor, election_id)
    following, content = after(found.stage), found.seal.content if found.seal else None
    roll = queries.roll_of(found) if found.roll is None else []
    summoned, present = (found.roll.summoned, found.roll.present) if found.roll else (len(roll), sum(bool(line.sessions) for line in roll))
    votes = dict(content["votes"]) if content else {}
    facts = [(_("Triệu tập"), summoned), (_("Có mặt"), present)]
    if found.roll:
        facts.append((_("Tính quá nửa"), summoned - sum(count for _kind, count in found.roll.deductions)))
    if found.issue:
        facts.append((_("Phát ra"), found.issue.issued))
    if found.collection:
        facts.append((_("Thu về"), found.collection.collected))
    # The slowest hand tells how far the hall has come.
    keyed = min((sum(state.ballots[at] or 0 for state in queries.batches_of(found)) for at in range(found.call.hands)), default=0) if found.issue else 0
    return asking.page("hall", {
        "found": found, "content": content, "elected": [(label, votes[label]) for label in content["elected"]] if content else [],
        "left": [each["en" if is_english() else "vi"] for each in content["reasons"] if each["candidate"] is None and each["rule"] in TIES_AND_SEATS] if content else [],
        "next": STAGES[following][is_english()] if following else "", "summoned": summoned, "present": present, "facts": facts, "keyed": keyed,
        "of": found.collection.collected if found.collection else found.issue.issued if found.issue else 0})


@staff_page()
def election_minutes(asking: Asking, election_id: int, form: str) -> HttpResponse:
    """The minutes of a sealed count as PDF or DOCX, for whoever holds elections or audits there."""
    found = queries.seen(asking.actor, election_id)
    if form not in PAPER_FILES or not access.may_see(asking.actor, found.unit, found.call.occurred_on):
        raise NotFound(_("Không có biên bản này."))
    with override("vi"):  # an official paper is written in Vietnamese whatever its reader reads
        paper = minutes_of(found, is_demo=settings.DEMO)
    return taken(as_file(paper, form), f"bien-ban-kiem-phieu-{found.call.occurred_on.isoformat()}-{election_id}.{form}")
