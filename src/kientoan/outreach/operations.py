"""Every change to campaigns and rounds. Each public function here is an operation.

The journal says that visits were entered in a hamlet, never to which household nor what came of it: those rows go when their time is over, and the journal does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, record, record_many, withdraw, withdraw_many
from kientoan.core.given import needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal, refuse, refused_by
from kientoan.meetings.queries import entries_on
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.outreach import access, queries
from kientoan.outreach.enums import MeansName, VisitResult
from kientoan.outreach.models import (
    Campaign,
    CampaignHamlet,
    CampaignStop,
    CampaignText,
    Charge,
    Question,
    Round,
    RoundEnd,
    RoundExpiry,
    RoundOpening,
    Telling,
    Visit,
)
from kientoan.outreach.queries import RoundView
from kientoan.rules.days import write_day
from kientoan.rules.outreach import Result, refuse_naming, refuse_opinion, refuse_result, telling_pack
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import search_keys, tidy

MOST_TEXT = 3000
MOST_QUESTION = 500
LONGEST_RUN = timedelta(days=31)
"""Days on the loudspeaker entered at once."""
LONGEST_POSTING = timedelta(days=366)
LONGEST = timedelta(days=366)
"""From the first day of a campaign to its last."""


# -- what is told --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """What a campaign tells.

    Parameters:
        title: what it is called.
        text: short plain words, for sheets and for the loudspeaker.
        due_on: its last day.
        means: by which it is told, each once.
        hotline: a telephone number for the sheets; may be empty.
    """

    title: str
    text: str
    due_on: date
    means: tuple[MeansName, ...]
    hotline: str = ""


def _words(text: str, most: int, place: str) -> str:
    """Lines of words, each tidied, refused beyond so many characters."""
    said = "\n".join(line for each in text.splitlines() if (line := tidy(each)))
    if len(said) > most:
        raise Refusal(_("Dài %(n)s chữ cái, nhiều nhất %(most)s. Viết ngắn lại.") % {"n": len(said), "most": most}, place=place)
    return said


def _columns(content: Content, on: date) -> dict[str, Any]:
    title = needed(content.title, _("Thiếu tên đợt tuyên truyền."), "title")
    if len(title) > 200:
        raise Refusal(_("Dài %(n)s chữ cái, nhiều nhất %(most)s. Viết ngắn lại.") % {"n": len(title), "most": 200}, place="title")
    text = _words(content.text, MOST_TEXT, "text")
    if not text:
        raise Refusal(_("Thiếu lời tuyên truyền. Viết ngắn, dễ hiểu."), place="text")
    refuse(found if isinstance(found := telling_pack(on), Reason) else None, "on")
    if not on <= content.due_on <= on + LONGEST:
        raise Refusal(_("Hạn từ ngày bắt đầu %(day)s trở đi, trong một năm. Sửa hạn.") % {"day": write_day(on)}, place="due_on")
    if not content.means:
        raise Refusal(_("Chọn ít nhất một cách tuyên truyền."), place="means", rule="PD-02")
    plain_key, exact_key = search_keys(title)
    return {"title": title, "text": text, "due_on": content.due_on, "means": [each.value for each in MeansName if each in content.means],
            "hotline": tidy(content.hotline)[:80], "search_plain": plain_key, "search_exact": exact_key}


def _telling_unit(unit_id: int, on: date) -> UnitVersion:
    unit = unit_on(unit_id, on)
    if unit is None or unit.level not in (UnitLevel.COMMUNE, UnitLevel.HAMLET):
        raise Refusal(_("Xã hoặc xóm mở đợt tuyên truyền. Ngày %(day)s không có đơn vị như vậy; chọn ngày khác hoặc mở từ trang của xã.") % {"day": write_day(on)}, place="on")
    return unit


def _hamlets(unit: UnitVersion, on: date, chosen: Sequence[int]) -> list[int]:
    """The hamlets chosen of a unit; all of them when none was."""
    below = [each.unit_id for each in queries.hamlets_below(unit, on)]
    if set(chosen) - set(below):
        raise Refusal(_("Có xóm không thuộc đơn vị này. Chọn lại trong danh sách."), place="hamlets")
    if not below:
        raise Refusal(_("Đơn vị này không có xóm nào vào ngày %(day)s. Chọn ngày khác.") % {"day": write_day(on)}, place="hamlets")
    return [each for each in below if each in set(chosen)] if chosen else below


@operation(title=gettext_lazy("Mở đợt tuyên truyền"), right=Right.RUN_OUTREACH)
def start_campaign(act: Act, *, unit_id: int, content: Content, on: date, hamlets: Sequence[int] = (), citation: Citation | None = None) -> int:
    """Say what must be told to every household of a commune or a hamlet, by when and by which means (PD-01 to PD-05).

    Parameters:
        on: its first day; that of its means' rules.
        hamlets: those chosen; none means all.
        citation: the paper that it comes of.

    Returns:
        the campaign's id.

    Raises:
        Refusal: without a title, a text or a means, for words too long, days out of order, a day to come, or a hamlet of another unit.
    """
    act.ask([unit_id], on)
    refuse_to_come(act, on)
    unit = _telling_unit(unit_id, on)
    columns, targets = _columns(content, on), _hamlets(unit, on, hamlets)
    campaign = Campaign.objects.create(unit_id=unit_id)
    record(CampaignText, at=act.at, campaign=campaign, occurred_on=on, decision=cite(citation, today=act.today), **columns)
    record_many(CampaignHamlet, [{"campaign": campaign, "hamlet_id": hamlet, "occurred_on": on} for hamlet in targets], at=act.at)
    act.enter(unit=unit.name, day=on, detail={"campaign": campaign.pk, "title": columns["title"], "means": columns["means"], "hamlets": len(targets)})
    return campaign.pk


def _held(act: Act, campaign_id: int, *, of_hamlet: int | None = None) -> CampaignText:
    """A campaign that is about to be written to, under its gate.

    Parameters:
        of_hamlet: the hamlet at which the right is asked for; None for the campaign's own unit.

    Raises:
        NotFound: when there is none, or none in this hamlet.
        NotAllowed: when the actor may not.
    """
    gates.hold(f"outreach.{campaign_id}")
    text = queries.text_of(campaign_id)
    act.ask([of_hamlet if of_hamlet is not None else text.campaign.unit_id])
    if of_hamlet is not None and of_hamlet not in queries.targets_of(text.campaign):
        raise queries.no_such_campaign()
    return text


def _refuse_stopped(text: CampaignText) -> None:
    if (stop := CampaignStop.objects.known().filter(campaign=text.campaign).first()) is not None:
        raise Refusal(_("Đợt này đã dừng ngày %(day)s: %(why)s. Mở đợt khác.") % {"day": write_day(stop.occurred_on), "why": stop.reason}, place="on")


def _enter(act: Act, text: CampaignText, hamlet_id: int | None, day: date, *, count: int = 1, **detail: object) -> None:
    unit = unit_on(hamlet_id or text.campaign.unit_id, day) or unit_on(hamlet_id or text.campaign.unit_id, text.occurred_on)
    act.enter(unit=unit.name if unit else "", day=day, count=count, detail={"campaign": text.campaign_id, **detail})


@operation(title=gettext_lazy("Sửa đợt tuyên truyền"), right=Right.RUN_OUTREACH)
def correct_campaign(act: Act, *, campaign_id: int, content: Content, hamlets: Sequence[int], reason: str, citation: Citation | None = None) -> None:
    """Correct what a campaign tells, by when, by which means and in which hamlets; what stood before stays known.

    Raises:
        Refusal: without a reason, for a hamlet that was told already and would go, and as for ``start_campaign``.
    """
    text = _held(act, campaign_id)
    _refuse_stopped(text)
    columns = _columns(content, text.occurred_on)
    wanted = set(_hamlets(_telling_unit(text.campaign.unit_id, text.occurred_on), text.occurred_on, hamlets))
    why, before = reason_given(reason), queries.targets_of(text.campaign)
    gone = [fact for hamlet, fact in before.items() if hamlet not in wanted]
    begun = {*Telling.objects.known().filter(campaign=campaign_id).values_list("hamlet", flat=True), *Round.objects.filter(campaign=campaign_id).values_list("hamlet", flat=True),
             *Question.objects.known().filter(campaign=campaign_id).values_list("hamlet", flat=True)}
    if any(fact.hamlet_id in begun for fact in gone):
        raise Refusal(_("Có xóm đã tuyên truyền nên không bỏ được. Giữ xóm ấy trong danh sách."), place="hamlets")
    correct(text, at=act.at, **columns, reason=why, decision=cite(citation, today=act.today) or text.decision)
    withdraw_many(gone, at=act.at)
    record_many(CampaignHamlet, [{"campaign": text.campaign, "hamlet_id": hamlet, "occurred_on": text.occurred_on} for hamlet in sorted(wanted - set(before))], at=act.at)
    _enter(act, text, None, text.occurred_on, reason=why, hamlets=len(wanted))


@operation(title=gettext_lazy("Dừng đợt tuyên truyền"), right=Right.RUN_OUTREACH)
def stop_campaign(act: Act, *, campaign_id: int, on: date, reason: str) -> None:
    """Say that a campaign goes on no longer; what was told stays.

    Raises:
        Refusal: for one that was stopped, a day to come or before it began, or without a reason.
    """
    text = _held(act, campaign_id)
    _refuse_stopped(text)
    refuse_to_come(act, on)
    if on < text.occurred_on:
        raise Refusal(_("Đợt này bắt đầu ngày %(day)s. Ghi ngày từ đó trở đi.") % {"day": write_day(text.occurred_on)}, place="on")
    why = reason_given(reason)
    record(CampaignStop, at=act.at, campaign=text.campaign, occurred_on=on, reason=why)
    _enter(act, text, None, on, reason=why)


# -- what was done by which means ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What was done in a hamlet.

    Parameters:
        means: any but from house to house, which has rounds.
        on: its day; the first one of several.
        until_on: the last day of the loudspeaker, or of a posting; None for one day, or for a notice that hangs.
        place: where a notice hangs.
        meeting_id: the meeting of the households at which it was told; None for one that is not in the books.
    """

    means: MeansName
    on: date
    until_on: date | None = None
    place: str = ""
    meeting_id: int | None = None


