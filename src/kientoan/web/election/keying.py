"""Keying in batches, each hand by itself, and settling what was not read alike. Neither page shows a number of votes."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed, NotFound, Refusal, explained
from kientoan.elections import operations, queries
from kientoan.elections.queries import Standing
from kientoan.rules.election.entries import ALL, KEYS, MOST_IN_BATCH, NONE, Difference, Marks, read_batch, read_kept, read_line, typed
from kientoan.rules.election.pack import INVALID, BallotForm, InvalidBallot
from kientoan.rules.reasons import Reason
from kientoan.web.election.forms import KeyForm
from kientoan.web.election.voting import address
from kientoan.web.page import Asking, staff_page
from kientoan.web.templatetags.kientoan import is_english


def said(marks: Marks | None, found: Standing) -> str:
    """What was read off a ballot, in words."""
    if marks is None:
        return _("không có phiếu này")
    if marks.invalid:
        return INVALID[InvalidBallot(marks.invalid)][is_english()]
    names = found.labels
    struck = ", ".join(f"{at + 1}. {names[at]}" for at in marks.against)
    if found.form is BallotForm.STRIKE_OUT:
        return _("gạch %(names)s") % {"names": struck} if struck else _("để nguyên, không gạch ai")
    agreed = ", ".join(f"{at + 1}. {names[at]}" for at in marks.agree)
    return "; ".join(part for part in (_("đồng ý %(names)s") % {"names": agreed} if agreed else "", _("không đồng ý %(names)s") % {"names": struck} if struck else "")
                     if part) or _("không đánh dấu ô nào")


def _keys_here(asking: Asking, election_id: int) -> tuple[Standing, int]:
    """The election and the hand that the asker is.

    Raises:
        NotFound, NotAllowed: for an election that may not be known, or an account that is none of its hands.
    """
    found = queries.seen(asking.actor, election_id)
    hand = queries.hand_of(asking.actor, found)
    if hand is None:
        raise NotAllowed(_("Tài khoản này không được giao nhập phiếu của cuộc bầu cử. Người tổ chức bầu cử giao khi ghi số phiếu phát."))
    return found, hand


@staff_page(Right.KEY_BALLOTS)
def election_key(asking: Asking, election_id: int) -> HttpResponse:
    """Key in a batch: typed, read back with its number of ballots, then closed for good. Nothing is kept before it is closed."""
    found, hand = _keys_here(asking, election_id)
    closed = [state.number for state in queries.batches_of(found) if state.ballots[hand - 1] is not None]
    following = next(number for number in range(1, len(closed) + 2) if number not in closed)
    form = KeyForm(asking.request.POST if asking.request.method == "POST" else None, initial={"number": following})
    read: Counter[Marks] = Counter()
    if asking.request.method == "POST" and form.is_valid():
        read, faults = read_batch(form.cleaned_data["ballots"], names=len(found.labels), form=found.form)
        for fault in faults:
            form.add_error("ballots", explained(fault))
        if not faults and asking.request.POST.get("dong") == str(sum(read.values())):
            done, count = form.run(lambda: operations.key_batch(asking.actor, election_id=election_id, number=form.cleaned_data["number"], read=read))
            if done:
                messages.success(asking.request, _("Tập %(number)s đã đóng: %(count)s phiếu.") % {"number": form.cleaned_data["number"], "count": count})
                return redirect(address(asking, "election_key", election_id))
    checked = bool(read) and not form.errors
    return asking.page("election_key", {
        "found": found, "hand": hand, "form": form, "closed": closed, "checked": checked, "ballots": sum(read.values()), "most": MOST_IN_BATCH,
        "read": [(said(marks, found), count) for marks, count in sorted(read.items())] if checked else [],
        "names": list(enumerate(found.labels, 1)), "ways": _ways(found.form)})


def _ways(form: BallotForm) -> list[tuple[str, str]]:
    """How ballots are typed, each line with what it says."""
    marks = [("3 7", _("gạch tên số 3 và số 7")), (NONE, _("để nguyên, không gạch ai")), (ALL, _("gạch hết tên"))] if form is BallotForm.STRIKE_OUT else [
        ("1 2 -3", _("đồng ý số 1, số 2; không đồng ý số 3")), ("1 -1", _("đánh cả hai ô của số 1")), (NONE, _("không đánh dấu ô nào"))]
    invalid = {InvalidBallot.NOT_ISSUED: _("phiếu không do ban kiểm phiếu phát"), InvalidBallot.MARKED: _("phiếu ký tên, đánh dấu hoặc thêm tên")}
    return [*marks, ("3 7 x40", _("bốn mươi phiếu giống nhau")), *((key, invalid[reason]) for key, reason in KEYS.items())]


def _decided(asking: Asking, found: Standing, difference: Difference) -> Marks | None:
    """What somebody says the ballots are: one of the readings, none at all, or what they typed.

    Raises:
        Refusal: for a line that cannot be read, or no choice.
    """
    choice = asking.request.POST.get("la", "")
    if choice == "khong-co":
        return None
    if choice.isdecimal() and int(choice) in range(1, len(difference.readings) + 1):
        return difference.readings[int(choice) - 1]
    if choice != "khac":
        raise Refusal(_("Chọn phiếu giấy ghi thế nào."))
    line = read_line(asking.request.POST.get("dong", ""), 1, names=len(found.labels), form=found.form)
    if isinstance(line, Reason):
        raise Refusal(explained(line))
    return line[0]


def _posted(asking: Asking) -> tuple[int, tuple[Marks | None, ...], int]:
    """Which difference was settled, as the page had written it.

    Raises:
        NotFound: for one that no page has written.
    """
    try:
        given: Any = asking.request.POST
        readings = tuple(read_kept(text) if text != "-" else None for text in given.getlist("doc"))
        return int(given["tap"]), readings, int(given["so"])
    except (KeyError, ValueError) as error:
        raise NotFound(_("Không có chỗ khác nhau này.")) from error


@staff_page(Right.HOLD_ELECTIONS)
def election_compare(asking: Asking, election_id: int) -> HttpResponse:
    """What was not read alike, one after the other: the paper is looked at, and what it says is chosen."""
    found = queries.seen(asking.actor, election_id)
    if reason := asking.actor.refusal(Right.HOLD_ELECTIONS, [found.election.unit_id], asking.day):
        raise NotAllowed(reason)
    fault = ""
    if asking.request.method == "POST":
        number, readings, count = _posted(asking)
        try:
            operations.settle_difference(asking.actor, election_id=election_id, number=number, readings=readings, count=count,
                                         decided=_decided(asking, found, Difference(readings, count)))
            return redirect(address(asking, "election_compare", election_id))
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            fault = str(refusal)
    rows = queries.differences_of(found) if not found.seal else []
    return asking.page("election_compare", {
        "found": found, "fault": fault, "rows": [
            {"number": number, "count": each.count, "first": at == 0,
             "readings": [(hand, said(marks, found), marks.kept() if marks else "-", typed(marks, found.form) if marks else "") for hand, marks in enumerate(each.readings, 1)]}
            for at, (number, each) in enumerate(rows)],
        "waiting": [state.number for state in queries.batches_of(found) if not state.is_complete]})
