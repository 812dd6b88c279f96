"""Rights are grants of a role at a unit, over its subtree, for a period."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Actor, Right, SystemActor
from kientoan.core.models import User
from kientoan.org import tree
from kientoan.org.enums import Role, Tree
from kientoan.org.models import Coverage, Grant, Succession, UnitVersion

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ORGANIZATION_OFFICER: frozenset(Right) - {Right.READ_JOURNAL, Right.KEEP_INSTALLATION},
    Role.CLERK: frozenset({Right.SEE_UNITS, Right.PLAN_CONGRESS, Right.REPORT_CONGRESS, Right.SEE_PERSONS, Right.KEEP_PERSONS, Right.KEEP_POSTS,
                           Right.FREEZE_FIGURES}),
    Role.SECRETARY: frozenset({Right.SEE_UNITS, Right.REPORT_CONGRESS, Right.SEE_PERSONS, Right.SEE_SENSITIVE, Right.FREEZE_FIGURES}),
    Role.AUDITOR: frozenset({Right.SEE_UNITS, Right.SEE_PERSONS, Right.READ_JOURNAL}),
    Role.ADMINISTRATOR: frozenset({Right.MANAGE_ACCOUNTS, Right.READ_JOURNAL}),
}


@dataclass(frozen=True)
class PersonActor(Actor):
    """A signed-in person with the grants in force today.

    Parameters:
        user_id: the account.
    """

    user_id: int = 0
    _memory: dict[date, list[UnitVersion]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def grants(self) -> list[Grant]:
        """The grants in force today, as believed now."""
        found = Grant.objects.known().on(clock.today()).filter(user=self.user_id).order_by("pk")
        return list(found)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(Role(grant.role) for grant in self.grants)

    def has(self, right: Right) -> bool:
        """Whether any grant allows ``right`` somewhere; decides what a page offers, never what is done."""
        return any(right in RIGHTS[role] for role in self.roles)

    @cached_property
    def _kept(self) -> dict[int, set[int]]:
        """What whoever keeps a granted unit keeps with it: the units that it took whole, for the days before, and the areas covered."""
        kept = {grant.unit_id: {grant.unit_id} for grant in self.grants}
        edge = {unit: {unit} for unit in kept}
        while edge:
            before: dict[int, set[int]] = {}
            for old, new in Succession.objects.known().filter(successor__in=list(edge), whole=True).values_list("predecessor", "successor"):
                before.setdefault(old, set()).update(edge[new])
            edge = {old: tops for old, tops in before.items() if any(old not in kept[top] for top in tops)}
            for old, tops in edge.items():
                for top in tops:
                    kept[top].add(old)
        organizations = set().union(*kept.values()) if kept else set()
        for organization, area in Coverage.objects.known().filter(organization__in=organizations).values_list("organization", "area"):
            for units in kept.values():
                if organization in units:
                    units.add(area)
        return kept

    def unit_ids(self, right: Right) -> set[int]:
        """The units at which a grant allows ``right``, with those that they took over whole and the areas that they cover."""
        units = {grant.unit_id for grant in self.grants if right in RIGHTS[Role(grant.role)]}
        return set().union(*(self._kept[unit] for unit in units))

    def refusal(self, right: Right, unit_ids: Collection[int], on: date) -> str | None:
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
            self._memory[day] = list(tree.versions(day).filter(unit__in=self.unit_ids(Right.SEE_UNITS)))
        return self._memory[day]


def person(user: User) -> PersonActor:
    """The actor for an account."""
    return PersonActor(f"user:{user.username}", user.display_name, user_id=user.pk)


def visible_to(actor: Actor, units: QuerySet[UnitVersion], day: date) -> QuerySet[UnitVersion]:
    """The versions among ``units`` that ``actor`` may see: the territory is open to every account, Party
    organisations to those with a grant at or above them."""
    if isinstance(actor, SystemActor):
        return units
    if not isinstance(actor, PersonActor):
        return units.none()
    return units.filter(Q(tree=Tree.TERRITORY) | tree.below_any(actor.granted_versions(day)))


def may_see(actor: Actor, unit: UnitVersion, day: date) -> bool:
    """Whether ``actor`` may see one version; agrees with ``visible_to``."""
    if isinstance(actor, SystemActor) or unit.tree == Tree.TERRITORY:
        return isinstance(actor, (SystemActor, PersonActor))
    if not isinstance(actor, PersonActor):
        return False
    return bool(set(unit.chain) & {granted.unit_id for granted in actor.granted_versions(day)})