def _days(act: Act, text: CampaignText, told: Told) -> list[date]:
    """The days of what was done, each of which makes a fact."""
    refuse_to_come(act, told.on)
    if told.on < text.occurred_on:
        raise Refusal(_("Đợt này bắt đầu ngày %(day)s. Ghi ngày từ đó trở đi.") % {"day": write_day(text.occurred_on)}, place="on")
    if told.until_on is not None and told.until_on < told.on:
        raise Refusal(_("Ngày cuối trước ngày đầu. Sửa một trong hai ngày."), place="until_on")
    if told.means is not MeansName.LOUDSPEAKER or told.until_on is None:
        return [told.on]
    refuse_to_come(act, told.until_on, "until_on")
    if told.until_on - told.on >= LONGEST_RUN:
        raise Refusal(_("Ghi nhiều nhất %(n)s ngày phát loa một lần.") % {"n": LONGEST_RUN.days}, place="until_on")
    return [told.on + timedelta(days=step) for step in range((told.until_on - told.on).days + 1)]


@operation(title=gettext_lazy("Ghi việc đã tuyên truyền"), right=Right.RUN_OUTREACH)
def record_telling(act: Act, *, campaign_id: int, hamlet_id: int, told: Told) -> int:
    """Enter a meeting, days on the loudspeaker, a posting or a message of a campaign in a hamlet (PD-03, PD-04).

    Returns:
        how many facts it made: one, or one a day on the loudspeaker.

    Raises:
        Refusal: for a day to come, before the campaign or twice; a means that the campaign does not ask for; a posting without a place; a meeting of another hamlet.
    """
    text = _held(act, campaign_id, of_hamlet=hamlet_id)
    _refuse_stopped(text)
    if told.means is MeansName.HOUSES or told.means not in text.means:
        raise Refusal(_("Đợt này không dùng cách ấy. Sửa đợt tuyên truyền trước."), place="on", rule="PD-02")
    days = _days(act, text, told)
    place = needed(told.place, _("Ghi nơi niêm yết, ví dụ nhà văn hóa xóm."), "place")[:200] if told.means is MeansName.POSTING else ""
    until = told.until_on if told.means is MeansName.POSTING else None
    if until is not None and until - told.on > LONGEST_POSTING:
        raise Refusal(_("Niêm yết quá một năm. Sửa ngày cuối."), place="until_on")
    if told.meeting_id is not None and (told.means is not MeansName.MEETING or (told.meeting_id, told.on) not in queries.meetings_to_link(hamlet_id, text.occurred_on, act.today)):
        raise Refusal(_("Cuộc họp này không phải của các hộ trong xóm, hoặc đã hủy. Chọn cuộc họp khác."), place="meeting")
    before = Telling.objects.known().filter(campaign=campaign_id, hamlet=hamlet_id, means=told.means, occurred_on__in=days, place=place).order_by("occurred_on").first()
    if before is not None:
        raise Refusal(_("Ngày %(day)s đã ghi %(what)s rồi. Bỏ ngày ấy ra, hoặc rút lại bản ghi trước.") % {
            "day": write_day(before.occurred_on), "what": MeansName(told.means).label}, place="on", rule="PD-03")
    record_many(Telling, [{"campaign": text.campaign, "hamlet_id": hamlet_id, "means": told.means, "occurred_on": day, "until_on": until, "place": place,
                           "meeting_id": told.meeting_id} for day in days], at=act.at)
    _enter(act, text, hamlet_id, told.on, count=len(days), means=told.means.value)
    return len(days)


