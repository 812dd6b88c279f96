"""Lists taken over in the background: a reform of a province takes longer than a page may."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from kientoan.core import progress
from kientoan.core.decisions import Citation
from kientoan.core.models import User
from kientoan.core.planner import count_rows
from kientoan.core.refusal import Refusal
from kientoan.exchange.reform_file import read_reform
from kientoan.org.access import person
from kientoan.org.operations import import_reform


@task()
def take_over_reform(key: str, *, user_id: int, on: str, with_party: bool, decision: dict[str, str] | None, unconfirmed: bool,
                     language: str) -> dict[str, Any]:
    """Rearrange units as an uploaded list says, as the person who sent it.

    Parameters:
        key: names the stored upload and the progress.
        user_id: whoever asked for it; their rights are looked at again.
        on, decision: ISO day; number, issued_on and issuer of the paper.
        language: the reader's.

    Returns:
        ``done`` with a sentence, or ``refused`` with the reason; nothing is written when refused.
    """
    with translation.override(language):
        try:
            rows = read_reform(progress.place("uploads", key))
            paper = Citation(decision["number"], date.fromisoformat(decision["issued_on"]), issuer=decision["issuer"]) if decision else None
            found = import_reform(
                person(User.objects.get(pk=user_id, is_active=True)), rows=rows, on=date.fromisoformat(on), with_party=with_party, decision=paper,
                unconfirmed=unconfirmed, progress=lambda what, done, whole: progress.tell(key, what, done, whole))
            count_rows()
        except (Refusal, User.DoesNotExist) as refused:
            return {"refused": str(refused)}
        finally:
            progress.forget(key)
    ended = len(found.plan.folds)
    progress.place("uploads", key).unlink(missing_ok=True)
    return {"done": ngettext("Đã sắp xếp: %(n)s đơn vị kết thúc, %(new)s đơn vị mới.", "Đã sắp xếp: %(n)s đơn vị kết thúc, %(new)s đơn vị mới.", ended)
            % {"n": ended, "new": len(found.plan.new)} if ended else _("Đã sắp xếp.")}
