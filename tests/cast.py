"""The fixed cast of the tests: a small province, and one account for every role.

The officer keeps the whole province, the keeper only the district of Phú Bình, the stranger only that of
Đại Từ: who must see nothing of Phú Bình is always the stranger.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt

from kientoan.congress.operations import (
    PlanRow,
    StepRow,
    WindowRow,
    clear_content,
    hold_congresses,
    open_season,
    plan_congresses,
    submit_content,
)
from kientoan.core import clock
from kientoan.core.access import SystemActor, system_actor
from kientoan.core.models import User
from kientoan.org.access import PersonActor, person
from kientoan.org.enums import Role, Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units, open_account
from kientoan.rules.congress import Clocks

BEGINS = date(2020, 1, 1)
SEASON = "2020-2025"
MACHINE: SystemActor = system_actor("test")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The key of the cast's authenticator apps."""
TERRITORY = (
    ("19", UnitLevel.PROVINCE, UnitKind.PROVINCE, "Tỉnh Thái Nguyên", None),
    ("173", UnitLevel.DISTRICT, UnitKind.RURAL_DISTRICT, "Huyện Phú Bình", "19"),
    ("171", UnitLevel.DISTRICT, UnitKind.RURAL_DISTRICT, "Huyện Đại Từ", "19"),
    ("05965", UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Dương Thành", "173"),
    ("05953", UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Lương Phú", "173"),
    ("05773", UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Phú Xuyên", "171"),
)
ACCOUNTS = (
    ("officer", "Lê Thị Hà An", Role.ORGANIZATION_OFFICER, "party"),
    ("keeper", "Nguyễn Quốc Bình Minh", Role.ORGANIZATION_OFFICER, "party-173"),
    ("stranger", "Trần Văn Lạ Xa", Role.ORGANIZATION_OFFICER, "party-171"),
    ("clerk", "Dương Thị Nhài", Role.CLERK, "party-05965"),
    ("secretary", "Hoàng Văn Lưu Phương", Role.SECRETARY, "party-05965"),
    ("auditor", "Trần Thị Minh Sáng", Role.AUDITOR, "party"),
    ("administrator", "Phạm Thu Trang Nhã", Role.ADMINISTRATOR, "party"),
    ("counter", "Vũ Thị Kim Phiên", Role.COUNTER, "party-05965"),
    ("writer", "Ngô Thu Hiền Chữ", Role.WRITER, "party-05965"),
    ("editor", "Lý Thanh Bút Son", Role.EDITOR, "party-05965"),
    ("publisher", "Mã Quốc Duyệt Đăng", Role.PUBLISHER, "party-05965"),
    ("member", "Lưu Thị Thành Viên", Role.MEMBER, "cell-1"),
)
ROLE_ACCOUNTS = {Role.ORGANIZATION_OFFICER: "officer", Role.CLERK: "clerk", Role.SECRETARY: "secretary", Role.AUDITOR: "auditor",
                 Role.ADMINISTRATOR: "administrator", Role.COUNTER: "counter", Role.WRITER: "writer", Role.EDITOR: "editor", Role.PUBLISHER: "publisher", Role.MEMBER: "member"}


@dataclass(frozen=True)
class World:
    """The ids of the cast's units by their keys: codes of areas, ``party`` and ``party-<code>``, ``xom-…``, ``cell-…``, ``office``."""

    ids: dict[str, int]

    def __getitem__(self, key: str) -> int:
        return self.ids[key]

    def actor(self, username: str) -> PersonActor:
        """The actor for an account of the cast."""
        return person(User.objects.get(username=username))


def give_second_factor(*usernames: str) -> None:
    """Give accounts a second factor, as if each had set one up; rows at once, for it is asked of everybody who writes."""
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)}) for user in User.objects.filter(username__in=usernames))


def build_world(*, season: bool = True) -> World:
    """Build the province through operations, as of the story's day."""
    rows = [NewUnit(code, Tree.TERRITORY, level, kind, name, parent, code) for code, level, kind, name, parent in TERRITORY]
    rows += [NewUnit(f"xom-{number}", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, name, "05965")
             for number, name in enumerate(("Xóm Trung Thành", "Xóm Núi 1", "Xóm Núi 2"), 1)]
    rows += [
        NewUnit("party", Tree.PARTY, UnitLevel.PROVINCIAL, UnitKind.LOCAL, "Đảng bộ tỉnh Thái Nguyên", covers=("19",)),
        NewUnit("party-173", Tree.PARTY, UnitLevel.SUPERIOR, UnitKind.LOCAL, "Đảng bộ huyện Phú Bình", "party", covers=("173",)),
        NewUnit("party-171", Tree.PARTY, UnitLevel.SUPERIOR, UnitKind.LOCAL, "Đảng bộ huyện Đại Từ", "party", covers=("171",)),
        NewUnit("party-05965", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.LOCAL, "Đảng bộ xã Dương Thành", "party-173", covers=("05965",)),
        NewUnit("party-05953", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.LOCAL, "Đảng bộ xã Lương Phú", "party-173", covers=("05953",)),
        NewUnit("party-05773", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.LOCAL, "Đảng bộ xã Phú Xuyên", "party-171", covers=("05773",)),
        NewUnit("office", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, "Chi bộ Cơ quan Huyện ủy Đại Từ", "party-171"),
        NewUnit("cell-1", Tree.PARTY, UnitLevel.CELL, UnitKind.LOCAL, "Chi bộ xóm Trung Thành", "party-05965", covers=("xom-1",)),
        NewUnit("cell-2", Tree.PARTY, UnitLevel.CELL, UnitKind.LOCAL, "Chi bộ xóm Núi 1 và Núi 2", "party-05965", covers=("xom-2", "xom-3")),
    ]
    with clock.telling(clock.working_moment(date(2020, 1, 2), 8)):
        ids = establish_units(MACHINE, rows=rows, on=BEGINS)
        for username, name, role, unit in ACCOUNTS:
            open_account(MACHINE, username=username, display_name=name, unit_id=ids[unit], role=role, on=BEGINS)
        give_second_factor(*(username for username, _name, role, _unit in ACCOUNTS if role not in (Role.AUDITOR, Role.MEMBER)))
        if season:
            open_season(MACHINE, key=SEASON, label="2020–2025", unit_id=ids["party"], windows=[
                WindowRow(UnitLevel.GRASSROOTS, date(2020, 4, 1), date(2020, 6, 30), 2, Clocks(None, 7, 15)),
                WindowRow(UnitLevel.SUPERIOR, date(2020, 6, 15), date(2020, 8, 31), 3)])
    return World(ids)


def plan(world: World, key: str, closes: date, *, decided: date = date(2020, 3, 2)) -> None:
    """Plan a congress, as on the day it was decided."""
    with clock.telling(clock.working_moment(decided)):
        plan_congresses(MACHINE, season_key=SEASON, decided_on=decided, rows=[PlanRow(world[key], closes, closes, "XXV", 25)])


def hold(world: World, key: str, closes: date, *, planned: date | None = None) -> None:
    """Plan, clear and hold a congress, each as on its day."""
    plan(world, key, planned or closes)
    with clock.telling(clock.working_moment(closes - timedelta(days=10))):
        submit_content(MACHINE, season_key=SEASON, rows=[StepRow(world[key], closes - timedelta(days=11))])
        clear_content(MACHINE, season_key=SEASON, rows=[StepRow(world[key], closes - timedelta(days=10))])
    with clock.telling(clock.working_moment(closes)):
        hold_congresses(MACHINE, season_key=SEASON, rows=[StepRow(world[key], closes)])
