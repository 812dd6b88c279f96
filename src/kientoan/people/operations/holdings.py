"""Who holds a post: fill, end, prolong, correct, take back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, end_many, record_many, withdraw
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refused_by
from kientoan.org.queries import names_of as names_of_units
from kientoan.people.enums import HoldingEnd, Obtained, PostKind
from kientoan.people.models import Holding, Post, PostStanding
from kientoan.people.operations import steps
from kientoan.people.operations.posts import holdings_of, posts_of_units, sizes_of
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.persons import Birth
from kientoan.rules.posts import Claim, Held, Kind, free_seat, judge_claim, refuse_full, refuse_prolongation, refuse_twice, seats_through
from kientoan.rules.vntext import tidy


@dataclass(frozen=True)
class NewHolding:
    """A person who is to hold a post.

    Parameters:
        unit_id, kind: the post.
        person_id: who.
        since: the first day.
        obtained: how.
        term_ends_on: when the term is over by plan; None when it has no end.
        term_label: the term as it is written, such as ``2020–2025``.
        until, end_reason: for one of the past, the day on which it ended and why.
    """

    unit_id: int
    kind: PostKind
    person_id: int
    since: date
    obtained: Obtained = Obtained.ELECTED
    term_ends_on: date | None = None
    term_label: str = ""
    until: date | None = None
    end_reason: HoldingEnd | str = ""


@dataclass(frozen=True)
class Filled:
    """What filling posts did.

    Parameters:
        versions: the id of each holding's version, in the order of the rows.
        warnings: sentences about what stands though it is to be heeded.
    """

    versions: tuple[int, ...]
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class EndRow:
    """A holding that ended: the version seen, the day on which it no longer is, and why."""

    version_id: int
    on: date
    reason: HoldingEnd


@dataclass(frozen=True)
class ProlongRow:
    """A term that is prolonged: the version seen, from which day, and until when (VH-12)."""

    version_id: int
    on: date
    until: date
    term_label: str = ""


@dataclass
class _Table:
    """What the posts of one call are judged by, the rows of the call included."""

    names: dict[int, str]
    births: dict[int, Birth]
    lives: dict[int, Period]
    sizes: dict[int, list[PostStanding]]
    held: defaultdict[int, list[tuple[int, Held]]]

    def judge(self, act: Act, post: Post, row: NewHolding, *, named: str, seat: int | None = None) -> tuple[int, list[str]]:
        """The seat for a row, and what warns.

        Parameters:
            seat: the one it has, kept when it is free.

        Raises:
            Refusal: for the first thing that speaks against it.
        """
        claim = Claim(Kind(row.kind), row.since, row.until or OPEN_END, self.births.get(row.person_id), row.obtained, row.term_ends_on)
        sizes = [(Period(each.valid_from, each.valid_to), each.seats) for each in self.sizes.get(post.pk, [])]
        warnings = steps.refuse_first(
            judge_claim(claim, life=self.lives.get(row.unit_id), standing=[period for period, _seats in sizes], today=act.today), named=named, place="since")
        period = Period(row.since, row.until or OPEN_END)
        table = self.held[post.pk]
        if twice := next((held for person, held in table if person == row.person_id and held.period.overlaps(period)), None):
            raise refused_by(refuse_twice(twice.period, self.names.get(row.person_id, "")), place="person")
        held = [each for _person, each in table]
        seats = seats_through(period, sizes)
        if seat is None or seat > seats or any(each.seat == seat and each.period.overlaps(period) for each in held):
            seat = free_seat(period, held, seats)
        if seat is None:
            raise refused_by(refuse_full(Kind(row.kind), period, held, seats), place="person")
        table.append((row.person_id, Held(self.names.get(row.person_id, ""), seat, period)))
        return seat, warnings


def _table(rows: Sequence[NewHolding], post_ids: Sequence[int], *, besides: int = 0) -> _Table:
    """Everything that rows are judged by, in a fixed number of queries for every 500 of them.

    Parameters:
        besides: the version that is corrected, which does not stand in its own way.
    """
    standing = holdings_of(post_ids)
    names = steps.names_of({row.person_id for row in rows} | {each.person_id for found in standing.values() for each in found})
    held: defaultdict[int, list[tuple[int, Held]]] = defaultdict(list)
    for post_id, found in standing.items():
        held[post_id] = [(each.person_id, Held(names.get(each.person_id, ""), each.seat, Period(each.valid_from, each.valid_to)))
                         for each in found if each.pk != besides]
    return _Table(names, steps.births_of(row.person_id for row in rows), steps.lives(row.unit_id for row in rows), sizes_of(post_ids), held)


def _columns(row: NewHolding) -> dict[str, Any]:
    if bool(row.until) != bool(row.end_reason):
        raise Refusal(_("Ghi cả ngày thôi giữ và lý do, hoặc để trống cả hai."), place="until")
    return {"person_id": row.person_id, "obtained": row.obtained, "term_ends_on": row.term_ends_on, "term_label": tidy(row.term_label)[:40],
            "valid_from": row.since, "valid_to": row.until or OPEN_END, "end_reason": row.end_reason}


def _seen(version_ids: Sequence[int]) -> dict[int, Holding]:
    """The versions that a person saw, with their posts.

    Raises:
        NotFound: when there never was one.
    """
    posts = {post for part in steps.chunks(version_ids) for post in Holding.objects.filter(pk__in=part).values_list("post", flat=True)}
    for part in steps.chunks(posts):
        list(Post.objects.select_for_update().filter(pk__in=part).order_by("pk").values_list("pk"))
    # Read under the lock, so that what another wrote meanwhile is seen.
    found = {each.pk: each for part in steps.chunks(version_ids) for each in Holding.objects.filter(pk__in=part).select_related("post")}
    if len(found) != len(set(version_ids)):
        raise NotFound(_("Không có bản ghi này. Mở lại trang rồi làm lại."))
    return found


def _refuse_superseded(holdings: Iterable[Holding]) -> None:
    for holding in holdings:
        steps.refuse_superseded(holding)


def _unit_name(unit_ids: set[int], day: date) -> str:
    return names_of_units(unit_ids, day).get(next(iter(unit_ids)), "") if len(unit_ids) == 1 else ""


@operation(title=gettext_lazy("Ghi người giữ chức danh"), right=Right.KEEP_POSTS)
def fill_posts(act: Act, *, rows: Sequence[NewHolding], decision: Citation | None = None) -> Filled:
    """Say that persons hold posts: one, or those of a whole reform.

    Returns:
        the versions written, and what is to be heeded though it stands, such as one who acts too long (VH-03).

    Raises:
        Refusal: for a second holder of a post for one, more holders than seats, a day before birth, before the unit was founded or after
            it ended, a day to come, an end before the beginning, the same person twice.
    """
    act.ask({row.unit_id for row in rows})
    steps.refuse_unseen(act, [row.person_id for row in rows])
    filled = seat_holders(act, rows, decision)
    act.enter(unit=_unit_name({row.unit_id for row in rows}, act.today), day=max((row.since for row in rows), default=None), count=len(rows),
              detail={"filled": [[row.unit_id, row.kind, row.person_id, row.since.isoformat(), row.obtained] for row in rows]})
    return filled


def seat_holders(act: Act, rows: Sequence[NewHolding], decision: Citation | None) -> Filled:
    """A step: what ``fill_posts`` does once it has asked."""
    posts = posts_of_units((row.unit_id for row in rows), lock=True)
    lives = steps.lives(row.unit_id for row in rows)
    chosen: list[Post] = []
    for row in rows:
        post = posts.get((row.unit_id, row.kind))
        if post is None:
            if row.unit_id not in lives:
                raise NotFound(_("Không có đơn vị này."), place="unit")
            raise NotFound(_("Đơn vị không có chức danh này. Lập chức danh trước."), place="kind")
        chosen.append(post)
    table = _table(rows, [post.pk for post in chosen])
    facts: list[dict[str, Any]] = []
    warnings: list[str] = []
    paper = cite(decision, today=act.today)
    # The oldest first, so that a list of many terms is seated in their order.
    for row, post in sorted(zip(rows, chosen, strict=True), key=lambda each: each[0].since):
        named = table.names.get(row.person_id, "") if len(rows) > 1 else ""
        seat, heeded = table.judge(act, post, row, named=named)
        warnings += heeded
        facts.append({"post": post, "seat": seat, "decision": paper, **_columns(row)})
    made = record_many(Holding, facts, at=act.at)
    by_key = {(each.post_id, each.person_id, each.valid_from): each.pk for each in made}
    return Filled(tuple(by_key[post.pk, row.person_id, row.since] for row, post in zip(rows, chosen, strict=True)), tuple(warnings))


@operation(title=gettext_lazy("Ghi thôi giữ chức danh"), right=Right.KEEP_POSTS)
def end_holdings(act: Act, *, rows: Sequence[EndRow], decision: Citation | None = None) -> int:
    """Say that persons no longer hold posts, from a day on and why.

    Raises:
        Refusal: for a day to come, on or before the beginning, or a holding that had ended or was corrected meanwhile.
    """
    found = _seen([row.version_id for row in rows])
    units = {each.post.unit_id for each in found.values()}
    act.ask(units)
    _refuse_superseded(found.values())
    if len(found) != len(rows):
        raise Refusal(_("Một chức danh đang giữ có hai dòng trong danh sách. Bỏ một dòng."), place="on")
    names = steps.names_of(each.person_id for each in found.values())
    for row in rows:
        holding = found[row.version_id]
        refuse_to_come(act, row.on)
        if row.on <= holding.valid_from:
            raise Refusal(_("%(name)s giữ chức danh từ ngày %(day)s. Chọn ngày thôi giữ sau đó, hoặc rút lại bản ghi nếu ghi nhầm.")
                          % {"name": names.get(holding.person_id, ""), "day": write_day(holding.valid_from)}, place="on")
        if holding.valid_to != OPEN_END:
            raise Refusal(_("%(name)s đã thôi giữ chức danh từ ngày %(day)s. Đính chính bản ghi đó.")
                          % {"name": names.get(holding.person_id, ""), "day": write_day(holding.valid_to)}, place="on")
    paper = cite(decision, today=act.today)
    for day, reason in sorted({(row.on, str(row.reason)) for row in rows}):
        end_many([found[row.version_id] for row in rows if (row.on, str(row.reason)) == (day, reason)], at=act.at, on=day, end_reason=reason,
                 end_decision=paper)
    act.enter(unit=_unit_name(units, act.today), day=max((row.on for row in rows), default=None), count=len(rows),
              detail={"ended": [[found[row.version_id].post.unit_id, found[row.version_id].post.kind, found[row.version_id].person_id,
                                 row.on.isoformat(), row.reason] for row in rows]})
    return len(rows)


def annul_holdings(act: Act, holdings: Sequence[Holding], on: date, decision: Citation | None) -> list[Holding]:
    """A step: holdings end on a day since the election that they came of was annulled (CG-30); what ended by then stays as it is. Returns those that it ended."""
    list(Post.objects.select_for_update().filter(pk__in={each.post_id for each in holdings}).order_by("pk").values_list("pk"))
    lasting = [each for each in holdings if each.valid_to > on]
    end_many(lasting, at=act.at, on=on, end_reason=HoldingEnd.ANNULLED, end_decision=cite(decision, today=act.today))
    return lasting


@operation(title=gettext_lazy("Kéo dài nhiệm kỳ"), right=Right.KEEP_POSTS)
def prolong_holdings(act: Act, *, rows: Sequence[ProlongRow], decision: Citation | None = None) -> tuple[int, ...]:
    """From a day on persons go on holding their posts beyond the term, until another day (VH-12).

    Returns:
        the id of each new version, in the order of the rows.

    Raises:
        Refusal: for a day to come or outside of the holding, or an end that is no later.
    """
    found = _seen([row.version_id for row in rows])
    units = {each.post.unit_id for each in found.values()}
    act.ask(units)
    _refuse_superseded(found.values())
    names = steps.names_of(each.person_id for each in found.values())
    for row in rows:
        holding = found[row.version_id]
        refused = refuse_prolongation(holding.valid_from, holding.valid_to, holding.term_ends_on, row.on, row.until, today=act.today)
        steps.refuse_first([refused] if refused else [], named=names.get(holding.person_id, "") if len(rows) > 1 else "", place="on")
    paper = cite(decision, today=act.today)
    for day in sorted({row.on for row in rows}):
        end_many([found[row.version_id] for row in rows if row.on == day], at=act.at, on=day, end_reason=HoldingEnd.PROLONGED, end_decision=paper)
    made = record_many(Holding, [
        {"post_id": found[row.version_id].post_id, "seat": found[row.version_id].seat, "person_id": found[row.version_id].person_id,
         "obtained": Obtained.PROLONGED, "term_ends_on": row.until, "term_label": tidy(row.term_label)[:40] or found[row.version_id].term_label,
         "valid_from": row.on, "decision": paper} for row in rows], at=act.at)
    act.enter(unit=_unit_name(units, act.today), day=max((row.on for row in rows), default=None), count=len(rows),
              detail={"prolonged": [[found[row.version_id].post.unit_id, found[row.version_id].post.kind, found[row.version_id].person_id,
                                     row.on.isoformat(), row.until.isoformat()] for row in rows]})
    return tuple(each.pk for each in made)


def _believed(version_id: int) -> Holding:
    return _seen([version_id])[version_id]


@operation(title=gettext_lazy("Đính chính việc giữ chức danh"), right=Right.KEEP_POSTS)
def correct_holding(act: Act, *, version_id: int, row: NewHolding, decision: Citation | None = None) -> tuple[str, ...]:
    """What was recorded of a holding was wrong; what was believed stays askable. The post stays.

    Parameters:
        version_id: the version that the person saw.
        row: what is so; its unit and kind are those of the post.

    Returns:
        sentences about what is to be heeded though it stands.

    Raises:
        Refusal: as for ``fill_posts``, and when somebody corrected it meanwhile.
    """
    before = _believed(version_id)
    act.ask([before.post.unit_id])
    steps.refuse_superseded(before)
    if (row.unit_id, row.kind) != (before.post.unit_id, before.post.kind):
        raise Refusal(_("Không đổi chức danh được. Rút lại bản ghi này, rồi ghi ở chức danh kia."), place="kind")
    if row.person_id != before.person_id:
        steps.refuse_unseen(act, [row.person_id])
    columns = _columns(row)
    if all(getattr(before, name) == value for name, value in columns.items()):
        raise Refusal(_("Không có gì thay đổi. Sửa ít nhất một ô."), place="since")
    seat, warnings = _table([row], [before.post_id], besides=before.pk).judge(act, before.post, row, named="", seat=before.seat)
    if decision is not None:
        columns["decision"] = cite(decision, today=act.today)
    correct(before, at=act.at, seat=seat, **columns)
    act.enter(unit=_unit_name({before.post.unit_id}, act.today), day=row.since, detail={
        "corrected": [before.post.unit_id, before.post.kind, before.person_id], "fact": str(before.fact_id)})
    return tuple(warnings)


@operation(title=gettext_lazy("Rút lại việc giữ chức danh"), right=Right.KEEP_POSTS)
def withdraw_holding(act: Act, *, version_id: int) -> None:
    """A holding never was; a term that it prolonged goes on as before.

    Raises:
        Refusal: when the same holding was prolonged since, or somebody corrected it meanwhile.
    """
    holding = _believed(version_id)
    act.ask([holding.post.unit_id])
    steps.refuse_superseded(holding)
    if holding.end_reason == HoldingEnd.PROLONGED:
        raise Refusal(_("Nhiệm kỳ này đã được kéo dài. Rút lại việc kéo dài trước."), place="on")
    before = None
    if holding.obtained == Obtained.PROLONGED:
        before = Holding.objects.known().filter(post=holding.post, person=holding.person_id, valid_to=holding.valid_from, end_reason=HoldingEnd.PROLONGED).first()
    withdraw(holding, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=holding.valid_to, end_reason=holding.end_reason, end_decision=holding.end_decision)
    act.enter(unit=_unit_name({holding.post.unit_id}, act.today), day=holding.valid_from, detail={
        "withdrawn": [holding.post.unit_id, holding.post.kind, holding.person_id], "fact": str(holding.fact_id)})


@operation(title=gettext_lazy("Rút lại việc thôi giữ chức danh"), right=Right.KEEP_POSTS)
def resume_holding(act: Act, *, version_id: int) -> None:
    """A holding did not end; it goes on.

    Raises:
        Refusal: when it goes on already, the seat is taken or the post or unit has ended since, or somebody corrected it meanwhile.
    """
    holding = _believed(version_id)
    post = holding.post
    act.ask([post.unit_id])
    steps.refuse_superseded(holding)
    if steps.is_open(holding):
        raise Refusal(_("Người này đang giữ chức danh."), place="on")
    if holding.end_reason == HoldingEnd.PROLONGED:
        raise Refusal(_("Nhiệm kỳ này đã được kéo dài. Rút lại việc kéo dài trước."), place="on")
    row = NewHolding(post.unit_id, PostKind(post.kind), holding.person_id, holding.valid_from, Obtained(holding.obtained), holding.term_ends_on)
    seat, _warnings = _table([row], [post.pk], besides=holding.pk).judge(act, post, row, named="", seat=holding.seat)
    correct(holding, at=act.at, seat=seat, valid_to=OPEN_END, end_reason="", end_decision=None)
    act.enter(unit=_unit_name({post.unit_id}, act.today), day=holding.valid_to, detail={
        "resumed": [post.unit_id, post.kind, holding.person_id], "fact": str(holding.fact_id)})

