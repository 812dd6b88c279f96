"""Posts: establish, resize, close. A post stands whether somebody holds it or not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, correct_many, end, record, record_many
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.people.enums import PostKind, title_of
from kientoan.people.models import Holding, Post, PostStanding
from kientoan.people.operations import steps
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.posts import Kind, refuse_post, refuse_size
from kientoan.rules.tree import Level


@dataclass(frozen=True)
class NewPost:
    """A post to be established.

    Parameters:
        unit_id: the unit whose post it is.
        kind: what it is.
        seats: how many may hold it at once; 1 for a post for one holder.
    """

    unit_id: int
    kind: PostKind
    seats: int = 1


def posts_of_units(unit_ids: Iterable[int], *, lock: bool = False) -> dict[tuple[int, str], Post]:
    """The posts of units by unit and kind; a step.

    Parameters:
        lock: whether the operation is about to write to them.
    """
    found: dict[tuple[int, str], Post] = {}
    for part in steps.chunks(unit_ids):
        rows = Post.objects.filter(unit__in=part).order_by("pk")
        found |= {(post.unit_id, post.kind): post for post in (rows.select_for_update() if lock else rows)}
    return found


def sizes_of(post_ids: Iterable[int]) -> dict[int, list[PostStanding]]:
    """The believed standings of posts, oldest first."""
    found: defaultdict[int, list[PostStanding]] = defaultdict(list)
    for part in steps.chunks(post_ids):
        for standing in PostStanding.objects.known().filter(post__in=part).order_by("valid_from"):
            found[standing.post_id].append(standing)
    return found


def holdings_of(post_ids: Iterable[int]) -> dict[int, list[Holding]]:
    """The believed holdings of posts, oldest first."""
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    for part in steps.chunks(post_ids):
        for holding in Holding.objects.known().filter(post__in=part).order_by("valid_from"):
            found[holding.post_id].append(holding)
    return found


def _versions(unit_ids: Iterable[int], on: date) -> dict[int, UnitVersion]:
    return {version.unit_id: version for part in steps.chunks(unit_ids) for version in tree.versions(on).filter(unit__in=part)}


@operation(title=gettext_lazy("Lập chức danh"), right=Right.KEEP_POSTS)
def establish_posts(act: Act, *, rows: Sequence[NewPost], on: date, decision: Citation | None = None) -> tuple[str, ...]:
    """From a day on units have posts, with so many seats; held or not.

    Returns:
        sentences about sizes that are unusual though they stand (CG-15).

    Raises:
        Refusal: for a post that a unit of this level has not, one that stands already, a wrong number, a unit not there that day.
    """
    act.ask({row.unit_id for row in rows}, on)
    refuse_to_come(act, on)
    tree.hold()
    units = _versions((row.unit_id for row in rows), on)
    lives = steps.lives(row.unit_id for row in rows)
    warnings: list[str] = []
    seen: set[tuple[int, str]] = set()
    for row in rows:
        version = units.get(row.unit_id)
        if version is None:
            life = lives.get(row.unit_id)
            missing = (_("Ngày %(day)s không có đơn vị này; đơn vị có từ %(first)s. Chọn ngày khác.") if life and on < life.start else
                       _("Ngày %(day)s không còn đơn vị này. Chọn ngày khác, hoặc đơn vị tiếp nhận."))
            raise Refusal(missing % {"day": write_day(on), "first": write_day(life.start) if life else ""}, place="on", rule="TN-11")
        named = version.name if len(rows) > 1 else ""
        refused = refuse_post(Kind(row.kind), Level(version.level), row.seats)
        warnings += steps.refuse_first([refused] if refused else [], named=named, place="seats")
        if (row.unit_id, row.kind) in seen:
            raise Refusal(_("%(unit)s: chức danh %(post)s có hai dòng. Bỏ một dòng.")
                          % {"unit": version.name, "post": PostKind(row.kind).label}, place="kind")
        seen.add((row.unit_id, row.kind))
    posts = posts_of_units(units, lock=True)
    lacking = [Post(unit_id=row.unit_id, kind=row.kind) for row in rows if (row.unit_id, row.kind) not in posts]
    for post in Post.objects.bulk_create(lacking, batch_size=400):
        posts[post.unit_id, post.kind] = post
    standing = sizes_of(posts[row.unit_id, row.kind].pk for row in rows)
    for row in rows:
        last = next((each for each in standing[posts[row.unit_id, row.kind].pk] if each.valid_to > on), None)
        if last is not None:
            version = units[row.unit_id]
            raise Refusal(_("%(unit)s đã có chức danh %(post)s từ ngày %(day)s. Đổi số lượng của chức danh đó.") % {
                "unit": version.name, "post": title_of(row.kind, unit_kind=version.kind, level=version.level), "day": write_day(last.valid_from)}, place="kind")
    paper = cite(decision, today=act.today)
    record_many(PostStanding, [
        {"post": posts[row.unit_id, row.kind], "seats": row.seats, "valid_from": on, "valid_to": lives[row.unit_id].end, "decision": paper}
        for row in rows], at=act.at)
    warnings += _warn_sizes(units, on)
    act.enter(unit=units[rows[0].unit_id].name if len({row.unit_id for row in rows}) == 1 else "", day=on, count=len(rows),
              detail={"established": [[row.unit_id, row.kind, row.seats] for row in rows]})
    return tuple(warnings)


def _warn_sizes(units: dict[int, UnitVersion], on: date) -> list[str]:
    """Sentences for standing boards of more than a third of their committee."""
    sizes: dict[tuple[int, str], int] = {}
    kinds = (PostKind.COMMITTEE_MEMBER, PostKind.STANDING_BOARD_MEMBER)
    for part in steps.chunks(units):
        rows = PostStanding.objects.known().on(on).filter(post__unit__in=part, post__kind__in=kinds).values_list("post__unit", "post__kind", "seats")
        sizes |= {(unit, kind): seats for unit, kind, seats in rows}
    found: list[str] = []
    for unit_id, version in units.items():
        committee, board = (sizes.get((unit_id, kind)) for kind in kinds)
        if committee and board and (unusual := refuse_size(committee, board)):
            found += steps.refuse_first([unusual], named=version.name, place="seats")
    return found


def post_of(unit_id: int, kind: PostKind) -> Post:
    """A post of a unit, locked.

    Raises:
        NotFound: when the unit never had it.
    """
    found = Post.objects.select_for_update().filter(unit=unit_id, kind=kind).first()
    if found is None:
        raise NotFound(_("Đơn vị không có chức danh này. Lập chức danh trước."), place="kind")
    return found


def _standing_on(post: Post, on: date) -> PostStanding:
    found: PostStanding | None = PostStanding.objects.known().on(on).filter(post=post).first()
    if found is None:
        raise Refusal(_("Ngày %(day)s đơn vị không có chức danh này. Chọn ngày khác.") % {"day": write_day(on)}, place="on")
    if PostStanding.objects.known().filter(post=post, valid_from__gte=found.valid_to).exists():
        raise Refusal(_("Sau ngày này đã có thay đổi khác (%(day)s). Chọn ngày sau đó.") % {"day": write_day(found.valid_to)}, place="on")
    return found


@operation(title=gettext_lazy("Đổi số lượng của chức danh"), right=Right.KEEP_POSTS)
def change_seats(act: Act, *, unit_id: int, kind: PostKind, seats: int, on: date, decision: Citation | None = None) -> tuple[str, ...]:
    """From a day on a post has another number of seats (CG-15).

    Returns:
        sentences about sizes that are unusual though they stand.

    Raises:
        Refusal: when more hold it than there would be seats, or the post is for one holder only.
    """
    act.ask([unit_id], on)
    refuse_to_come(act, on)
    post = post_of(unit_id, kind)
    standing = _standing_on(post, on)
    version = _versions([unit_id], on)[unit_id]
    refused = refuse_post(Kind(kind), Level(version.level), seats)
    warnings = steps.refuse_first([refused] if refused else [], named="", place="seats")
    if seats == standing.seats:
        raise Refusal(_("Chức danh đã có %(n)s vị trí. Gõ số khác.") % {"n": seats}, place="seats")
    _seat_anew(act, post, seats, on)
    paper = cite(decision, today=act.today)
    if standing.valid_from == on:
        correct(standing, at=act.at, seats=seats, **({"decision": paper} if paper else {}))
    else:
        lasting = standing.valid_to
        end(standing, at=act.at, on=on)
        record(PostStanding, at=act.at, post=post, seats=seats, valid_from=on, valid_to=lasting, decision=paper)
    warnings += _warn_sizes({unit_id: version}, on)
    act.enter(unit=version.name, day=on, detail={"unit": unit_id, "kind": kind, "before": standing.seats, "after": seats})
    return tuple(warnings)


def _seat_anew(act: Act, post: Post, seats: int, on: date) -> None:
    """Let those who sit on seats that go change places with seats that nobody holds from then on; a seat's number means nothing else.

    Raises:
        Refusal: when there are more holders than seats.
    """
    by_seat: defaultdict[int, list[Holding]] = defaultdict(list)
    for holding in holdings_of([post.pk])[post.pk]:
        by_seat[holding.seat].append(holding)
    lasting = {seat for seat, rows in by_seat.items() if any(each.valid_to > on for each in rows)}
    if len(lasting) > seats:
        raise Refusal(_("Từ ngày %(day)s có %(n)s người giữ chức danh này, nhiều hơn %(seats)s vị trí. Ghi thôi giữ trước.")
                      % {"day": write_day(on), "n": len(lasting), "seats": seats}, place="seats", rule="CG-15")
    free = [seat for seat in range(1, seats + 1) if seat not in lasting]
    places = dict(zip(sorted(seat for seat in lasting if seat > seats), free, strict=False))
    places |= {new: old for old, new in places.items()}
    correct_many([(each, {"seat": new}) for old, new in places.items() for each in by_seat[old]], at=act.at)


@operation(title=gettext_lazy("Bỏ chức danh"), right=Right.KEEP_POSTS)
def close_post(act: Act, *, unit_id: int, kind: PostKind, on: date, decision: Citation | None = None) -> None:
    """From a day on a unit no longer has a post.

    Raises:
        Refusal: while somebody holds it, naming them.
    """
    act.ask([unit_id], on)
    refuse_to_come(act, on)
    post = post_of(unit_id, kind)
    standing = _standing_on(post, on)
    held = [holding for holding in holdings_of([post.pk])[post.pk] if holding.valid_to > on]
    if held:
        names = steps.names_of(holding.person_id for holding in held)
        raise Refusal(_("Chức danh còn người giữ: %(names)s. Ghi thôi giữ trước.")
                      % {"names": ", ".join(names.get(holding.person_id, "") for holding in held)}, place="on")
    end(standing, at=act.at, on=on, **({"decision": cite(decision, today=act.today)} if decision else {}))
    act.enter(unit=_versions([unit_id], on)[unit_id].name, day=on, detail={"unit": unit_id, "closed": kind, "open": standing.valid_to == OPEN_END})
