"""Whose own an account is: the tie between an account and a person (decision 42)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.facts import end, record, withdraw
from kientoan.core.given import reason_given
from kientoan.core.models import User
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.operations.accounts import account_of, ask_for_account
from kientoan.people.models import AccountTie, Person
from kientoan.people.operations import steps
from kientoan.rules.periods import OPEN_END


def _not_over_oneself(act: Act, user: User) -> None:
    if act.actor.label == f"user:{user.username}":
        raise NotAllowed(_("Không ai tự gắn tài khoản của mình với một người. Người quản trị khác, hoặc của cấp trên, làm được."))


@operation(title=gettext_lazy("Gắn tài khoản với một người"), right=Right.MANAGE_ACCOUNTS)
def tie_account(act: Act, *, user_id: int, person_id: int) -> None:
    """From today on an account is a person's own, who reads the own record with it; done by whoever manages the account and may see the person.

    Raises:
        Refusal: when the account, or the person, is tied already.
        NotFound: when there is no such account, or no such person that the actor may know of.
        NotAllowed: when the actor does not manage the account, or it is the actor's own.
    """
    user = account_of(user_id)
    ask_for_account(act, user)
    _not_over_oneself(act, user)
    steps.refuse_unseen(act, [person_id])
    Person.objects.select_for_update().get(pk=person_id)
    standing = AccountTie.objects.known().filter(valid_to=OPEN_END)
    if standing.filter(account=user).exists():
        raise Refusal(_("Tài khoản này đã gắn với một người. Thôi gắn trước."), place="person")
    if standing.filter(person=person_id).exists():
        raise Refusal(_("Người này đã có tài khoản riêng. Thôi gắn tài khoản đó trước."), place="person")
    record(AccountTie, at=act.at, person_id=person_id, account_id=user.pk, by=act.actor.name, valid_from=act.today)
    act.enter(unit=steps.names_of([person_id])[person_id], day=act.today, detail={"username": user.username, "person": person_id})


@operation(title=gettext_lazy("Thôi gắn tài khoản với người"), right=Right.MANAGE_ACCOUNTS)
def untie_account(act: Act, *, user_id: int, reason: str) -> None:
    """From today on an account is nobody's own; that it was stays.

    Raises:
        Refusal: without a reason.
        NotFound: when there is no such account, or it is tied to nobody.
        NotAllowed: when the actor does not manage the account, or it is the actor's own.
    """
    user = account_of(user_id)
    ask_for_account(act, user)
    _not_over_oneself(act, user)
    found = AccountTie.objects.known().filter(account=user, valid_to=OPEN_END).first()
    if found is None:
        raise NotFound(_("Tài khoản này không gắn với người nào. Mở lại trang."))
    why = reason_given(reason)
    if found.valid_from >= act.today:
        withdraw(found, at=act.at)  # a tie of today that ends today never opened a day
    else:
        end(found, at=act.at, on=act.today, reason=why)
    act.enter(day=act.today, detail={"username": user.username, "person": found.person_id, "reason": why})
