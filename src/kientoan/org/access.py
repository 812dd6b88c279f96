"""Rights are grants of a role at a unit, over its subtree, for a period."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import READING, Actor, Right, SystemActor
from kientoan.core.models import User
from kientoan.core.prepared import fields_of, instances, prepared
from kientoan.core.refusal import Refusal
from kientoan.org import tree
from kientoan.org.enums import Role, TokenScope, Tree
from kientoan.org.models import ApiToken, Coverage, Grant, Succession, UnitVersion
from kientoan.rules.days import write_day

_AT_UNITS: Mapping[Role, frozenset[Right]] = {
    Role.ORGANIZATION_OFFICER: frozenset(Right) - {Right.READ_JOURNAL, Right.KEEP_INSTALLATION, Right.WRITE_FROM_OUTSIDE},
    Role.CLERK: frozenset({Right.SEE_UNITS, Right.PLAN_CONGRESS, Right.REPORT_CONGRESS, Right.SEE_PERSONS, Right.KEEP_PERSONS, Right.KEEP_POSTS,
                           Right.KEEP_CANDIDATES, Right.PLAN_QUALITY, Right.FREEZE_FIGURES, Right.HOLD_ELECTIONS, Right.KEEP_REGISTER, Right.HOLD_MEETINGS, Right.KEEP_RESOLUTIONS,
                           Right.GIVE_TASKS, Right.REPORT_TASKS, Right.RUN_OUTREACH, Right.VISIT_HOUSEHOLDS, Right.RAISE_PROPOSALS, Right.ANSWER_PROPOSALS,
                           Right.KEEP_DRIVES, Right.SUPERVISE_DRIVES, Right.HOLD_EVALUATIONS, Right.APPRAISE_EVALUATIONS}),
    Role.SECRETARY: frozenset({Right.SEE_UNITS, Right.REPORT_CONGRESS, Right.SEE_PERSONS, Right.SEE_SENSITIVE, Right.KEEP_CANDIDATES, Right.PLAN_QUALITY, Right.FREEZE_FIGURES,
                               Right.HOLD_MEETINGS, Right.KEEP_RESOLUTIONS, Right.GIVE_TASKS, Right.REPORT_TASKS, Right.RUN_OUTREACH, Right.VISIT_HOUSEHOLDS,
                               Right.RAISE_PROPOSALS, Right.ANSWER_PROPOSALS, Right.KEEP_DRIVES, Right.SUPERVISE_DRIVES, Right.APPROVE_DRIVES,
                               Right.HOLD_EVALUATIONS, Right.APPRAISE_EVALUATIONS, Right.DECIDE_EVALUATIONS}),
    Role.AUDITOR: frozenset({Right.SEE_UNITS, Right.SEE_PERSONS, Right.AUDIT_ELECTIONS, Right.READ_JOURNAL}),
    Role.ADMINISTRATOR: frozenset({Right.MANAGE_ACCOUNTS, Right.READ_JOURNAL}),
    Role.COUNTER: frozenset({Right.KEY_BALLOTS}),  # EL-09: sees no personnel data beyond the list on the ballot
    Role.WRITER: frozenset({Right.SEE_UNITS, Right.WRITE_NEWS}),
    Role.EDITOR: frozenset({Right.SEE_UNITS, Right.WRITE_NEWS, Right.EDIT_NEWS}),
    Role.PUBLISHER: frozenset({Right.SEE_UNITS, Right.WRITE_NEWS, Right.PUBLISH}),
    Role.MEMBER: frozenset(),  # sees the own things and nothing else
}
RIGHTS: Mapping[Role, frozenset[Right]] = {role: rights | {Right.OWN_RECORD} for role, rights in _AT_UNITS.items()}
"""What each role may do at its unit and below; and whoever has any role reads the own record."""

SCOPE_RIGHTS: Mapping[TokenScope, frozenset[Right]] = {
    TokenScope.FIGURES_READ: frozenset({Right.SEE_UNITS}),
    TokenScope.UNITS_READ: frozenset({Right.SEE_UNITS}),
    TokenScope.PERSONS_READ: frozenset({Right.SEE_UNITS, Right.SEE_PERSONS}),
    TokenScope.PERSONS_WRITE: frozenset({Right.SEE_UNITS, Right.SEE_PERSONS, Right.KEEP_PERSONS, Right.KEEP_POSTS}),
    TokenScope.UNITS_WRITE: frozenset({Right.SEE_UNITS, Right.CHANGE_UNITS}),
    TokenScope.CONGRESS_WRITE: frozenset({Right.SEE_UNITS, Right.PLAN_CONGRESS, Right.REPORT_CONGRESS, Right.DECIDE_CONGRESS}),
}
"""What each scope of a key lets through of the account's rights. Sensitive data, accounts, imports and the journal pass through none."""


