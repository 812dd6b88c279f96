"""The territory of the story, real: the lists of 2019, 2020 and 2025 and the reform of 1 July 2025.

Names, codes and days restate the statistics office's lists and resolution 1683/NQ-UBTVQH15; what is known
only as lying between two lists is entered with the later one and marked unconfirmed.
"""

from datetime import date

from kientoan.core.decisions import Citation
from kientoan.demo.stage import ACTOR, on, table
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.listed import Cell
from kientoan.org.operations import NewUnit, establish_units, import_reform
from kientoan.org.reform import ReformRow
from kientoan.rules.territory import kind_of_name
from kientoan.rules.tree import Level

LEVELS = {2: UnitLevel.PROVINCE, 3: UnitLevel.DISTRICT, 5: UnitLevel.COMMUNE}
BEFORE_2020 = {"05509": ("Phường Lương Châu", "165"), "05524": ("Xã Vinh Sơn", "165"), "05557": ("Xã Kim Sơn", "167")}
"""Communes of the list of 01/12/2019 that bore another name or are not in that of 2020."""
REFORM_ON = date(2025, 7, 1)
RESOLUTION = Citation("1683/NQ-UBTVQH15", date(2025, 6, 16), "Nghị quyết", "Ủy ban Thường vụ Quốc hội")


def _unit(code: str, name: str, parent: str) -> NewUnit:
    level = LEVELS[len(code)]
    return NewUnit(code, Tree.TERRITORY, level, UnitKind(kind_of_name(Level(level.value), name) or ""), name, parent or None, code)


def of_2019() -> list[NewUnit]:
    """Thái Nguyên as in the list of 01/12/2019: 180 communes."""
    rows = {each["code"]: (each["name"], each["parent"]) for each in table("territory-2020")} | BEFORE_2020
    return [_unit(code, name, parent) for code, (name, parent) in rows.items()]


def neighbour() -> None:
    """Bắc Kạn as in the list of 01/03/2020: 108 communes. Only its territory; its organisations were another installation's."""
    with on(date(2020, 3, 2), 8):
        establish_units(ACTOR, rows=[_unit(each["code"], each["name"], each["parent"]) for each in table("territory-bac-kan-2020")],
                        on=date(2020, 3, 1), unconfirmed=True)


def _rows(name: str) -> list[ReformRow]:
    return [ReformRow(name, number, **{key: Cell(letter, each[key]) for letter, key in zip("ABCDE", each, strict=True)})
            for number, each in enumerate(table(name), start=2)]


def change(day: date, name: str, *, unconfirmed: bool) -> None:
    """What a list shows to have changed by its day."""
    with on(day, 9):
        import_reform(ACTOR, rows=_rows(name), on=day, unconfirmed=unconfirmed)


def reform() -> None:
    """The reform of 1 July 2025: two provinces become one, districts end, 92 communes stand (TN-06, TN-07, TN-09)."""
    with on(REFORM_ON, 0, 5):
        import_reform(ACTOR, rows=_rows("reform-2025-07"), on=REFORM_ON, decision=RESOLUTION)
