"""Who is to follow in a post (quy hoạch). Nobody but whoever prepares personnel at the unit learns of it; what is marked secret is not kept online (PV-13)."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import end, record, withdraw
from kientoan.core.given import reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import refused_by
from kientoan.org.queries import names_of
from kientoan.people.access import refuse_unseen
from kientoan.people.models import Holding, Post
from kientoan.people.operations import steps
from kientoan.people.queries import standing_of
from kientoan.quality.access import refuse_mark
from kientoan.quality.enums import PlanSecrecy
from kientoan.quality.models import Successor
from kientoan.quality.queries.persons import no_such_post, successor_of
from kientoan.rules.quality import refuse_successor
from kientoan.rules.vntext import tidy


def _held(act: Act, post_id: int) -> Post:
    """A post that planning is about to be written for, under its gate.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor may not.
    """
    gates.hold(f"quality.post.{post_id}")
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        raise no_such_post()
    act.ask([post.unit_id])
    return post


def _enter(act: Act, post: Post, day: date, **detail: object) -> None:
    """The journal is read by more people than planning: it says that it was changed at a unit, never for whom."""
    act.enter(unit=names_of([post.unit_id], day).get(post.unit_id, ""), day=day, detail={"planning": True, **detail})


@operation(title=gettext_lazy("Đưa vào quy hoạch"), right=Right.PREPARE_PERSONNEL)
def plan_successor(act: Act, *, post_id: int, person_id: int, on: date, term_label: str = "", secrecy: PlanSecrecy = PlanSecrecy.ORDINARY, citation: Citation | None = None) -> UUID:
    """Put a person into planning for a post from a day on (CG-25).

    Parameters:
        term_label: for which term, as the paper writes it.
        secrecy: how the paper is marked.

    Returns:
        what names the line.

    Raises:
        Refusal: when the person holds the post or is planned for it already, three are, the post does not stand, the day is to come, or it is secret on an online installation.
    """
    post = _held(act, post_id)
    refuse_mark(secrecy.value)
    refuse_to_come(act, on)
    refuse_unseen(act.actor, [person_id], on, _("Không có người này trong phạm vi được giao. Tìm lại theo tên, hoặc thêm người."))
    if standing_of(post.unit_id, post.kind, on) is None:
        raise no_such_post()
    planned = set(Successor.objects.known().on(on).filter(post=post_id).values_list("person", flat=True))
    holds = Holding.objects.known().on(on).filter(post=post_id, person=person_id).exists()
    name = steps.names_of([person_id]).get(person_id, "")
    if refused := refuse_successor(name, holds=holds, planned=len(planned), already=person_id in planned):
        raise refused_by(refused, place="person")
    made = record(Successor, at=act.at, post_id=post_id, person_id=person_id, valid_from=on, term_label=tidy(term_label)[:40], secrecy=secrecy.value,
                  decision=cite(citation, today=act.today))
    _enter(act, post, on, planned=str(made.fact_id))
    return made.fact_id


@operation(title=gettext_lazy("Đưa ra khỏi quy hoạch"), right=Right.PREPARE_PERSONNEL)
def end_planning(act: Act, *, key: UUID, on: date, reason: str) -> None:
    """Somebody is in planning for a post no longer, from a day on.

    Raises:
        NotFound: when there is no such line.
        Refusal: without a reason, for a day to come or not after the first, or for one that has ended.
    """
    fact = successor_of(key)
    post = _held(act, fact.post_id)
    refuse_to_come(act, on)
    end(successor_of(key), at=act.at, on=on, reason=reason_given(reason))
    _enter(act, post, on, ended=str(key))


@operation(title=gettext_lazy("Rút lại quy hoạch ghi nhầm"), right=Right.PREPARE_PERSONNEL)
def withdraw_planning(act: Act, *, key: UUID) -> None:
    """Take back a line of planning that was entered by mistake.

    Raises:
        NotFound: when there is no such line.
    """
    fact = successor_of(key)
    post = _held(act, fact.post_id)
    withdraw(successor_of(key), at=act.at)
    _enter(act, post, fact.valid_from, withdrawn=str(key))