def _telling(act: Act, campaign_id: int, hamlet_id: int, key: UUID) -> tuple[CampaignText, Telling]:
    text = _held(act, campaign_id, of_hamlet=hamlet_id)
    fact = Telling.objects.known().filter(campaign=campaign_id, hamlet=hamlet_id, fact_id=key).first()
    if fact is None:
        raise NotFound(_("Không có việc đã ghi này, hoặc đã rút lại."))
    return text, fact


@operation(title=gettext_lazy("Ghi ngày gỡ niêm yết"), right=Right.RUN_OUTREACH)
def end_posting(act: Act, *, campaign_id: int, hamlet_id: int, key: UUID, until_on: date) -> None:
    """Say until which day a notice hung.

    Raises:
        Refusal: for what is no posting, or a day to come or before it was put up.
    """
    text, fact = _telling(act, campaign_id, hamlet_id, key)
    refuse_to_come(act, until_on, "until_on")
    if fact.means != MeansName.POSTING or until_on < fact.occurred_on:
        raise Refusal(_("Ghi ngày gỡ từ ngày niêm yết %(day)s trở đi.") % {"day": write_day(fact.occurred_on)}, place="until_on", rule="PD-04")
    correct(fact, at=act.at, until_on=until_on)
    _enter(act, text, hamlet_id, until_on, means=fact.means)


