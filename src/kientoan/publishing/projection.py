"""What the public may read of a proposal, written anew whenever that changes, in the transaction that changed it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from kientoan.core.operation import Act, in_operation
from kientoan.org.queries import areas_of
from kientoan.proposals.enums import ProposalLevel, ProposalState
from kientoan.proposals.models import Proposal
from kientoan.proposals.queries import PublicView, answering_body, newest_standing, public_view, steps_of
from kientoan.publishing.edition import changed
from kientoan.publishing.models import PublicProposal
from kientoan.rules.proposals import OPEN, State
from kientoan.rules.vntext import search_keys


def _plain(value: Any) -> Any:
    """A value as JSON keeps it: days as ISO texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _content(view: PublicView) -> dict[str, Any]:
    """What a page shows, without the words that only whoever holds the code reads."""
    content = asdict(view)
    for name in ("proposal_id", "reference", "reply", "is_listed", "kind"):
        del content[name]
    closed = view.path[-1].day if view.path and State(view.state) not in OPEN else None
    return dict(_plain({**content, "state_label": str(ProposalState(view.state).label), "level_label": str(ProposalLevel(view.level).label), "closed_on": closed}))


def rewrite(act: Act, proposal_id: int) -> None:
    """Write the projection of one proposal; called inside the operation that changed it.

    Parameters:
        act: the operation under way.
        proposal_id: whose projection.
    """
    in_operation()
    own = newest_standing(proposal_id)
    proposal = Proposal.objects.get(pk=proposal_id)
    views: dict[str, PublicView] = {}
    content: dict[str, dict[str, Any]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            views[language] = public_view(proposal_id)
            content[language] = _content(views[language])
    view = views["vi"]
    areas = areas_of(proposal.unit_id, own.valid_from)  # a cell's proposal is found where its people live
    plain, exact = search_keys(f"{view.reference} {view.title} {view.unit} {view.place} {view.text}")
    was = PublicProposal.objects.filter(proposal=proposal).values_list("unit_number", "body_number").first() or ()
    values: dict[str, Any] = {
        "reference": view.reference, "follow_digest": proposal.follow_digest or None, "is_listed": view.is_listed,
        "unit_number": areas[0].unit_id if areas else proposal.unit_id, "body_number": answering_body(steps_of(proposal_id)) or own.unit_id, "own_state": own.state, "kind": view.kind, "state": view.state,
        "opened_on": view.opened_on, "search_plain": plain[:900], "search_exact": exact[:900], "reply": view.reply,
        "content": content}
    PublicProposal.objects.update_or_create(proposal=proposal, defaults=values)
    changed(*{*was, values["unit_number"], values["body_number"]})
