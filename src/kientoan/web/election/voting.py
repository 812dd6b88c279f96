"""Elections: the list, the page that has the one next step in front, and every act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.participants import Consequence, Fate
from kientoan.core.refusal import NotAllowed, NotFound, explained
from kientoan.elections import areas, audit, operations, queries
from kientoan.elections.enums import Body, Course, Elects, StepName
from kientoan.elections.operations import SummonsRow
from kientoan.elections.queries import AreaState, Standing
from kientoan.org import access
from kientoan.people.enums import PostKind
from kientoan.people.queries import names_on
from kientoan.rules.days import write_day
from kientoan.rules.election.arithmetic import IDENTITIES, NUMBERS
from kientoan.rules.election.pack import BallotForm
from kientoan.rules.election.packs import PACKS
from kientoan.rules.election.process import CourseKind, Stage, named
from kientoan.rules.frozen import printed
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.day import carry
from kientoan.web.election import forms
from kientoan.web.election.papers import paper_lines
from kientoan.web.forms import ActForm
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import seen_unit
from kientoan.web.templatetags.kientoan import is_english


@dataclass(frozen=True)
class Act:
    """An act that a page offers.

    Parameters:
        label: the button's words.
        stages: what must have been done last.
        main: whether it takes the next step; the others prepare it.
        step: the step that it takes, where more than one act can stand before the same.
        mends: whether it corrects or takes back; those stand apart.
        stops: whether it takes something away.
    """

    label: Promise
    stages: tuple[Stage, ...]
    main: bool = True
    step: Stage | None = None
    mends: bool = False
    stops: bool = False


TIES_AND_SEATS = ("EL-37", "EL-38", "VH-12", "NA-06", "NA-07")
"""The rules of what is left open, which the hall is told besides who is elected."""
BEFORE_LIST = (Stage.CALLED, Stage.PROPOSED, Stage.NOMINATED, Stage.WITHDRAWN, Stage.OPINION)
BEFORE_ROLL = (*BEFORE_LIST, Stage.LISTED, Stage.BOARD_VOTED)
BEFORE_SEAL = (*BEFORE_ROLL, Stage.ROLL_CLOSED, Stage.ISSUED, Stage.COLLECTED)
ACTS: dict[str, Act] = {
    "ung-cu": Act(gettext_lazy("Thêm người vào danh sách"), (Stage.CALLED, Stage.PROPOSED), main=False),
    "rut": Act(gettext_lazy("Ghi rút khỏi danh sách"), (Stage.CALLED, Stage.NOMINATED, Stage.OPINION), main=False),
    **{slug: Act(label, BEFORE_LIST, step=Stage(step.value)) for slug, step, label in (
        ("chot-gioi-thieu", StepName.PROPOSED, gettext_lazy("Chốt danh sách giới thiệu")), ("chot-de-cu", StepName.NOMINATED, gettext_lazy("Chốt ứng cử, đề cử")),
        ("chot-rut", StepName.WITHDRAWN, gettext_lazy("Chốt việc xin rút")))},
    "xin-y-kien": Act(gettext_lazy("Ghi phiếu xin ý kiến"), BEFORE_LIST, step=Stage.OPINION),
    "quyet-y-kien": Act(gettext_lazy("Ghi đại hội quyết định chỗ bằng ý kiến"), BEFORE_LIST, step=Stage.OPINION),
    "chot-danh-sach": Act(gettext_lazy("Chốt danh sách"), BEFORE_LIST, step=Stage.LISTED),
    "ban-kiem-phieu": Act(gettext_lazy("Ghi ban kiểm phiếu"), (Stage.LISTED,)),
    "trieu-tap": Act(gettext_lazy("Ghi người được triệu tập"), BEFORE_ROLL, main=False),
    "co-mat": Act(gettext_lazy("Ghi có mặt"), BEFORE_ROLL, main=False),
    "tru": Act(gettext_lazy("Ghi người được trừ"), BEFORE_ROLL, main=False),
    "chot-trieu-tap": Act(gettext_lazy("Chốt số triệu tập"), (Stage.BOARD_VOTED,)),
    "phat-phieu": Act(gettext_lazy("Ghi số phiếu phát"), (Stage.ROLL_CLOSED,)),
    "thu-phieu": Act(gettext_lazy("Ghi số phiếu thu về"), (Stage.ISSUED,)),
    "niem": Act(gettext_lazy("Niêm kết quả"), (Stage.COLLECTED, Stage.AREAS)),
    "khu-vuc": Act(gettext_lazy("Ghi khu vực bỏ phiếu"), (Stage.CALLED, Stage.LISTED, Stage.BOARD_VOTED), main=False),
    "to-bau-cu": Act(gettext_lazy("Ghi tổ bầu cử"), (Stage.CALLED,)),
    "cu-tri-bo-phieu": Act(gettext_lazy("Chốt số cử tri đã bỏ phiếu"), (Stage.BOARD_VOTED,)),
    "bau-lai": Act(gettext_lazy("Bầu lại ở khu vực này"), tuple(Stage)),
    "sua-khu-vuc": Act(gettext_lazy("Sửa khu vực bỏ phiếu"), (Stage.CALLED, Stage.BOARD_VOTED), main=False, mends=True),
    "bo-khu-vuc": Act(gettext_lazy("Bỏ khu vực bỏ phiếu"), (Stage.CALLED,), main=False, mends=True, stops=True),
    "sua-quyet-dinh": Act(gettext_lazy("Sửa quyết định bầu cử"), (*BEFORE_ROLL, Stage.ROLL_CLOSED), main=False, mends=True),
    "bo-ten": Act(gettext_lazy("Bỏ tên ghi nhầm"), BEFORE_LIST, main=False, mends=True, stops=True),
    "bo-co-mat": Act(gettext_lazy("Bỏ ghi có mặt nhầm"), BEFORE_ROLL, main=False, mends=True, stops=True),
    "bo-trieu-tap": Act(gettext_lazy("Bỏ người triệu tập ghi nhầm"), BEFORE_ROLL, main=False, mends=True, stops=True),
    "rut-buoc": Act(gettext_lazy("Rút lại bước vừa làm"), (*BEFORE_ROLL, Stage.ROLL_CLOSED), main=False, mends=True, stops=True),
    "huy": Act(gettext_lazy("Hủy cuộc bầu cử"), BEFORE_SEAL, main=False, mends=True, stops=True),
    "huy-ket-qua": Act(gettext_lazy("Ghi cấp trên hủy kết quả"), (Stage.SEALED, Stage.APPROVED), main=False, mends=True, stops=True),
    "chuan-y": Act(gettext_lazy("Ghi chuẩn y, công nhận"), (Stage.SEALED,)),
}


OF_AREA = ("to-bau-cu", "cu-tri-bo-phieu", "bau-lai", "sua-khu-vuc", "bo-khu-vuc")
"""The acts of a polling area alone."""
OF_BOTH = ("phat-phieu", "thu-phieu", "niem", "rut-buoc", "huy", "huy-ket-qua")
"""The acts of a polling area as of every other count."""
NOT_OF_UNIT = ("trieu-tap", "co-mat", "tru", "chot-trieu-tap", "bo-co-mat", "bo-trieu-tap", "phat-phieu", "thu-phieu")
"""What an electoral unit leaves to its polling areas."""


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
    before = _round_before(asking, unit_id)
    begins = {"title": before.call.title, "elects": before.call.elects, "body": before.call.body, "form": before.call.form, "congress": before.election.congress_id, "course": before.call.course} if before else {}
    form = forms.NewElectionForm(asking.request.POST or None, congresses=queries.congresses_at(unit_id), initial={"on": asking.day, "hands": "2", **begins})

    def act() -> HttpResponse:
        values = form.cleaned_data
        made = operations.call_election(
            asking.actor, unit_id=unit_id, title=values["title"], elects=Elects(values["elects"]), body=Body(values["body"]), on=values["on"],
            seats=values["seats"], form=BallotForm(values["form"]), hands=int(values["hands"]), congress_id=int(values["congress"]) if values.get("congress") else None, follows=before.election.pk if before else None, course=Course(values["course"] or Course.REGULAR))
        return redirect(address(asking, "election", made))

    return act_page(asking, form, act, title=_("Mở cuộc bầu cử"), button=_("Mở cuộc bầu cử"), unit=unit,
                    lead=_("Vòng sau của “%(title)s”, có danh sách, triệu tập và kiểm phiếu riêng (EL-38).") % {"title": before.call.title} if before else
                    _("Quy định có hiệu lực vào ngày bỏ phiếu được dùng để đếm; đổi ngày là đổi quy định."))


def _round_before(asking: Asking, unit_id: int) -> Standing | None:
    """The round that a new election follows, as the address names it."""
    wanted = asking.request.GET.get("sau", "")
    if not wanted.isdecimal() or len(wanted) > 17:
        return None
    found = queries.seen(asking.actor, int(wanted))
    return found if found.election.unit_id == unit_id else None


def _steps(found: Standing) -> list[tuple[str, str]]:
    """Every step with where it stands: ok, now or nothing."""
    done = found.steps.index(found.stage)
    return [(named(stage, found.course)[is_english()], "ok" if at <= done else "now" if stage is found.following else "") for at, stage in enumerate(found.steps)]


def _is_offered(key: str, act: Act, found: Standing) -> bool:
    """Whether an act can be done as an election stands; the operations judge for themselves."""
    if key == "bau-lai":
        return found.area is not None and found.cancelled is not None and found.cancelled.election_id == found.election.pk
    if ((found.area is not None) != (key in OF_AREA) and key not in OF_BOTH) or (found.areas and key in NOT_OF_UNIT):
        return False
    if found.cancelled or found.stage not in act.stages or (act.step is not None and act.step is not found.following):
        return False
    regular = found.course is not CourseKind.BY_ELECTION
    match key:
        case "xin-y-kien" | "ung-cu" | "bo-ten":
            return found.opinion is None
        case "khu-vuc":
            return found.call.body == Body.VALID_BALLOTS and not found.counting
        case "quyet-y-kien":
            return found.opinion is not None
        case "rut":
            return found.stage is (Stage.CALLED if regular else Stage.NOMINATED) or found.stage is Stage.OPINION
        case "rut-buoc":
            return bool(found.last_step)
    return True


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
    offers = [(key, str(act.label), act) for key, act in ACTS.items() if _is_offered(key, act, found)] if holds else []
    following = found.following
    content = found.seal.content if found.seal else None
    whole = queries.standing(found.area.whole_id) if found.area else None
    by_name = {each["candidate"]: each["en" if is_english() else "vi"] for each in content["reasons"] if each["candidate"]} if content else {}
    return asking.page("election", {
        "found": found, "holds": holds, "hand": hand, "steps": _steps(found), "next": named(following, found.course)[is_english()] if following else "",
        "main": next(((key, label) for key, label, act in offers if act.main), None),
        "others": [(key, label) for key, label, act in offers if not act.main and not act.mends], "mends": [(key, label) for key, label, act in offers if act.mends],
        "roll": roll, "session": (session := queries.session_of(found, roll)), "present": queries.present_in(roll, session), "deducted": sum(bool(line.summons.deduction) for line in roll),
        "sums": _sums(found), "batches": states, "differences": len(queries.differences_of(found)) if found.issue and not found.seal else 0,
        "keyed": [sum(state.ballots[at] or 0 for state in states) for at in range(found.call.hands)] if found.issue else [],
        "content": content, "votes": [(label, votes, by_name.get(label, ""), label in content["elected"]) for label, votes in content["votes"]] if content else [],
        "sentences": [(each["en" if is_english() else "vi"]) for each in content["reasons"] if each["candidate"] is None] if content else [],
        "fingerprint": printed(found.seal.fingerprint) if found.seal else "", "pack": PACKS[found.call.rules],
        "may_key": hand is not None and found.issue is not None and found.seal is None and not found.cancelled, "next_round": queries.next_round(found),
        "whole": whole if whole and access.may_see(asking.actor, found.unit, found.call.occurred_on) else None, "areas": _areas(found), "sums_of_areas": _sums_of_areas(found),
        "past_areas": found.past_areas, "past_seals": [printed(seal.fingerprint) for seal in queries.past_seals(found)] if found.areas else [],
        "may_go_on": holds and content is not None and found.area is None and bool(content["open_seats"] or content["ties"] or found.cancelled),
        "no_more": f"{explained(over)} ({over.rule})" if content is not None and content["open_seats"] and (over := queries.no_further_round(found)) else "",
        "due": explained(due) if found.opinion is None and (due := found.opinion_due) else "", "opinion": found.outcome_of_opinion, "voices": sorted(found.opinion.voices, key=lambda each: -each[1]) if found.opinion else [],
        "papers": paper_lines(found) if access.may_see(asking.actor, found.unit, found.call.occurred_on) else [],
        "may_audit": content is not None and audit.may(asking.actor, Right.AUDIT_ELECTIONS, found)})


@dataclass(frozen=True)
class AreaLine:
    """A polling area as the page of its unit shows it.

    Parameters:
        state: how far it is.
        step: what is to be done next in it, in words; empty when it is sealed.
        numbers: registered, voted, issued, collected, valid, invalid, as far as they may be told; None before.
        votes: each candidate's in it, once the unit is sealed.
    """

    state: AreaState
    step: str
    numbers: tuple[int | None, ...]
    votes: tuple[int, ...]


def _areas(found: Standing) -> list[AreaLine]:
    """The polling areas of a unit; what each candidate has in them only once the unit is sealed."""
    sealed = {each["number"]: each["content"] for each in (found.seal.content.get("areas", ()) if found.seal else ())}
    rows: list[AreaLine] = []
    for state in found.areas:
        content = sealed.get(state.area.number)
        known = state.counts.content["numbers"] if state.counts else {}
        numbers = (state.area.registered, state.roll.present if state.roll else None, state.issue.issued if state.issue else None,
                   state.collection.collected if state.collection else None, known.get("valid"), known.get("invalid"))
        following = state.following
        rows.append(AreaLine(state, named(following, CourseKind.AREA)[is_english()] if following else "", numbers, tuple(votes for _label, votes in content["votes"]) if content else ()))
    return rows


def _sums_of_areas(found: Standing) -> tuple[int, ...]:
    """The sums over the areas of a unit in the order of ``AreaLine.numbers``; none before all are sealed."""
    if not found.areas or found.unsealed or found.turnout is None:
        return ()
    parts = [state.seal.content["numbers"] for state in found.areas if state.seal]
    return (*found.turnout, *(sum(part[name] for part in parts) for name in ("issued", "collected", "valid", "invalid")))


def _kinds(found: Standing) -> list[tuple[str, str]]:
    return [(kind, words[is_english()]) for kind, words in operations.deductions_of(found).items()]


def _form(asking: Asking, found: Standing, what: str) -> ActForm:
    """The form of an act, bound when it was sent."""
    data = asking.request.POST if asking.request.method == "POST" else None
    made: dict[str, Callable[[], ActForm]] = {
        "ung-cu": lambda: forms.NamesForm(data), "rut": lambda: forms.WithdrawForm(data, found=found), "ban-kiem-phieu": lambda: forms.BoardForm(data),
        "xin-y-kien": lambda: forms.OpinionForm(data, found=found), "quyet-y-kien": lambda: forms.ChosenForm(data, found=found),
        "trieu-tap": lambda: forms.RollForm(data), "co-mat": lambda: forms.PresentForm(data, initial={"session": 1}),
        "tru": lambda: forms.DeductForm(data, kinds=_kinds(found)),
        "chot-trieu-tap": lambda: forms.CloseNamedRollForm(data, initial={"session": queries.session_of(found, roll)}) if (roll := queries.roll_of(found))
        else forms.CloseRollForm(data, kinds=_kinds(found)),
        "phat-phieu": lambda: forms.IssueForm(data, hands=found.call.hands, accounts=queries.keyers_at(found, clock.today())),
        "khu-vuc": lambda: forms.AreasForm(data), "to-bau-cu": lambda: forms.TeamForm(data), "cu-tri-bo-phieu": lambda: forms.TurnoutForm(data),
        "bau-lai": lambda: forms.AgainForm(data, initial={"on": asking.day}),
        "sua-khu-vuc": lambda: forms.AreaForm(data, initial={"name": found.area.name, "registered": found.area.registered, "place": found.area.place} if found.area else {}),
        "sua-quyet-dinh": lambda: forms.CorrectCallForm(data, found=found), "bo-ten": lambda: forms.EntryForm(data, found=found),
        "bo-co-mat": lambda: forms.PresentForm(data, initial={"session": 1}), "bo-trieu-tap": lambda: forms.PersonOnRollForm(data),
        "rut-buoc": lambda: forms.ReasonForm(data), **dict.fromkeys(("huy", "huy-ket-qua"), lambda: forms.CancelForm(data, initial={"on": asking.day})),
        "thu-phieu": lambda: forms.CollectForm(data), "chuan-y": lambda: forms.ApproveForm(data)}
    return made[what]() if what in made else confirm_form(asking)


def _do(asking: Asking, found: Standing, what: str, form: Any) -> list[str]:
    """The act with the form's values; sentences on what is to be heeded."""
    actor, pk, values = asking.actor, found.election.pk, form.cleaned_data
    if ACTS[what].mends:
        return _mend(asking, found, what, form)
    if ACTS[what].step is not None:
        return _before_the_list(asking, found, what, form)
    match what:
        case "ung-cu":
            operations.put_up(actor, election_id=pk, rows=form.rows())
        case "rut":
            operations.withdraw_candidate(actor, election_id=pk, label=values["label"], reason=values["reason"])
        case "ban-kiem-phieu":
            operations.seat_board(actor, election_id=pk, rows=form.rows())
        case "trieu-tap":
            operations.summon(actor, election_id=pk, rows=[SummonsRow(name) for name in forms.lines(values["names"])])
        case "co-mat":
            operations.register_present(actor, election_id=pk, session=values["session"], who=forms.lines(values["names"]))
        case "tru":
            operations.deduct(actor, election_id=pk, who=values["name"], kind=values["kind"])
        case "chot-trieu-tap":
            operations.close_roll(actor, election_id=pk, summoned=values.get("summoned"), present=values.get("present"), session=values.get("session"),
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


def _before_the_list(asking: Asking, found: Standing, what: str, form: Any) -> list[str]:
    """The act that takes a step up to the closing of the list; sentences on what is to be heeded."""
    actor, pk, values = asking.actor, found.election.pk, form.cleaned_data
    match what:
        case "chot-gioi-thieu" | "chot-de-cu" | "chot-rut" if (step := ACTS[what].step) is not None:
            operations.take_step(actor, election_id=pk, step=StepName(step.value))
        case "xin-y-kien":
            return operations.record_opinion(actor, election_id=pk, issued=values["issued"], collected=values["collected"], valid=values["valid"], voices=form.voices(),
                                             team=[values["head"], values["secretary"]])
        case "quyet-y-kien":
            operations.decide_opinion(actor, election_id=pk, chosen=values["chosen"], votes=values["votes"], present=values["present"])
        case "chot-danh-sach":
            return operations.close_list(actor, election_id=pk)
    return []


def _in_areas(asking: Asking, found: Standing, what: str, form: Any) -> list[str]:
    """The act about polling areas; sentences on what is to be heeded."""
    actor, pk, values = asking.actor, found.election.pk, form.cleaned_data
    match what:
        case "khu-vuc":
            return areas.add_areas(actor, election_id=pk, rows=form.rows())
        case "sua-khu-vuc":
            return areas.correct_area(actor, election_id=pk, name=values["name"], registered=values["registered"], place=values["place"])
        case "bo-khu-vuc":
            areas.remove_area(actor, election_id=pk)
        case "to-bau-cu":
            operations.seat_board(actor, election_id=pk, rows=form.rows())
        case "cu-tri-bo-phieu":
            operations.close_roll(actor, election_id=pk, present=values["present"])
        case "bau-lai":
            areas.hold_area_again(actor, election_id=pk, on=values["on"])
    return []


def _mend(asking: Asking, found: Standing, what: str, form: Any) -> list[str]:
    """The act that corrects or takes back; sentences on what is to be heeded."""
    actor, pk, values = asking.actor, found.election.pk, form.cleaned_data
    match what:
        case "sua-quyet-dinh":
            return operations.correct_call(
                actor, election_id=pk, title=values["title"], elects=Elects(values["elects"]), body=Body(values["body"]), on=values["on"], seats=values["seats"],
                form=BallotForm(values["form"]), hands=int(values["hands"]), reason=values["reason"],
                course=Course(values["course"]) if values["course"] else None)
        case "bo-ten":
            operations.strike_entry(actor, election_id=pk, label=values["label"])
        case "bo-co-mat":
            operations.unregister_present(actor, election_id=pk, session=values["session"], who=forms.lines(values["names"]))
        case "bo-trieu-tap":
            operations.unsummon(actor, election_id=pk, who=values["name"])
        case "rut-buoc":
            operations.take_back_step(actor, election_id=pk, reason=values["reason"])
        case "huy":
            operations.cancel_election(actor, election_id=pk, on=values["on"], reason=values["reason"], decision=form.citation())
        case "huy-ket-qua":
            return operations.annul_result(actor, election_id=pk, on=values["on"], reason=values["reason"], decision=form.citation())
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
        do = _in_areas if what == "khu-vuc" or what in OF_AREA else _do
        for sentence in do(asking, found, what, form):
            messages.warning(asking.request, sentence)

    lead = _("%(title)s, ngày %(day)s") % {"title": found.title, "day": write_day(found.voted_on)}
    back = found.area.whole_id if found.area and what in ("bo-khu-vuc", "bau-lai") else election_id
    return act_page(asking, form, act, title=str(offer.label), button=str(offer.label), unit=found.unit, back=address(asking, "election", back), lead=lead,
                    stop=offer.stops, consequences=_annulled(found, asking.day) if what == "huy-ket-qua" and found.cancelled is None else ())


def _annulled(found: Standing, day: date) -> list[Consequence]:
    """What follows when an approved result is annulled on a day: who no longer holds what, and what stays for a person to look at."""
    held = queries.holdings_of(found)
    names, holders = names_on([each.person_id for each in held], day), [each for each in held if each.valid_to > day]
    post = str(PostKind(held[0].post.kind).label) if held else ""
    lines = [Consequence(Fate.CLOSES, _("Thôi giữ %(post)s từ ngày hủy, lý do “kết quả bầu bị hủy”: %(names)s. Thời gian đã giữ vẫn còn trong lịch sử.")
                         % {"post": post, "names": ", ".join(names.get(each.person_id, "") for each in holders)}, len(holders))] if holders else []
    return [*lines, *(Consequence(Fate.WAITS, sentence) for sentence in (operations.resting_on(found) if found.approval else []))]


@staff_page()
def election_hall(asking: Asking, election_id: int) -> HttpResponse:
    """The screen of the hall: roll-call, then how far the keying in is, then the sealed result. It shows no vote before that."""
    found = queries.seen(asking.actor, election_id)
    following, content = found.following, found.seal.content if found.seal else None
    roll = queries.roll_of(found) if found.roll is None else []
    summoned, present = found.turnout or (len(roll), queries.present_in(roll, queries.session_of(found, roll)))
    votes = dict(content["votes"]) if content else {}
    of_voters = found.area is not None or bool(found.areas)
    facts = [(_("Cử tri trong danh sách"), summoned), (_("Đã bỏ phiếu"), present)] if of_voters else [(_("Triệu tập"), summoned), (_("Có mặt"), present)]
    if found.areas:
        facts = [(_("Khu vực bỏ phiếu"), len(found.areas)), (_("Khu vực đã niêm"), len(found.areas) - len(found.unsealed)), *(facts if found.turnout else [])]
    if found.roll and not of_voters:
        facts.append((_("Tính quá nửa"), summoned - sum(count for _kind, count in found.roll.deductions)))
    if found.issue:
        facts.append((_("Phát ra"), found.issue.issued))
    if found.collection:
        facts.append((_("Thu về"), found.collection.collected))
    # The slowest hand tells how far the hall has come.
    keyed = min((sum(state.ballots[at] or 0 for state in queries.batches_of(found)) for at in range(found.call.hands)), default=0) if found.issue else 0
    return asking.page("hall", {
        "found": found, "content": content, "sealed_areas": len(found.areas) - len(found.unsealed), "elected": [(label, votes[label]) for label in content["elected"]] if content else [],
        "left": [each["en" if is_english() else "vi"] for each in content["reasons"] if each["candidate"] is None and each["rule"] in TIES_AND_SEATS] if content else [],
        "next": named(following, found.course)[is_english()] if following else "", "summoned": summoned, "present": present, "facts": facts, "keyed": keyed,
        "of": found.collection.collected if found.collection else found.issue.issued if found.issue else 0})
