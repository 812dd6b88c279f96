"""What a publisher approves once or sets up: standing publications, hotlines, channels; and a name left out of everything public. Each public function here is an operation."""

import re
from collections.abc import Collection
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.facts import PeriodFact, end, record, withdraw
from kientoan.core.given import go_on, needed, reason_given
from kientoan.core.operation import Act, in_operation, operation
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org.models import UnitVersion
from kientoan.org.queries import no_such_unit, unit_on
from kientoan.people.access import restricted_among
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding, Person
from kientoan.publishing import contacts, steady
from kientoan.publishing.enums import ChannelKind, StandingKind
from kientoan.publishing.models import Channel, HiddenPerson, Hotline, StandingPublication
from kientoan.publishing.writing import https_address, withdraw_naming
from kientoan.rules.periods import OPEN_END
from kientoan.rules.vntext import tidy

_NUMBER = re.compile(r"\+?\d[\d .\-]{1,16}\d")
AnyOwn = TypeVar("AnyOwn", StandingPublication, Hotline, Channel)


def _unit(act: Act, unit_id: int) -> UnitVersion:
    """A unit that stands today, for which the actor publishes."""
    unit = unit_on(unit_id, act.today)
    if unit is None:
        raise no_such_unit()
    act.ask([unit_id])
    return unit


def _over(act: Act, fact: PeriodFact) -> None:
    """Let a period end today; one that began today never was."""
    if fact.valid_from >= act.today:
        withdraw(fact, at=act.at)
    else:
        end(fact, at=act.at, on=act.today)


def _own(act: Act, model: type[AnyOwn], fact_id: UUID) -> AnyOwn:
    """A period that goes on, of a unit for which the actor publishes.

    Raises:
        NotFound: for one that is not there or is over.
    """
    found: AnyOwn | None = model.objects.known().filter(fact_id=fact_id, valid_to=OPEN_END).first()
    if found is None:
        raise NotFound(_("Mục này không còn. Mở lại trang."))
    act.ask([found.unit_id])
    return found


@operation(title=gettext_lazy("Duyệt công bố thường xuyên"), right=Right.PUBLISH)
def approve_standing(act: Act, *, unit_id: int, kind: StandingKind, posts: Collection[PostKind] = ()) -> None:
    """Approve, once, that a list or a figure of a unit is public and goes on by itself; approved again, it is for other posts.

    Parameters:
        posts: of officers: whose holders are named, with the day since when and nothing else.

    Raises:
        Refusal: without a post, or when there is nothing that it could say.
        NotFound, NotAllowed: when the unit does not stand, or the actor does not publish for it.
    """
    unit = _unit(act, unit_id)
    chosen = sorted({PostKind(each).value for each in posts}) if kind is StandingKind.OFFICERS else []
    if kind is StandingKind.OFFICERS and not chosen:
        raise Refusal(_("Chọn ít nhất một chức danh."), place="posts")
    found = contacts.standing_of(unit_id, kind)
    fact = (go_on(act, found[0], act.today, posts=chosen, by=act.actor.name) if found
            else record(StandingPublication, at=act.at, unit_id=unit_id, kind=kind.value, posts=chosen, by=act.actor.name, valid_from=act.today))
    steady.show(act, fact)
    act.enter(unit=unit.name, day=act.today, detail={"kind": kind.value, "posts": chosen})


@operation(title=gettext_lazy("Dừng công bố thường xuyên"), right=Right.PUBLISH)
def stop_standing(act: Act, *, fact_id: UUID) -> None:
    """Stop a standing publication: it is gone from the public at once.

    Raises:
        NotFound, NotAllowed: when there is none that goes on, or the actor does not publish for its unit.
    """
    fact = _own(act, StandingPublication, fact_id)
    _over(act, fact)
    steady.take_away(act, fact)
    act.enter(day=act.today, detail={"unit": fact.unit_id, "kind": fact.kind})


@operation(title=gettext_lazy("Cập nhật các mục công bố thường xuyên"), right=Right.PUBLISH)
def refresh_standing(act: Act) -> int:
    """Write anew what every standing publication says today; what can say nothing any more is taken away. The machine's own act, over the whole tree.

    Returns:
        how many changed.
    """
    act.ask([])
    changed = 0
    for fact in StandingPublication.objects.known().on(act.today).order_by("pk"):
        try:
            changed += steady.show(act, fact)
        except Refusal:
            steady.take_away(act, fact)
    yesterday = act.today - timedelta(days=1)
    for fact in StandingPublication.objects.known().on(yesterday).filter(valid_to=act.today):
        if not contacts.standing_of(fact.unit_id, StandingKind(fact.kind)):
            steady.take_away(act, fact)
    act.enter(day=act.today, count=changed, detail={"changed": changed})
    return changed


@operation(title=gettext_lazy("Ẩn tên một người khỏi cổng công khai"), right=Right.PUBLISH)
def hide_person_from_public(act: Act, *, person_id: int, reason: str) -> int:
    """Leave a person's name out of everything public, in this transaction (PV-06, PV-11): lists are written anew, from now on and until the name is shown again; news
    with the name in its text is withdrawn, for an editor to leave the name out.

    Parameters:
        reason: kept inside; such as the number of the person's request.

    Returns:
        how many lists named the person.

    Raises:
        Refusal: without a reason, or when it is hidden already.
        NotFound, NotAllowed: when there is no such person, or the actor publishes for no unit of theirs.
    """
    _ask_for(act, person_id)
    why = reason_given(reason)
    if contacts.hidden_among([person_id]):
        raise Refusal(_("Tên người này đã được ẩn. Mở lại trang."))
    lists, news = _hide(act, person_id, why)
    act.enter(day=act.today, detail={"person": person_id, "lists": lists, "news": news, "reason": why})
    return lists


