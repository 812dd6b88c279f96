"""What is done after a count is sealed: its file is taken, ballots are read again by hand, what was keyed is deleted once its term has run out.

None of it changes the sealed count.
"""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.ballots import queries as ballot_queries
from kientoan.ballots import steps as ballots
from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, record, withdraw
from kientoan.core.models import User
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, explained, refused_by
from kientoan.elections import audit, queries
from kientoan.elections.models import Deletion, DeletionRequest, Rereading, Sample
from kientoan.elections.queries import Standing
from kientoan.org.access import person
from kientoan.rules.election.entries import Marks
from kientoan.rules.election.retention import refuse_deletion
from kientoan.rules.election.sample import draw, read_seed, read_size
from kientoan.rules.reasons import Reason


def _begin(act: Act, election_id: int) -> Standing:
    """A sealed election under its gate.

    Raises:
        NotFound: when there is none, and before the count is sealed.
        NotAllowed: when the actor may not.
    """
    gates.hold(f"elections.{election_id}")
    found = queries.standing(election_id)
    act.ask([found.election.unit_id], found.call.occurred_on)
    audit.refuse_open(found)
    return found


def _refuse_area(found: Standing) -> None:
    """Refuse to delete what was keyed of one polling area: the ballots of a unit go together (NA-11)."""
    if found.area is not None:
        raise Refusal(_("Lượt nhập phiếu của mọi khu vực được xóa cùng nhau. Làm ở trang kiểm tra của đơn vị bầu cử."), place="stage", rule="NA-11")


def _enter(act: Act, found: Standing, *, count: int = 1, **detail: object) -> None:
    act.enter(unit=found.unit.name, day=found.call.occurred_on, count=count, detail={"election": found.call.title, **({"area": found.area.number} if found.area else {}), **detail})


def _read(value: str | int | Reason, place: str) -> str | int:
    if isinstance(value, Reason):
        raise Refusal(explained(value), place=place, rule=value.rule)
    return value


@operation(title=gettext_lazy("Lấy tệp kiểm tra của kết quả đã niêm"), right=Right.AUDIT_ELECTIONS)
def export_count(act: Act, *, election_id: int) -> bytes:
    """Take the file of a sealed count: every ballot, without order, time or batch. Nothing changes; the journal says who took it.

    Raises:
        NotFound: before the count is sealed.
        Refusal: once what was keyed is deleted.
    """
    found = _begin(act, election_id)
    content = audit.file_of(found)
    _enter(act, found, fingerprint=audit.refuse_open(found).fingerprint)
    return content


@operation(title=gettext_lazy("Rút mẫu phiếu đọc lại"), right=Right.RECHECK_BALLOTS)
def draw_sample(act: Act, *, election_id: int, seed: str, size: str) -> int:
    """Draw ballots to be read again by hand, from digits thrown before everybody. Every draw stays on record, whatever it finds.

    Parameters:
        seed: the digits as thrown.
        size: how many ballots, or a share such as ``10 %``.

    Returns:
        the sample's number.

    Raises:
        Refusal: for a seed too short, a size that does not fit, a seed drawn with before, once what was keyed is deleted.
    """
    found = _begin(act, election_id)
    stacks = audit.stacks_of(found)
    total = sum(count for _batch, count in stacks)
    digits, number = str(_read(read_seed(seed), "seed")), int(_read(read_size(size, total), "size"))
    standing = Sample.objects.known().filter(election=found.election)
    if standing.filter(seed=digits).exists():
        raise Refusal(_("Hạt giống này đã dùng cho một mẫu trước. Gieo lại trước mọi người rồi gõ hạt giống mới."), place="seed")
    after = standing.count() + 1
    drawn = draw(digits, stacks, number)
    record(Sample, at=act.at, election=found.election, occurred_on=act.today, number=after, seed=digits, stacks=stacks, drawn=drawn)
    _enter(act, found, count=number, sample=after, seed=digits)
    return after


@operation(title=gettext_lazy("Ghi kết quả đọc lại một tập phiếu"), right=Right.RECHECK_BALLOTS)
def enter_rereading(act: Act, *, election_id: int, sample: int, batch: int, read: Mapping[Marks, int]) -> int:
    """Say what the ballots drawn in a batch show when they are read again; how many of them the count does not hold is kept, not what is on them.

    What was keyed has no order, so a ballot agrees when the batch holds one like it that no other ballot read again stands for. Entered again, the
    earlier finding stays on record.

    Parameters:
        read: how many of the drawn ballots show what.

    Returns:
        how many ballots were read differently.

    Raises:
        NotFound: for a sample, or a batch of it, that is not there.
        Refusal: for another number of ballots than were drawn, once what was keyed is deleted.
    """
    found = _begin(act, election_id)
    wanted = next((each for each in audit.sample_of(found, sample).batches if each.batch == batch), None)
    if wanted is None:
        raise NotFound(_("Mẫu này không có phiếu nào ở tập %(batch)s.") % {"batch": batch})
    audit.stacks_of(found)
    if sum(read.values()) != len(wanted.places):
        raise Refusal(_("Gõ %(typed)s phiếu mà mẫu có %(drawn)s phiếu ở tập %(batch)s. Đọc lại từng phiếu theo số thứ tự trên tờ.")
                      % {"typed": sum(read.values()), "drawn": len(wanted.places), "batch": batch}, place="ballots")
    held = ballot_queries.agreed_batches(found.issue.tally)[batch] if found.issue else Counter[Marks]()
    different = sum((Counter(read) - held).values())
    if wanted.newest is None:
        record(Rereading, at=act.at, election=found.election, occurred_on=act.today, sample=sample, batch=batch, read=len(wanted.places), different=different)
    else:
        correct(wanted.newest, at=act.at, occurred_on=act.today, different=different)
    _enter(act, found, sample=sample, batch=batch, ballots=len(wanted.places), different=different)
    return different