@operation(title=gettext_lazy("Rút việc đã ghi nhầm khi tuyên truyền"), right=Right.RUN_OUTREACH)
def withdraw_telling(act: Act, *, campaign_id: int, hamlet_id: int, key: UUID) -> None:
    """Say that something was not done after all: it was entered by mistake."""
    text, fact = _telling(act, campaign_id, hamlet_id, key)
    withdraw(fact, at=act.at)
    _enter(act, text, hamlet_id, fact.occurred_on, means=fact.means, taken_back=True)


# -- rounds from house to house ------------------------------------------------------------------------------------------------------------


def _here(act: Act, campaign_id: int, hamlet_id: int) -> CampaignText:
    """A campaign for whoever is at the hamlet: a right above does not reach its households (PV-10)."""
    text = _held(act, campaign_id, of_hamlet=hamlet_id)
    if not access.is_at_hamlet(act.actor, hamlet_id):
        raise NotAllowed(_("Chỉ người của xóm ghi kết quả đến từng hộ. Cấp trên xem số đếm theo xóm (PV-10)."))
    return text


def _round(text: CampaignText, hamlet_id: int, today: date) -> RoundView:
    """The round of the hamlet with its results.

    Raises:
        Refusal: when nobody opened one, it is over, or its results are kept no longer.
    """
    found = queries.rounds_of([text.campaign_id], {text.campaign_id: text.due_on}, today).get((text.campaign_id, hamlet_id))
    if found is None:
        raise Refusal(_("Xóm chưa mở vòng đến từng hộ. Mở vòng trước."), place="on")
    if found.expired_on is not None or found.expires_on <= today:
        raise Refusal(_("Kết quả của vòng này chỉ giữ đến ngày %(day)s, nay chỉ còn số đếm. Mở đợt tuyên truyền khác.") % {"day": write_day(found.expires_on)}, place="on", rule="PV-07")
    return found