def _hide(act: Act, person_id: int, reason: str) -> tuple[int, int]:
    """Hide a name; how many lists and how many pieces of news had it. Of one hidden before, news may have it again."""
    lists = 0
    if not contacts.hidden_among([person_id]):
        record(HiddenPerson, at=act.at, person_id=person_id, reason=reason, valid_from=act.today)
        lists = steady.show_officers_of(act, person_id)
    return lists, len(withdraw_naming(act, person_id, str(_("Có tên một người đã ẩn tên. Bỏ tên rồi đăng lại."))))


def hide_restricted(act: Act, person_id: int, reason: str) -> None:
    """Leave the name of a person whose record was restricted out of everything public, inside the operation that restricted it (PV-09, PV-11)."""
    in_operation()
    _hide(act, person_id, reason)


@operation(title=gettext_lazy("Hiện lại tên một người trên cổng công khai"), right=Right.PUBLISH)
def show_person_to_public(act: Act, *, person_id: int) -> None:
    """Name a person again where a publisher approved the list.

    Raises:
        Refusal: while the record is restricted.
        NotFound, NotAllowed: when the name is not hidden, or the actor publishes for no unit of theirs.
    """
    _ask_for(act, person_id)
    if restricted_among([person_id]):
        raise Refusal(_("Hồ sơ của người này đang được hạn chế nên tên không hiện trên cổng. Người giữ hồ sơ bỏ hạn chế trước (PV-09)."), rule="PV-09")
    found = HiddenPerson.objects.known().filter(person=person_id, valid_to=OPEN_END).first()
    if found is None:
        raise NotFound(_("Tên người này không bị ẩn. Mở lại trang."))
    _over(act, found)
    lists = steady.show_officers_of(act, person_id)
    act.enter(day=act.today, detail={"person": person_id, "lists": lists})


def _ask_for(act: Act, person_id: int) -> None:
    """Ask at the unit that entered a person's record and, failing that, at those where posts are held: whoever publishes for one may hide the name."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("Không có người này, hoặc người này nằm ngoài phạm vi được xem."))
    units = [person.entered_at_id, *Holding.objects.known().on(act.today).filter(person=person_id).values_list("post__unit", flat=True)]
    may = next((unit for unit in units if act.actor.refusal(act.right, [unit], act.today) is None), units[0])
    act.ask([may])


@operation(title=gettext_lazy("Ghi đường dây nóng"), right=Right.PUBLISH)
def add_hotline(act: Act, *, unit_id: int, label: str, number: str, hours: str = "") -> None:
    """Give residents of a unit, and of all below it, a number to call; it is public at once.

    Parameters:
        label: who answers, such as “Xã, tiếp dân”.
        number: 3 to 12 digits.
        hours: when, in words.

    Raises:
        Refusal: at the field that it is about, or for a number that the unit has.
        NotFound, NotAllowed: when the unit does not stand, or the actor does not publish for it.
    """
    unit = _unit(act, unit_id)
    typed = tidy(number)
    if not _NUMBER.fullmatch(typed) or not 3 <= sum(ch.isdigit() for ch in typed) <= 12:
        raise Refusal(_("Số điện thoại gồm 3 đến 12 chữ số. Gõ lại."), place="number")
    record(Hotline, at=act.at, unit_id=unit_id, label=needed(label, _("Ghi ai trả lời."), "label")[:80], number=typed, hours=tidy(hours)[:120], valid_from=act.today)
    act.enter(unit=unit.name, day=act.today, detail={"number": typed})


@operation(title=gettext_lazy("Bỏ đường dây nóng"), right=Right.PUBLISH)
def drop_hotline(act: Act, *, fact_id: UUID) -> None:
    """Take a number from all public pages.

    Raises:
        NotFound, NotAllowed: when there is none that goes on, or the actor does not publish for its unit.
    """
    fact = _own(act, Hotline, fact_id)
    _over(act, fact)
    act.enter(day=act.today, detail={"unit": fact.unit_id, "number": fact.number})


@operation(title=gettext_lazy("Ghi kênh của đơn vị"), right=Right.PUBLISH)
def add_channel(act: Act, *, unit_id: int, kind: ChannelKind, label: str, address: str) -> None:
    """Lead from the unit's public page to where else it speaks; only a link, nothing of it is loaded.

    Raises:
        Refusal: at the field that it is about; for an address that is not https, or that the unit has.
        NotFound, NotAllowed: when the unit does not stand, or the actor does not publish for it.
    """
    unit = _unit(act, unit_id)
    link = https_address(address, "address")
    if not link:
        raise Refusal(_("Ghi địa chỉ của kênh."), place="address")
    record(Channel, at=act.at, unit_id=unit_id, kind=kind.value, label=needed(label, _("Ghi tên kênh."), "label")[:80], address=link, valid_from=act.today)
    act.enter(unit=unit.name, day=act.today, detail={"address": link})


@operation(title=gettext_lazy("Bỏ kênh của đơn vị"), right=Right.PUBLISH)
def drop_channel(act: Act, *, fact_id: UUID) -> None:
    """Take a link from the unit's public page.

    Raises:
        NotFound, NotAllowed: when there is none that goes on, or the actor does not publish for its unit.
    """
    fact = _own(act, Channel, fact_id)
    _over(act, fact)
    act.enter(day=act.today, detail={"unit": fact.unit_id, "address": fact.address})
