"""What a unit asks of the holders of its posts; and where a person lives, which a standard may ask."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, end, record, withdraw
from kientoan.core.given import at_most, needed
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refuse
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit, unit_on
from kientoan.people.operations import steps
from kientoan.quality.models import PostStandard, Residence, StandardTerm
from kientoan.quality.queries.standards import term_of
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.posts import Kind, levels_of
from kientoan.rules.quality import Demand, refuse_ages, refuse_wanted
from kientoan.rules.tree import Level
from kientoan.rules.vntext import tidy


def _checked(post: Kind, level: Level, wanted: Mapping[Demand, str]) -> None:
    """Refuse a standard for a post that does not stand at the level, that asks for nothing known, or that nobody could meet."""
    if level not in levels_of(post):
        raise Refusal(_("Chức danh này không có ở cấp đã chọn. Chọn cấp khác."), place="level")
    if not wanted:
        raise Refusal(_("Chưa đổi yêu cầu nào. Chọn ít nhất một yêu cầu."), place="schooling")
    for demand, value in wanted.items():
        refuse(refuse_wanted(demand, value, level), demand.value)
    refuse(refuse_ages(wanted), Demand.MAX_AGE_FIRST.value)


@operation(title=gettext_lazy("Đặt tiêu chuẩn chức danh"), right=Right.KEEP_STANDARDS)
def set_standard(act: Act, *, unit_id: int, post: Kind, level: Level, wanted: Mapping[Demand, str], on: date, until_on: date | None = None, source: str = "",
                 citation: Citation | None = None) -> int:
    """From a day on a kind of post at a level asks for something else, at a unit and all below it; what was so before stays known.

    Parameters:
        wanted: by demand a level, an age in years or ``rules.quality.YES``; ``NOT_ASKED`` lifts what holds above. What is left out stays as it is.
        on: the first day, which may be to come.
        until_on: the last day; None for no end.
        source: whose setting it is; needed where no paper is cited, and then it is shown as unverified.

    Returns:
        how many demands were changed.

    Raises:
        Refusal: for a post that does not stand at the level, a level of another field, ages that cross, days that cross or lie before what was set last, neither a paper nor a
            source, or when nothing changes.
    """
    act.ask([unit_id], on)
    unit = standing_unit(unit_id, on)
    _checked(post, level, wanted)
    if until_on is not None and until_on < on:
        raise Refusal(_("Ngày cuối %(until)s trước ngày đầu %(on)s. Sửa một trong hai ngày.") % {"until": write_day(until_on), "on": write_day(on)}, place="until_on")
    paper = cite(citation, today=act.today)
    said = at_most(tidy(source), 200, "source")
    if paper is None:
        said = needed(said, _("Ghi văn bản, hoặc ghi đây là thiết đặt của ai."), "source")
    standard, _made = PostStandard.objects.get_or_create(unit_id=unit_id, post=post.value, level=level.value)
    gates.hold(f"quality.standard.{standard.pk}")
    ends = date.fromordinal(until_on.toordinal() + 1) if until_on is not None else OPEN_END
    changed = [demand.value for demand, value in wanted.items() if _set(act, standard, demand, value, (on, ends), {"source": said, "decision": paper})]
    if not changed:
        raise Refusal(_("Không có gì thay đổi. Sửa ít nhất một ô."), place="schooling")
    act.enter(unit=unit.name, day=on, count=len(changed), detail={"standard": standard.pk, "post": post.value, "level": level.value, "changed": {
        each: wanted[Demand(each)] for each in changed}})
    return len(changed)


def _set(act: Act, standard: PostStandard, demand: Demand, value: str, days: tuple[date, date], more: Mapping[str, object]) -> bool:
    """Let one demand hold from a day; what went on before ends then. Whether anything changed."""
    on, ends = days
    last = StandardTerm.objects.known().filter(standard=standard, demand=demand.value).order_by("-valid_from").first()
    if last is not None and last.valid_to > on:
        if on < last.valid_from:
            raise Refusal(_("Yêu cầu này đã được đặt từ ngày %(day)s. Chọn ngày sau đó, hoặc rút lại mục ấy trước.") % {"day": write_day(last.valid_from)}, place="on")
        if (last.wanted, last.valid_to, last.decision, last.source) == (value, ends, more["decision"], more["source"]):
            return False
        if on == last.valid_from:
            correct(last, at=act.at, wanted=value, valid_to=ends, **more)
            return True
        end(last, at=act.at, on=on)
    record(StandardTerm, at=act.at, standard=standard, demand=demand.value, wanted=value, valid_from=on, valid_to=ends, **more)
    return True


@operation(title=gettext_lazy("Rút lại tiêu chuẩn đã đặt"), right=Right.KEEP_STANDARDS)
def withdraw_standard(act: Act, *, key: UUID) -> None:
    """Take back the newest word on a demand of a standard; what it ended goes on.

    Raises:
        NotFound: when there is none, or the actor may not.
        Refusal: when a later one rests on it.
    """
    term = term_of(key)
    unit_id = term.standard.unit_id
    act.ask([unit_id])
    gates.hold(f"quality.standard.{term.standard_id}")
    term = term_of(key)
    others = StandardTerm.objects.known().filter(standard=term.standard_id, demand=term.demand)
    if others.filter(valid_from__gt=term.valid_from).exists():
        raise Refusal(_("Sau mục này đã đặt mục khác. Rút lại mục sau trước."))
    before = others.filter(valid_to=term.valid_from).first()
    withdraw(term, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=OPEN_END)
    act.enter(unit=_name(unit_id, term.valid_from), day=term.valid_from, detail={"standard": term.standard_id, "withdrawn": str(key), "demand": term.demand})


def _name(unit_id: int, day: date) -> str:
    unit: UnitVersion | None = unit_on(unit_id, day)
    return unit.name if unit else ""


@operation(title=gettext_lazy("Ghi nơi ở của người"), right=Right.KEEP_PERSONS)
def record_residence(act: Act, *, person_id: int, hamlet_id: int, on: date, citation: Citation | None = None) -> None:
    """From a day on a person lives in a hamlet (VH-13); where they lived before ends.

    Raises:
        Refusal: for a unit that is no hamlet on the day, a day to come or not after the last, or the same hamlet again.
    """
    steps.ask_person(act, person_id)
    if on > act.today:
        raise Refusal(_("Ngày %(day)s chưa tới. Sửa ngày.") % {"day": write_day(on)}, place="on")
    hamlet = unit_on(hamlet_id, on)
    if hamlet is None or hamlet.level != UnitLevel.HAMLET:
        raise Refusal(_("Ngày %(day)s không có xóm, tổ dân phố này. Chọn lại.") % {"day": write_day(on)}, place="hamlet", rule="VH-13")
    last = Residence.objects.known().filter(person=person_id).order_by("-valid_from").first()
    if last is not None and last.valid_to > on:
        if last.hamlet_id == hamlet_id:
            raise Refusal(_("Đã ghi ở đây từ ngày %(day)s.") % {"day": write_day(last.valid_from)}, place="hamlet")
        end(last, at=act.at, on=on)
    record(Residence, at=act.at, person_id=person_id, hamlet_id=hamlet_id, valid_from=on, decision=cite(citation, today=act.today))
    act.enter(unit=hamlet.name, day=on, detail={"person": person_id, "hamlet": hamlet_id})


@operation(title=gettext_lazy("Rút lại nơi ở đã ghi"), right=Right.KEEP_PERSONS)
def withdraw_residence(act: Act, *, person_id: int) -> None:
    """Take back the newest place where a person lives; the one before it goes on.

    Raises:
        NotFound: when none is on record.
    """
    steps.ask_person(act, person_id)
    last = Residence.objects.known().filter(person=person_id).order_by("-valid_from").first()
    if last is None:
        raise NotFound(_("Chưa ghi nơi ở của người này."))
    before = Residence.objects.known().filter(person=person_id, valid_to=last.valid_from).first()
    withdraw(last, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=last.valid_to)
    act.enter(unit=_name(last.hamlet_id, last.valid_from), day=last.valid_from, detail={"person": person_id, "withdrawn": str(last.fact_id)})
