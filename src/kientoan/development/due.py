"""What this app adds to the list of what is due: clocks of candidacies, ends of probation, transfers, badges."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.core.access import Right
from kientoan.development.enums import RoadStage, RoadState, TransferStepKind
from kientoan.development.models import CandidacyStanding, TransferStep
from kientoan.development.queries.badges import awarded, batch_before, batches, reaching
from kientoan.org import due, tree
from kientoan.org.due import DueItem, DueSource
from kientoan.org.models import UnitVersion
from kientoan.people.enums import LEAVINGS, MemberStage
from kientoan.people.models import Membership
from kientoan.rules.days import months_after
from kientoan.rules.development import badges_reached, batches_between, giving_of, probation_ends

YEAR = timedelta(days=366)
GOING = (RoadState.OPEN, RoadState.PROBATION)


def candidacies(unit: UnitVersion, day: date, first: date, last: date) -> list[DueItem]:
    """The next stages of candidacies, by their clocks (NM-04, NM-10 to NM-13)."""
    found = CandidacyStanding.objects.known().on(day).filter(state__in=GOING, due_on__gte=first, due_on__lte=last, cell__in=tree.below(unit, day).values("unit"))
    return [DueItem(cell, due_on, rule, "candidacy", (candidacy,), person, stage) for cell, due_on, rule, candidacy, person, stage in
            found.values_list("cell", "due_on", "rule", "candidacy", "candidacy__person", "next_stage")]


def probations(unit: UnitVersion, day: date, first: date, last: date) -> list[DueItem]:
    """The members whose twelve months of probation end (NM-11). Counted from the ceremony: the first day of their first membership, or of the first since they
    were admitted again (NM-18)."""
    here = Membership.objects.known().on(day).filter(stage=MemberStage.PROBATIONARY, valid_from__gte=months_after(first, -60), unit__in=tree.below(unit, day).values("unit"))
    began, ended = dict[int, date](), dict[int, str]()
    for person, since, reason in Membership.objects.known().filter(person__in=here.values("person"), valid_from__lte=day).order_by("valid_from").values_list("person", "valid_from", "end_reason"):
        if ended.get(person) in (None, *LEAVINGS):
            began[person] = since
        ended[person] = reason
    return [DueItem(at, ends, "NM-11", "person", (person,), person) for person, at in here.values_list("person", "unit") if first <= (ends := probation_ends(began[person])) <= last]


def transfers(unit: UnitVersion, day: date, first: date, last: date) -> list[DueItem]:
    """The transfers that wait for the receiving organisation (NM-16)."""
    below = tree.below(unit, day).values("unit")
    over = TransferStep.objects.known().on(day).exclude(kind=TransferStepKind.REQUESTED).values("transfer")
    found = TransferStep.objects.known().on(day).filter(
        Q(transfer__origin__in=below) | Q(transfer__destination__in=below), kind=TransferStepKind.REQUESTED, due_on__gte=first, due_on__lte=last).exclude(transfer__in=over)
    return [DueItem(at, due_on, "NM-16", "transfer_list", (), person) for at, due_on, person in found.values_list("transfer__destination", "due_on", "transfer__person")]


def badges(unit: UnitVersion, day: date, first: date, last: date) -> list[DueItem]:
    """The badges of Party age that are reached by the days of giving, and not given yet (RP-03); of those that are late, the last year's."""
    givings = batches_between(max(first, last - YEAR), last, batches())
    if not givings:
        return []
    start = batch_before(givings[0])
    holders = reaching(unit, start + timedelta(days=1), givings[-1], day)
    given = awarded(start, day)
    return [DueItem(each.unit_id, batch, "RP-03", "badge_list", (), each.person_id, str(years)) for each in holders
            for years, full in badges_reached(each.counts_from, start, givings[-1])
            if (each.person_id, years) not in given and (batch := giving_of(full, givings)) is not None]


def _stage(value: str) -> str:
    return str(RoadStage(value).label) if value else ""


def _years(value: str) -> str:
    return str(_("%(years)s năm") % {"years": value})


def register() -> None:
    """Add the kinds to the list."""
    for source in (
            DueSource("candidacy", _("bước phát triển đảng viên"), Right.KEEP_CANDIDATES, candidacies, _stage),
            DueSource("probation", _("hết 12 tháng dự bị"), Right.SEE_PERSONS, probations),
            DueSource("transfer", _("chuyển sinh hoạt chờ tiếp nhận"), Right.SEE_PERSONS, transfers),
            DueSource("badge", _("Huy hiệu Đảng"), Right.SEE_PERSONS, badges, _years)):
        due.register(source)