def _account(act: Act) -> User:
    """The account that acts.

    Raises:
        Refusal: for a system actor: two people must want a deletion.
    """
    user = User.objects.filter(pk=getattr(act.actor, "user_id", 0)).first()
    if user is None:
        raise Refusal(_("Xóa lượt nhập phiếu phải do hai người có tài khoản cùng quyết. Đăng nhập rồi làm trên trang."), place="stage", rule="EL-47")
    return user


def _refuse_kept(act: Act, found: Standing) -> audit.Retention:
    kept = audit.retention_of(found)
    if found.deletion is not None:
        raise Refusal(_("Lượt nhập phiếu đã xóa theo %(paper)s.") % {"paper": found.deletion.paper}, place="stage", rule="EL-47")
    if (reason := refuse_deletion(kept.ballots, kept.since, act.today)) is not None:
        raise refused_by(reason, place="stage")
    return kept


@operation(title=gettext_lazy("Đề nghị xóa lượt nhập phiếu"), right=Right.DELETE_BALLOTS)
def ask_deletion(act: Act, *, election_id: int, decision: Citation | None) -> None:
    """Ask for what was keyed of an election to be deleted; nothing is deleted before another person confirms it.

    Parameters:
        decision: the paper by which it is done.

    Raises:
        Refusal: before the term has run out, with the rule and the first day (NA-11, EL-47); without the paper; when it was asked for already.
    """
    found = _begin(act, election_id)
    _refuse_area(found)
    user, kept = _account(act), _refuse_kept(act, found)
    if kept.request is not None:
        raise Refusal(_("%(name)s đã đề nghị rồi. Người khác xác nhận, hoặc rút đề nghị.") % {"name": kept.request.asked_by.display_name}, place="stage")
    paper = cite(decision, today=act.today)
    if paper is None:
        raise Refusal(_("Ghi số và ngày của quyết định hủy phiếu."), place="decision_number", rule="EL-47")
    record(DeletionRequest, at=act.at, election=found.election, occurred_on=act.today, decision=paper, asked_by=user)
    _enter(act, found, decision=paper.number)


def _asked(kept: audit.Retention) -> DeletionRequest:
    if kept.request is None:
        raise NotFound(_("Chưa ai đề nghị xóa lượt nhập phiếu của cuộc bầu cử này."), place="stage")
    return kept.request


@operation(title=gettext_lazy("Rút đề nghị xóa lượt nhập phiếu"), right=Right.DELETE_BALLOTS)
def drop_deletion(act: Act, *, election_id: int) -> None:
    """Take back that what was keyed should be deleted; whoever may confirm it may also do this.

    Raises:
        NotFound: when nobody asked.
        Refusal: when it is deleted already.
    """
    found = _begin(act, election_id)
    _account(act)
    request = _asked(_refuse_kept(act, found))
    withdraw(request, at=act.at)
    _enter(act, found, decision=request.paper)


@operation(title=gettext_lazy("Xác nhận xóa lượt nhập phiếu"), right=Right.DELETE_BALLOTS)
def confirm_deletion(act: Act, *, election_id: int) -> int:
    """Delete what was keyed of an election, as another person asked; the sealed count, its seal, the papers and the journal stay.

    Returns:
        how many rows were deleted.

    Raises:
        NotFound: when nobody asked.
        Refusal: by the person who asked, when that person may no longer, before the term has run out.
    """
    found = _begin(act, election_id)
    user, kept = _account(act), _refuse_kept(act, found)
    request = _asked(kept)
    asker = request.asked_by
    if asker.pk == user.pk:
        raise Refusal(_("Người đề nghị không tự xác nhận. Một người khác có quyền này xác nhận."), place="stage", rule="EL-47")
    if not asker.is_active or person(asker).refusal(Right.DELETE_BALLOTS, [found.election.unit_id], found.call.occurred_on):
        raise Refusal(_("%(name)s không còn quyền này nên đề nghị không còn giá trị. Rút đề nghị rồi đề nghị lại.") % {"name": asker.display_name}, place="stage", rule="EL-47")
    issues = [found.issue, *(each.issue for each in (*found.areas, *found.past_areas))]
    tallies = [issue.tally for issue in issues if issue is not None]
    if not tallies:
        raise NotFound(_("Không có lượt nhập phiếu nào."), place="stage")
    rows = sum(ballots.delete_read(tally) for tally in tallies)
    record(Deletion, at=act.at, election=found.election, occurred_on=act.today, decision=request.decision, asked_by=asker, confirmed_by=user, rows=rows)
    _enter(act, found, count=max(rows, 1), decision=request.paper, asked_by=asker.username)
    return rows