def _open(text: CampaignText, hamlet_id: int, today: date) -> RoundView:
    found = _round(text, hamlet_id, today)
    if found.end is not None:
        raise Refusal(_("Vòng này đã đóng ngày %(day)s. Mở lại vòng rồi ghi.") % {"day": write_day(found.end.occurred_on)}, place="on")
    return found


@operation(title=gettext_lazy("Mở vòng đến từng hộ"), right=Right.VISIT_HOUSEHOLDS)
def open_round(act: Act, *, campaign_id: int, hamlet_id: int, on: date) -> None:
    """Begin the round from house to house in a hamlet, over all households of its register (PD-03).

    Raises:
        Refusal: for one that was opened, a campaign that does not go from house to house, a day to come or before the campaign, or an empty register.
    """
    text = _here(act, campaign_id, hamlet_id)
    _refuse_stopped(text)
    refuse_to_come(act, on)
    if MeansName.HOUSES not in text.means:
        raise Refusal(_("Đợt này không dùng cách ấy. Sửa đợt tuyên truyền trước."), place="on", rule="PD-02")
    if on < text.occurred_on:
        raise Refusal(_("Đợt này bắt đầu ngày %(day)s. Ghi ngày từ đó trở đi.") % {"day": write_day(text.occurred_on)}, place="on")
    if not queries.registers([hamlet_id], on).get(hamlet_id):
        raise Refusal(_("Sổ hộ của xóm còn trống vào ngày %(day)s. Ghi các hộ vào sổ trước.") % {"day": write_day(on)}, place="on")
    found, made = Round.objects.get_or_create(campaign=text.campaign, hamlet_id=hamlet_id)
    if not made:
        raise Refusal(_("Xóm đã mở vòng đến từng hộ của đợt này."), place="on")
    record(RoundOpening, at=act.at, round=found, occurred_on=on)
    _enter(act, text, hamlet_id, on)


def _freeze(act: Act, round_id: int, hamlet_id: int, on: date) -> RoundEnd:
    """End a round with its numbers as of a day; a step."""
    found = queries.coverage_of(queries.registers([hamlet_id], on).get(hamlet_id, 0), queries.results([round_id], on).get(round_id, {}))
    return record(RoundEnd, at=act.at, round_id=round_id, occurred_on=on, households=found.households, reached=found.reached, not_home=found.not_home, follow_up=found.follow_up)


@operation(title=gettext_lazy("Đóng vòng đến từng hộ"), right=Right.VISIT_HOUSEHOLDS)
def close_round(act: Act, *, campaign_id: int, hamlet_id: int, on: date) -> None:
    """End the round: its numbers are frozen and stay; the results by household are kept for so many days more (PV-07).

    Raises:
        Refusal: for one that is over, a day to come, or before the last visit.
    """
    text = _here(act, campaign_id, hamlet_id)
    found = _round(text, hamlet_id, act.today)
    if found.end is not None:
        raise Refusal(_("Vòng này đã đóng ngày %(day)s rồi.") % {"day": write_day(found.end.occurred_on)}, place="on")
    refuse_to_come(act, on)
    last = Visit.objects.filter(round=found.round_id, withdrawn_at=None).order_by("-on").values_list("on", flat=True).first()
    if on < max(found.opened_on, last or found.opened_on):
        raise Refusal(_("Ngày đóng trước ngày %(day)s đã ghi trong vòng. Sửa ngày.") % {"day": write_day(max(found.opened_on, last or found.opened_on))}, place="on")
    _freeze(act, found.round_id, hamlet_id, on)
    _enter(act, text, hamlet_id, on)


