"""The reform of 1 July 2025 replayed through its operation, beside the same end state written by hand in one transaction."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from kientoan.bench.measure import Bar, Measure, forget_peak, peak_mebibytes, timed
from kientoan.bench.shapes import ReformWorld
from kientoan.core import clock
from kientoan.core.access import system_actor
from kientoan.core.decisions import Citation
from kientoan.core.refusal import Refusal
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import Unit
from kientoan.org.operations import NewUnit, establish_units, import_reform
from kientoan.org.reform import ReformPlan

ON = date(2025, 7, 1)
LIMIT_SECONDS, LIMIT_MEBIBYTES = 120.0, 1024
PAPER = Citation("202/2025/QH15", date(2025, 6, 12), "Nghị quyết", "Quốc hội")
CLOSES = "closes"
FACTS = ("org_unitname", "org_unitclass", "org_placement", "org_unitcode")


def replay(world: ReformWorld, *, with_party: bool, bar: Bar) -> ReformPlan:
    """The whole reform: the list, and the few communes that take over districts without communes."""
    actor = system_actor("bench")
    found = import_reform(actor, rows=world.rows, on=ON, with_party=with_party, decision=PAPER, progress=bar)
    if world.from_districts:
        standing = dict(tree.versions(ON).filter(level=UnitLevel.PROVINCE).values_list("code", "unit"))
        establish_units(actor, on=ON, decision=PAPER, rows=[
            NewUnit(code, Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.SPECIAL_ZONE, name, standing[province], code)
            for code, name, province in world.from_districts])
    return found


def counted(day: date) -> dict[str, int]:
    """Units of the territory by level."""
    levels = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE, UnitLevel.HAMLET)
    standing = tree.versions(day)
    return {level.value: standing.filter(level=level).count() for level in levels}


Written = dict[str, list[dict[str, Any]]]


def outcome(since: Any, last: int) -> Written:
    """What the reform wrote, table by table, as rows of the database; each with the version that it closed.

    Parameters:
        since: the moment before it, as the database keeps it.
        last: the highest id of a unit before it.
    """
    found: Written = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, tree FROM org_unit WHERE id > %s", [last])
        found["org_unit"] = [{"id": unit, "tree": kind, CLOSES: None} for unit, kind in cursor.fetchall()]
        for table in (*FACTS, "org_coverage", "org_succession", "org_unitversion"):
            key = ("unit_id", "valid_from") if table == "org_unitversion" else ("fact_id",)
            cursor.execute(f"SELECT * FROM {table} WHERE recorded_at >= %s", [since])
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            cursor.execute(f"SELECT id, {', '.join(key)} FROM {table} WHERE superseded_at >= %s", [since])
            closed = {row[1:]: row[0] for row in cursor.fetchall()}
            for row in rows:
                row[CLOSES] = closed.pop(tuple(row[name] for name in key), None)
            found[table] = rows
            found[f"{table} closed"] = [{CLOSES: pk} for pk in closed.values()]
    return found


def by_hand(written: Written) -> Callable[[], None]:
    """The same end state by hand, in one transaction: close what changed, insert what is new; every value is ready beforehand."""
    at = connection.ops.adapt_datetimefield_value(clock.now())
    steps: list[tuple[str, list[tuple[Any, ...]]]] = []
    for table, rows in written.items():
        name = table.removesuffix(" closed")
        if closes := [(at, row[CLOSES]) for row in rows if row[CLOSES] is not None]:
            steps.append((f"UPDATE {name} SET superseded_at = %s WHERE id = %s", closes))
        if rows and name == table:
            columns = [column for column in rows[0] if column != CLOSES and (column != "id" or table == "org_unit")]
            listed = ", ".join(connection.ops.quote_name(column) for column in columns)
            steps.append((f"INSERT INTO {table} ({listed}) VALUES ({', '.join(['%s'] * len(columns))})",
                          [tuple(at if column == "recorded_at" else row[column] for column in columns) for row in rows]))

    def run() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, values in steps:
                cursor.executemany(sql, values)

    return run


def measure(scale: str, world: ReformWorld, back: Callable[[], None], bar: Bar) -> tuple[list[Measure], list[str]]:
    """Replay it once; then write its outcome by hand.

    Parameters:
        back: takes back what was written.

    Returns:
        the measures, and sentences on what it came to.
    """
    since = connection.ops.adapt_datetimefield_value(clock.now())
    last = Unit.objects.order_by("-pk").values_list("pk", flat=True)[0]
    nation = scale == "nation"
    before = counted(ON - timedelta(days=1))
    forget_peak()
    seconds, _plan = timed(lambda: replay(world, with_party=world.shape.party, bar=bar))
    bar.end()
    peak = peak_mebibytes()
    after, waiting = counted(ON), tree.versions(ON).filter(awaiting=True).count()
    written = outcome(since, last)
    back()
    floor, _done = timed(by_hand(written))
    again = counted(ON)
    back()
    if again != after:
        raise Refusal("Sắp xếp viết tay ra số đơn vị khác. Gửi dòng này cho người phụ trách kỹ thuật.")
    line = Measure("sắp xếp ngày 01/07/2025, " + ("cả nước" if nation else "hai tỉnh"), seconds, floor, "≤ 120 s, ≤ 1024 MiB" if nation else "",
                   seconds <= LIMIT_SECONDS and peak <= LIMIT_MEBIBYTES if nation else None, f"bộ nhớ cao nhất {peak} MiB")
    source = "ánh xạ chính thức" if world.official else "ánh xạ hư cấu cùng cỡ, vì không có ../shared/data/divisions"
    return [line], [
        f"Theo {source}; huyện và xóm là hư cấu. Ghi {sum(len(rows) for table, rows in written.items() if ' ' not in table)} dòng.",
        f"Trước: {_listed(before)}. Sau: {_listed(after)}. Chờ quyết định: {waiting} đơn vị."]


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{UnitLevel(level).label} {count}" for level, count in counts.items())
