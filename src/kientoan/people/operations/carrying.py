"""What the operations on requests and those that carry them out share: steps."""

from django.utils.translation import gettext as _

from kientoan.core.access import Right
from kientoan.core.facts import record
from kientoan.core.given import go_on
from kientoan.core.operation import Act, in_operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal, refused_by
from kientoan.org.access import PersonActor, TokenActor
from kientoan.people import access
from kientoan.people.enums import DataRequestKind
from kientoan.people.models import DataRequest, DataRequestStanding, DataRequestStep, Person
from kientoan.rules import datarequests as rules
from kientoan.rules.periods import OPEN_END
from kientoan.rules.reasons import Reason


def no_such_request() -> NotFound:
    """What is said of a request that there is not, or that one may not know of."""
    return NotFound(_("Không có yêu cầu này, hoặc yêu cầu nằm ngoài phạm vi được giao."))


def locked_request(request_id: int) -> DataRequest:
    """A request, locked.

    Raises:
        NotFound: when there is none.
    """
    found = DataRequest.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise no_such_request()
    return found


def ask_at_person(act: Act, person_id: int, unseen: NotFound) -> None:
    """Ask for the operation's right at a unit of a person, whose record may be restricted.

    Raises:
        NotFound: ``unseen``, when the actor has the right at none of the units that the person was ever tied to.
        NotAllowed: when it is had only at units of the past, with the reason.
    """
    if not access.visible_to(act.actor, Person.objects.filter(pk=person_id), act.today, act.right, restricted=True).exists():
        raise unseen
    units = access.units_of(person_id, act.today)
    allowed = next((unit for unit in units if act.actor.refusal(act.right, [unit], act.today) is None), None)
    act.ask([allowed] if allowed is not None else units[:1])


def refuse_own(act: Act, person_id: int) -> None:
    """Nobody decides about a request, or a restriction, of the own record."""
    if isinstance(act.actor, PersonActor) and access.own_person(act.actor.user_id, act.today) == person_id:
        raise NotAllowed(_("Không ai tự giải quyết yêu cầu về hồ sơ của chính mình. Người giữ hồ sơ khác, hoặc của cấp trên, làm được."))


def standing_of(request_id: int) -> DataRequestStanding:
    """Where a request stands, as believed now."""
    found: DataRequestStanding = DataRequestStanding.objects.known().get(request=request_id, valid_to=OPEN_END)
    return found


def take(act: Act, request: DataRequest, step: rules.Step, *, text: str = "", ground: str = "") -> rules.Clocks:
    """Take a step with a request; what came before stays.

    Raises:
        Refusal: when it cannot be taken from where the request stands.
    """
    in_operation()
    standing = standing_of(request.pk)
    into = rules.follow(step, rules.State(standing.state))
    if isinstance(into, Reason):
        raise refused_by(into)
    record(DataRequestStep, at=act.at, request=request, step=step.value, text=text, ground=ground, by=act.actor.name, occurred_on=act.today)
    go_on(act, standing, act.today, state=into.value)
    return rules.Clocks(standing.answer_by, standing.carry_by)


def cite_request(act: Act, request_id: int | None, person_id: int, text: str) -> dict[str, int]:
    """Say, inside the operation that changed a record, that a request asked for it and is carried out by it.

    Parameters:
        request_id: None for a change that nobody asked for.
        person_id: whose record was changed.
        text: what was done, for the asker to read.

    Returns:
        what the operation's journal entry says of it.

    Raises:
        Refusal: when the request is about somebody else, asks for no correction, or was not accepted.
    """
    if request_id is None:
        return {}
    request = locked_request(request_id)
    if request.person_id != person_id or request.kind != DataRequestKind.CORRECTION:
        raise Refusal(_("Yêu cầu được dẫn không phải yêu cầu đính chính của người này. Mở lại yêu cầu rồi bấm từ đó."))
    refuse_own(act, person_id)
    take(act, request, rules.Step.CARRY_OUT, text=text)
    return {"request": request.pk}


def acting_person(act: Act) -> int:
    """The person whose own the acting account is.

    Raises:
        NotAllowed: for a program, and for an account that is tied to nobody.
    """
    actor = act.actor
    if not isinstance(actor, PersonActor) or isinstance(actor, TokenActor):
        raise NotAllowed(_("Chỉ chính người đã đăng nhập làm được việc này cho mình. Đăng nhập rồi làm trên trang."))
    act.ask(actor.unit_ids(Right.OWN_RECORD))
    person = access.own_person(actor.user_id, act.today)
    if person is None:
        raise NotAllowed(_("Tài khoản này chưa gắn với người nào. Người quản trị tài khoản của đơn vị gắn được."))
    return person