@operation(title=gettext_lazy("Mở lại vòng đến từng hộ"), right=Right.VISIT_HOUSEHOLDS)
def reopen_round(act: Act, *, campaign_id: int, hamlet_id: int, reason: str) -> None:
    """Let a round that was ended go on, while its results are kept.

    Raises:
        Refusal: for one that goes on, whose results have gone, or without a reason.
    """
    text = _here(act, campaign_id, hamlet_id)
    _refuse_stopped(text)
    found = _round(text, hamlet_id, act.today)
    why = reason_given(reason)
    if found.end is None:
        raise Refusal(_("Vòng này còn mở nên cứ ghi, không cần mở lại."), place="reason")
    withdraw(found.end, at=act.at)
    _enter(act, text, hamlet_id, act.today, reason=why)


def _households(hamlet_id: int, day: date) -> dict[UUID, tuple[int, int]]:
    """The register: identity and number by the name that addresses have."""
    return {entry.household.uuid: (entry.household_id, entry.number) for entry in entries_on(hamlet_id, day)}


@operation(title=gettext_lazy("Phân công người phụ trách hộ"), right=Right.VISIT_HOUSEHOLDS)
def assign_households(act: Act, *, campaign_id: int, hamlet_id: int, visitor: str, numbers: Sequence[int]) -> int:
    """Say who looks after which households in a round, by their numbers in the register; whoever did before no longer does.

    Returns:
        how many.

    Raises:
        Refusal: without a name, a round that goes on, or for a number that is not in the register.
    """
    text = _here(act, campaign_id, hamlet_id)
    found = _open(text, hamlet_id, act.today)
    name = needed(visitor, _("Thiếu họ tên người phụ trách."), "visitor")
    if len(name) > 120:
        raise Refusal(_("Dài %(n)s chữ cái, nhiều nhất %(most)s. Viết ngắn lại.") % {"n": len(name), "most": 120}, place="visitor")
    by_number = {number: household for household, number in _households(hamlet_id, act.today).values()}
    if (strange := next((number for number in numbers if number not in by_number), None)) is not None:
        raise Refusal(_("Sổ hộ của xóm không có hộ số %(number)s. Xem lại các số.") % {"number": strange}, place="numbers")
    chosen = [by_number[number] for number in dict.fromkeys(numbers)]
    if not chosen:
        raise Refusal(_("Ghi các số hộ, ví dụ 1-6, 9."), place="numbers")
    Charge.objects.filter(round=found.round_id, household__in=chosen).delete()
    Charge.objects.bulk_create([Charge(round_id=found.round_id, household_id=household, visitor=name) for household in chosen], batch_size=400)
    _enter(act, text, hamlet_id, act.today, count=len(chosen))
    return len(chosen)


def _household(hamlet_id: int, household: UUID, on: date) -> int:
    found = _households(hamlet_id, on).get(household)
    if found is None:
        raise Refusal(_("Hộ này không có trong sổ hộ của xóm ngày %(day)s. Mở lại danh sách.") % {"day": write_day(on)}, place="household")
    return found[0]


@operation(title=gettext_lazy("Ghi kết quả đến hộ"), right=Right.VISIT_HOUSEHOLDS)
def record_visit(act: Act, *, campaign_id: int, hamlet_id: int, household: UUID, result: VisitResult, on: date, follow_up_on: date | None = None) -> None:
    """Enter what came of a visit: met, not at home, or to be followed up on a day. The last result of a household counts.

    Raises:
        Refusal: for a household of another hamlet, a day to come or before the round, a follow-up without its day, a round that is over or whose results have gone.
    """
    text = _here(act, campaign_id, hamlet_id)
    _refuse_stopped(text)
    found = _open(text, hamlet_id, act.today)
    refuse_to_come(act, on)
    follow = follow_up_on if result is VisitResult.FOLLOW_UP else None
    if fault := refuse_result(Result(result), on=on, opened_on=found.opened_on, follow_up_on=follow):
        raise refused_by(fault[1], place=fault[0])
    if follow is not None and follow - on > LONGEST:
        raise Refusal(_("Ngày hẹn xa quá một năm. Sửa ngày hẹn."), place="follow_up_on")
    Visit.objects.create(round_id=found.round_id, household_id=_household(hamlet_id, household, on), on=on, result=result, follow_up_on=follow)
    _enter(act, text, hamlet_id, act.today)


