"""What the tree costs: units below one, all units of a day, moving a district, renaming, establishing, each beside the same SQL by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction

from kientoan.bench.measure import Bar, Measure, in_turn, within
from kientoan.core import clock
from kientoan.core.access import system_actor
from kientoan.org import queries, tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.operations import NewUnit, establish_units, move_unit, rename_unit
from kientoan.rules.tree import MAX_DEPTH

DAY, ON = date(2020, 6, 23), date(2024, 3, 1)
MOVE_TIMES = 2.0
NEW_UNITS = 200
ACTOR = system_actor("bench")
VERSION = ("unit_id", "tree", "level", "kind", "name", "code", "parent_id", "awaiting", "depth", *(f"a{depth}" for depth in range(MAX_DEPTH)),
           "sort_key", "search_plain", "search_exact", "valid_from", "valid_to", "recorded_at", "superseded_at")
FACT = ("fact_id", "recorded_at", "superseded_at", "decision_id", "unconfirmed", "valid_from", "valid_to")


def measure(repeat: int, back: Callable[[], None], bar: Bar) -> list[Measure]:
    """Every measure of the tree, on a world of a province.

    Parameters:
        back: takes back what was written.
    """
    found: list[Measure] = []
    for at, part in enumerate((_below, _versions)):
        bar("đo cây", at, 5)
        found.append(part(repeat))
    for at, writing in enumerate((_move, _rename, _establish), 2):
        bar("đo cây", at, 5)
        found.append(writing(repeat, back))
    bar("đo cây", 5, 5)
    return found


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


LIVE = "superseded_at IS NULL AND valid_from <= %s AND valid_to > %s"


def _below(repeat: int) -> Measure:
    province = queries.roots(DAY)[0]
    (ours, floor), _answers = in_turn(
        lambda _round: list(tree.below(province, DAY).values_list("unit", "level")),
        lambda _round: _rows(f"SELECT unit_id, level FROM org_unitversion WHERE a0 = %s AND {LIVE}", [province.unit_id, DAY, DAY]), repeat=repeat)
    return Measure("mọi đơn vị dưới một tỉnh", ours, floor)


def _versions(repeat: int) -> Measure:
    (ours, floor), _answers = in_turn(
        lambda number: list(tree.versions(DAY + timedelta(days=number)).values_list("unit", "level")),
        lambda number: _rows(f"SELECT unit_id, level FROM org_unitversion WHERE {LIVE}", [DAY + timedelta(days=number)] * 2), repeat=repeat)
    return Measure("mọi đơn vị của một ngày", ours, floor)


def _insert(cursor: Any, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({', '.join(['%s'] * len(columns))})", rows)


def _identity(numbers: Any) -> str:
    """An id for a fact written by hand, as either database takes it."""
    return f"{0xB << 120 | next(numbers):032x}"


def _neighbour() -> UnitVersion:
    """An empty province, to which a district can be moved."""
    ids = establish_units(ACTOR, on=date(2020, 1, 1), rows=[
        NewUnit("beside", Tree.TERRITORY, UnitLevel.PROVINCE, UnitKind.PROVINCE, "Tỉnh Đối Chứng", None, "99")])
    return tree.versions(ON).get(unit=ids["beside"])


def _move(repeat: int, back: Callable[[], None]) -> Measure:
    """The first district, 358 units with itself, goes to another province."""
    district = tree.versions(ON).filter(level=UnitLevel.DISTRICT).order_by("unit").first()
    if district is None:
        raise RuntimeError("a world without districts")
    size = tree.below(district, ON).count()
    numbers = count(1)
    beside = [_neighbour()]

    def again() -> None:
        back()
        beside[0] = _neighbour()

    def ours(_round: int) -> None:
        move_unit(ACTOR, unit_id=district.unit_id, parent_id=beside[0].unit_id, on=ON)

    def by_hand(_round: int) -> None:
        at, on, parent = connection.ops.adapt_datetimefield_value(clock.now()), ON.isoformat(), beside[0].unit_id
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id, fact_id, valid_from, parent_id FROM org_placement WHERE unit_id = %s AND superseded_at IS NULL AND valid_to > %s",
                           [district.unit_id, on])
            place, fact, since, before = cursor.fetchone()
            cursor.execute("UPDATE org_placement SET superseded_at = %s WHERE id = %s", [at, place])
            _insert(cursor, "org_placement", (*FACT, "unit_id", "parent_id", "awaiting"), [
                (fact, at, None, None, False, since, on, district.unit_id, before, False),
                (_identity(numbers), at, None, None, False, on, "9999-12-31", district.unit_id, parent, False)])
            columns = ", ".join(VERSION)
            cursor.execute(f"SELECT {columns} FROM org_unitversion WHERE a1 = %s AND superseded_at IS NULL AND valid_to > %s", [district.unit_id, on])
            rows = cursor.fetchall()
            cursor.execute("UPDATE org_unitversion SET superseded_at = %s WHERE a1 = %s AND superseded_at IS NULL AND valid_to > %s",
                           [at, district.unit_id, on])
            start = VERSION.index("valid_from")
            _insert(cursor, "org_unitversion", VERSION, [(*row[:start + 1], on, at, None) for row in rows] + [
                (*row[:6], parent if row[0] == district.unit_id else row[6], *row[7:9], parent, *row[10:start], on, row[start + 1], at, None) for row in rows])

    (moved, floor), _answers = in_turn(ours, by_hand, repeat=repeat, between=again)
    back()
    return Measure(f"chuyển một huyện ({size} đơn vị)", moved, floor, "≤ 2 × sàn", within(moved, floor, MOVE_TIMES))


def _rename(repeat: int, back: Callable[[], None]) -> Measure:
    commune = tree.versions(ON).filter(level=UnitLevel.COMMUNE).order_by("unit")[0]
    numbers = count(10_000)

    def ours(number: int) -> None:
        rename_unit(ACTOR, unit_id=commune.unit_id, name=f"Xã Tên Mới {number + 2}", on=ON)

    def by_hand(number: int) -> None:
        at, on, name = connection.ops.adapt_datetimefield_value(clock.now()), ON.isoformat(), f"Xã Tên Mới {number + 2}"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id, fact_id, valid_from, name FROM org_unitname WHERE unit_id = %s AND superseded_at IS NULL AND valid_to > %s",
                           [commune.unit_id, on])
            fact_row, fact, since, before = cursor.fetchone()
            cursor.execute("UPDATE org_unitname SET superseded_at = %s WHERE id = %s", [at, fact_row])
            _insert(cursor, "org_unitname", (*FACT, "unit_id", "name"), [
                (fact, at, None, None, False, since, on, commune.unit_id, before),
                (_identity(numbers), at, None, None, False, on, "9999-12-31", commune.unit_id, name)])
            cursor.execute(f"SELECT {', '.join(VERSION)} FROM org_unitversion WHERE unit_id = %s AND superseded_at IS NULL AND valid_to > %s",
                           [commune.unit_id, on])
            row = cursor.fetchone()
            cursor.execute("UPDATE org_unitversion SET superseded_at = %s WHERE unit_id = %s AND superseded_at IS NULL AND valid_to > %s",
                           [at, commune.unit_id, on])
            start = VERSION.index("valid_from")
            _insert(cursor, "org_unitversion", VERSION, [
                (*row[:start + 1], on, at, None), (*row[:4], name, *row[5:start - 3], *row[start - 3:start], on, row[start + 1], at, None)])

    (renamed, floor), _answers = in_turn(ours, by_hand, repeat=repeat, between=back)
    return Measure("đổi tên một xã", renamed, floor)


def _establish(repeat: int, back: Callable[[], None]) -> Measure:
    commune = tree.versions(ON).filter(level=UnitLevel.COMMUNE).order_by("unit")[0]
    numbers = count(20_000)
    names = [f"Xóm Lập Mới {number}" for number in range(NEW_UNITS)]

    def ours(_round: int) -> None:
        establish_units(ACTOR, on=ON, rows=[
            NewUnit(name, Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, name, commune.unit_id) for name in names])

    def by_hand(_round: int) -> None:
        at, on = connection.ops.adapt_datetimefield_value(clock.now()), ON.isoformat()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT max(id) FROM org_unit")
            first = cursor.fetchone()[0] + 1_000_000
            ids = range(first, first + NEW_UNITS)
            _insert(cursor, "org_unit", ("id", "tree"), [(pk, "territory") for pk in ids])

            def facts(*says: Any) -> list[tuple[Any, ...]]:
                return [(_identity(numbers), at, None, None, False, on, "9999-12-31", pk, *says) for pk in ids]

            _insert(cursor, "org_unitname", (*FACT, "unit_id", "name"), [(*row, name) for row, name in zip(facts(), names, strict=True)])
            _insert(cursor, "org_unitclass", (*FACT, "unit_id", "level", "kind"), facts("hamlet", "hamlet"))
            _insert(cursor, "org_placement", (*FACT, "unit_id", "parent_id", "awaiting"), facts(commune.unit_id, False))
            _insert(cursor, "org_unitversion", VERSION, [
                (pk, "territory", "hamlet", "hamlet", name, "", commune.unit_id, False, 3, *commune.chain, pk, *[None] * (MAX_DEPTH - 4),
                 name, name, name, on, "9999-12-31", at, None) for pk, name in zip(ids, names, strict=True)])

    (established, floor), _answers = in_turn(ours, by_hand, repeat=repeat, between=back)
    return Measure(f"lập {NEW_UNITS} đơn vị", established, floor)