GRANT = fields_of(Grant)


@prepared
def _grants(*, user: int, day: date) -> QuerySet[Any, Any]:
    return Grant.objects.known().on(day).filter(user=user).order_by("pk").values_list(*GRANT)


@prepared
def _taken_whole(*, successors: list[int]) -> QuerySet[Any, Any]:
    return Succession.objects.known().filter(successor__in=successors, whole=True).values_list("predecessor", "successor")


@prepared
def _ever_covered(*, organizations: list[int]) -> QuerySet[Any, Any]:
    return Coverage.objects.known().filter(organization__in=organizations).values_list("organization", "area")


@prepared
def _units_on(*, units: list[int], day: date) -> QuerySet[Any, Any]:
    return tree.versions(day).filter(unit__in=units).values_list(*tree.FIELDS)


@dataclass(frozen=True)
class PersonActor(Actor):
    """A signed-in person with the grants in force today.

    Parameters:
        user_id: the account.
    """

    user_id: int = 0
    _memory: dict[date, list[UnitVersion]] = field(default_factory=dict, repr=False, compare=False)
    _granted: dict[date, frozenset[int]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def grants(self) -> list[Grant]:
        """The grants in force today, as believed now."""
        return instances(Grant, GRANT, _grants(user=self.user_id, day=clock.today()))

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(Role(grant.role) for grant in self.grants)

    def has(self, right: Right) -> bool:
        """Whether any grant allows ``right`` somewhere; decides what a page offers, never what is done."""
        return any(right in RIGHTS[role] for role in self.roles)

    @cached_property
    def works(self) -> bool:
        """Whether it may do anything but read the own record and ask about it; an account without any role never got in."""
        return not self.roles or any(RIGHTS[role] - {Right.OWN_RECORD} for role in self.roles)

    @cached_property
    def _kept(self) -> dict[int, set[int]]:
        """What whoever keeps a granted unit keeps with it: the units that it took whole, for the days before, and the areas covered."""
        kept = {grant.unit_id: {grant.unit_id} for grant in self.grants}
        edge = {unit: {unit} for unit in kept}
        while edge:
            before: dict[int, set[int]] = {}
            for old, new in _taken_whole(successors=sorted(edge)):
                before.setdefault(old, set()).update(edge[new])
            edge = {old: tops for old, tops in before.items() if any(old not in kept[top] for top in tops)}
            for old, tops in edge.items():
                for top in tops:
                    kept[top].add(old)
        organizations = set().union(*kept.values()) if kept else set()
        for organization, area in _ever_covered(organizations=sorted(organizations)):
            for units in kept.values():
                if organization in units:
                    units.add(area)
        return kept

    @cached_property
    def needs_second_factor(self) -> bool:
        """Whether it may write, and so signs in with a second factor. Not in the demonstration, whose roles have no password either."""
        return not settings.DEMO and any(RIGHTS[role] - READING for role in self.roles)

    @cached_property
    def lacks_second_factor(self) -> bool:
        """Whether it needs a second factor and has set none up: until then it may do nothing at all."""
        return self.needs_second_factor and not Authenticator.objects.filter(user=self.user_id, type=Authenticator.Type.TOTP).exists()

    def unit_ids(self, right: Right) -> set[int]:
        """The units at which a grant allows ``right``, with those that they took over whole and the areas that they cover."""
        units = {grant.unit_id for grant in self.grants if right in RIGHTS[Role(grant.role)]}
        return set().union(*(self._kept[unit] for unit in units))

    def refusal(self, right: Right, unit_ids: Collection[int], on: date) -> str | None:
        if self.lacks_second_factor:
            return _("Tài khoản %(name)s được ghi dữ liệu nên cần xác thực hai lớp. Đăng nhập và lập lớp thứ hai rồi làm lại.") % {"name": self.name}
        allowed = self.unit_ids(right)
        if not allowed:
            return _("Tài khoản %(name)s không có quyền này. Người quản trị của đơn vị cấp trên cấp được.") % {"name": self.name}
        if not unit_ids:
            return _("Việc này chạm đến toàn cây, chỉ hệ thống làm được.")
        chains: dict[int, set[int]] = {}
        for version in UnitVersion.objects.filter(superseded_at=None, unit__in=set(unit_ids)).order_by("valid_from"):
            # The chain on the day; for a day before or after the unit's life, the nearest one.
            if version.valid_from <= on or version.unit_id not in chains:
                chains[version.unit_id] = set(version.chain)
        for unit_id in unit_ids:
            if not chains.get(unit_id, {unit_id}) & allowed:
                return _("Đơn vị này nằm ngoài phạm vi được giao của %(name)s. Cán bộ tổ chức của cấp trên làm được.") % {"name": self.name}
        return None

    def granted_versions(self, day: date) -> list[UnitVersion]:
        """The units that the person may see below, as they stood on ``day``."""
        if day not in self._memory:
            self._memory[day] = tree.read(_units_on(units=sorted(self.unit_ids(Right.SEE_UNITS)), day=day))
        return self._memory[day]

    def look_ahead(self, days: Collection[date]) -> None:
        """Read at once what ``granted_versions`` would ask once for each of several days, as a list does whose rows have each a day of its own."""
        wanted = sorted(set(days) - self._memory.keys())
        if not wanted:
            return
        stood = tree.known(None).filter(unit__in=sorted(self.unit_ids(Right.SEE_UNITS)), valid_from__lte=wanted[-1], valid_to__gt=wanted[0])
        versions = tree.read(stood.order_by("pk").values_list(*tree.FIELDS))
        for day in wanted:
            self._memory[day] = [version for version in versions if version.valid_from <= day < version.valid_to]

    def granted_ids(self, day: date) -> frozenset[int]:
        """Their ids."""
        if day not in self._granted:
            self._granted[day] = frozenset(version.unit_id for version in self.granted_versions(day))
        return self._granted[day]


def person(user: User) -> PersonActor:
    """The actor for an account."""
    return PersonActor(f"user:{user.username}", user.display_name, user_id=user.pk)


@dataclass(frozen=True)
class TokenActor(PersonActor):
    """A program with a key of an account: the account's rights as far as the key's scopes let them through.

    Parameters:
        token_id: the key's row.
        token_name: what the account called it.
        scopes: what it is for.
    """

    token_id: int = 0
    token_name: str = ""
    scopes: frozenset[TokenScope] = frozenset()

    def lets_through(self, right: Right) -> bool:
        """Whether a scope of the key lets a right of the account through."""
        return any(right in SCOPE_RIGHTS[scope] for scope in self.scopes)

    def lacks(self, wanted: Collection[TokenScope]) -> str:
        """The sentence for a key without any of the scopes that would do."""
        if not wanted:
            return _("Khóa truy cập không làm được việc này. Đăng nhập rồi làm trên trang.")
        named = _(" hoặc ").join(scope.value for scope in sorted(wanted, key=list(TokenScope).index))
        return _("Khóa truy cập “%(name)s” thiếu phạm vi %(scope)s. Cấp một khóa có phạm vi này.") % {"name": self.token_name, "scope": named}

    def has(self, right: Right) -> bool:
        return self.lets_through(right) and super().has(right)

    def unit_ids(self, right: Right) -> set[int]:
        return super().unit_ids(right) if self.lets_through(right) else set()

    def refusal(self, right: Right, unit_ids: Collection[int], on: date) -> str | None:
        if not self.lets_through(right):
            return self.lacks([scope for scope, rights in SCOPE_RIGHTS.items() if right in rights])
        return super().refusal(right, unit_ids, on)


class KeyRefusedError(Refusal):
    """A key that opens nothing: unknown, expired, revoked, or of an account that is locked or holds no role (401)."""


def hash_of_key(key: str) -> str:
    """What is stored of a key: 32 random bytes need no slow hash."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def actor_of_key(key: str, now: datetime) -> TokenActor:
    """The actor for a key of the API.

    Parameters:
        key: as the program sent it.
        now: the moment of asking.

    Raises:
        KeyRefusedError: saying why it opens nothing and what to do.
    """
    token = ApiToken.objects.filter(key_hash=hash_of_key(key)).select_related("user").first()
    if token is None:
        raise KeyRefusedError(_("Khóa truy cập không đúng. Xem lại khóa, hoặc cấp khóa khác ở trang Khóa truy cập."))
    if token.revoked_at is not None:
        raise KeyRefusedError(_("Khóa truy cập “%(name)s” đã bị thu hồi. Cấp khóa khác ở trang Khóa truy cập.") % {"name": token.name})
    if token.expires_at <= now:
        raise KeyRefusedError(_("Khóa truy cập “%(name)s” đã hết hạn (%(day)s). Cấp khóa khác ở trang Khóa truy cập.")
                              % {"name": token.name, "day": write_day(token.expires_at.astimezone(clock.ZONE).date())})
    if not token.user.is_active:
        raise KeyRefusedError(_("Tài khoản của khóa truy cập này đã bị khóa. Người quản trị của đơn vị mở lại được."))
    known = frozenset(TokenScope(scope) for scope in token.scopes if scope in TokenScope.values)
    actor = TokenActor(f"user:{token.user.username}/token:{token.pk}", token.user.display_name, user_id=token.user_id,
                       token_id=token.pk, token_name=token.name, scopes=known)
    if actor.lacks_second_factor:
        raise KeyRefusedError(_("Tài khoản của khóa truy cập này được ghi dữ liệu mà chưa lập lớp xác thực thứ hai. Đăng nhập và lập lớp đó trước."))
    if not actor.has(Right.SEE_UNITS):
        raise KeyRefusedError(_("Tài khoản của khóa truy cập này không còn quyền xem đơn vị nào. Người quản trị của đơn vị cấp lại được."))
    return actor


def visible_to(actor: Actor, units: QuerySet[UnitVersion], day: date) -> QuerySet[UnitVersion]:
    """The versions among ``units`` that ``actor`` may see: the territory is open to every account, Party
    organisations to those with a grant at or above them."""
    tops = tops_of(actor, day)
    return units.none() if tops is None else units.filter(seen_from(tops))


def tops_of(actor: Actor, day: date) -> dict[str, list[int]] | None:
    """The units at or below which ``actor`` sees Party organisations, by the column that names them; None for whoever sees nothing."""
    if isinstance(actor, SystemActor):
        return {EVERYWHERE: []}
    if not isinstance(actor, PersonActor):
        return None
    found: dict[str, list[int]] = {}
    for version in actor.granted_versions(day):
        found.setdefault(tree.COLUMNS[version.depth], []).append(version.unit_id)
    return found


EVERYWHERE = "everywhere"


def seen_from(tops: Mapping[str, Sequence[int]]) -> Q:
    """The condition that a version is of the territory, or at or below one of ``tops_of``."""
    if EVERYWHERE in tops:
        return Q()
    condition = Q(tree=Tree.TERRITORY)
    for column, ids in tops.items():
        condition |= Q(**{f"{column}__in": ids})
    return condition


def look_ahead(actor: Actor, days: Collection[date]) -> None:
    """Make ``may_see`` ask nothing more on any of the days; one query."""
    if isinstance(actor, PersonActor):
        actor.look_ahead(days)


def may_see(actor: Actor, unit: UnitVersion, day: date) -> bool:
    """Whether ``actor`` may see one version; agrees with ``visible_to``."""
    if isinstance(actor, SystemActor) or unit.tree == Tree.TERRITORY:
        return isinstance(actor, (SystemActor, PersonActor))
    if not isinstance(actor, PersonActor):
        return False
    return not actor.granted_ids(day).isdisjoint(unit.chain)