@operation(title=gettext_lazy("Rút kết quả đến hộ ghi nhầm"), right=Right.VISIT_HOUSEHOLDS)
def withdraw_visit(act: Act, *, campaign_id: int, hamlet_id: int, household: UUID) -> None:
    """Take the last result of a household back; the one before counts again.

    Raises:
        Refusal: for a household without one, a round that is over or whose results have gone.
    """
    text = _here(act, campaign_id, hamlet_id)
    found = _open(text, hamlet_id, act.today)
    last = Visit.objects.filter(round=found.round_id, household=_household(hamlet_id, household, act.today), withdrawn_at=None).order_by("-on", "-pk").first()
    if last is None:
        raise Refusal(_("Hộ này chưa có kết quả nào để rút."), place="household")
    Visit.objects.filter(pk=last.pk).update(withdrawn_at=act.at)
    _enter(act, text, hamlet_id, act.today, taken_back=True)


# -- questions that come back --------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Ghi câu hỏi của dân"), right=Right.VISIT_HOUSEHOLDS)
def ask_question(act: Act, *, campaign_id: int, hamlet_id: int, on: date, text: str) -> UUID:
    """Keep what was asked in a hamlet, without the household (PV-02, PV-07).

    Parameters:
        text: the question; refused when it names somebody of the hamlet, or tells of an attitude, loyalty or faith.

    Returns:
        what names the question for ever.
    """
    told = _held(act, campaign_id, of_hamlet=hamlet_id)
    refuse_to_come(act, on)
    if on < told.occurred_on:
        raise Refusal(_("Đợt này bắt đầu ngày %(day)s. Ghi ngày từ đó trở đi.") % {"day": write_day(told.occurred_on)}, place="on")
    said = needed(text, _("Ghi điều được hỏi."), "text")
    if len(said) > MOST_QUESTION:
        raise Refusal(_("Dài %(n)s chữ cái, nhiều nhất %(most)s. Viết ngắn lại.") % {"n": len(said), "most": MOST_QUESTION}, place="text")
    more = [phrase for each in Config.load().opinion_words.split(";") if (phrase := tidy(each))]
    refuse(refuse_opinion(said, more), "text")
    refuse(refuse_naming(said, entries_on(hamlet_id, on).values_list("representative", flat=True)), "text")
    made = record(Question, at=act.at, campaign=told.campaign, hamlet_id=hamlet_id, occurred_on=on, text=said)
    _enter(act, told, hamlet_id, on, question=str(made.fact_id))
    key: UUID = made.fact_id
    return key


@operation(title=gettext_lazy("Rút câu hỏi ghi nhầm"), right=Right.VISIT_HOUSEHOLDS)
def withdraw_question(act: Act, *, campaign_id: int, hamlet_id: int, key: UUID) -> None:
    """Take a question back that should not have been entered."""
    text = _held(act, campaign_id, of_hamlet=hamlet_id)
    fact = Question.objects.known().filter(campaign=campaign_id, hamlet=hamlet_id, fact_id=key).first()
    if fact is None:
        raise NotFound(_("Không có câu hỏi này, hoặc nằm ngoài phạm vi được xem."))
    withdraw(fact, at=act.at)
    _enter(act, text, hamlet_id, fact.occurred_on, question=str(key), taken_back=True)


# -- what is kept no longer ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expired:
    """What an expiry did.

    Parameters:
        rounds: of how many rounds.
        results: how many results went.
    """

    rounds: int
    results: int


@operation(title=gettext_lazy("Xóa kết quả theo hộ đã hết thời hạn giữ"), right=Right.KEEP_INSTALLATION)
def expire_results(act: Act) -> Expired:
    """Let the results by household go whose time is over; the numbers of each round are frozen first and stay (PV-07)."""
    act.ask([])
    gates.hold("outreach.expiry")
    found, results = queries.expired(act.today), 0
    for one, day in found:
        gates.hold(f"outreach.{one.campaign_id}")
        if not RoundEnd.objects.known().filter(round=one).exists():
            _freeze(act, one.pk, one.hamlet_id, day)
        results += Visit.objects.filter(round=one).delete()[0]
        Charge.objects.filter(round=one).delete()
        record(RoundExpiry, at=act.at, round=one, occurred_on=act.today)
    act.enter(count=len(found), day=act.today, detail={"rounds": len(found)})
    return Expired(len(found), results)
