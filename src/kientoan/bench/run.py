"""A benchmark from its name to what is printed."""

from pathlib import Path

from kientoan.bench.home import opened, written
from kientoan.bench.measure import Bar, Measure, machine, table

COUNTED = (("đơn vị", "org_unit"), ("bản phiên của đơn vị", "org_unitversion"), ("người", "people_person"), ("đảng viên", "people_membership"),
           ("chức danh", "people_post"), ("lượt giữ chức danh", "people_holding"), ("bước đại hội", "congress_congressstep"), ("trình độ", "people_qualification"), ("hồ sơ kết nạp", "development_membercandidacy"), ("lượt xếp loại", "evaluation_gradedecision"), ("việc", "resolutions_task"), ("bản ghi trạng thái việc", "resolutions_taskstanding"))


def run(name: str, *, scale: str, database: str, repeat: int, folder: Path, fresh: bool) -> None:
    """Measure, and print.

    Parameters:
        name: tree, figures, reform, pages, portal, work, quality or count; the count uses neither database nor folder.
        scale: how big the invented world is.
        database: sqlite or postgresql.
        repeat: how often each is measured; the reform once.
        folder: where loaded worlds are kept.
        fresh: whether to load anew.
    """
    bar = Bar()
    if name == "count":
        from kientoan.bench import counting

        counted = counting.measure(scale, repeat, bar)
        bar.end()
        print(f"{name}: {machine('không dùng cơ sở dữ liệu', scale, counting.size(scale))}\n{table(counted)}")
        return

    def fill() -> None:
        from kientoan.bench import shapes, world

        world.load(shapes.reform_world(scale).shape if name == "reform" else shapes.working(scale) if name == "work" else shapes.qualified(scale) if name == "quality" else shapes.invented(scale), bar)
        bar.end()

    world_name = f"{name}-{scale}" if name in ("reform", "work", "quality") else scale
    with opened(folder, world_name, database, fresh=fresh, fill=fill) as home:
        head = machine(_database(), scale, _rows())
        measures, notes = _measure(name, scale, repeat, home, bar)
        bar.end()
        print(f"{name}: {head}\n{table(measures)}")
        for note in [*notes, *(["Không nạp: người không giữ chức danh, ghế cấp ủy viên, hồ sơ cá nhân."] if world_name == "nation" else [])]:
            print(note)


def _measure(name: str, scale: str, repeat: int, home: Path, bar: Bar) -> tuple[list[Measure], list[str]]:
    if name == "figures":
        from kientoan.bench import figures

        return figures.measure(scale, repeat, bar), []
    if name == "pages":
        from kientoan.bench import pages

        return pages.measure(repeat, bar)
    if name == "work":
        from kientoan.bench import work

        return work.measure(scale, repeat, bar), []
    if name == "quality":
        from kientoan.bench import quality

        return quality.measure(repeat, bar), []
    if name == "portal":
        from kientoan.bench import portal

        return portal.measure(repeat, home, bar), []
    with written(home) as back:
        if name == "tree":
            from kientoan.bench import tree

            return tree.measure(repeat, back, bar), []
        from kientoan.bench import reform, shapes

        return reform.measure(scale, shapes.reform_world(scale), back, bar)


def _database() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = str(cursor.fetchone()[0])
    return f"{'SQLite' if connection.vendor == 'sqlite' else 'PostgreSQL'} {version.split(' ')[0]}"


def _rows() -> str:
    from django.db import connection

    from kientoan.rules.figures import grouped

    found: list[str] = []
    with connection.cursor() as cursor:
        for name, table_name in COUNTED:
            cursor.execute(f"SELECT count(*) FROM {table_name}")
            if number := cursor.fetchone()[0]:
                found.append(f"{grouped(number)} {name}")
    return ", ".join(found)
