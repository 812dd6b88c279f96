"""How big an invented world is, and what its territory looks like: by number alone, or after the official mapping of 2025.

The sizes are those of a province as the press counts it, and of the nation: see the decision note on benchmarks.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kientoan.org.listed import Cell
from kientoan.org.reform import Extent, ReformRow
from kientoan.rules.territory import KIND_WORDS, kind_of_name
from kientoan.rules.tree import Level
from kientoan.rules.vntext import one_placement, tidy

MAPPING = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "divisions" / "splits_old_to_new.json"
"""Where the official mapping lies when it is at hand: beside the checkout. It is no part of the product."""
NEW_COMMUNES = 3321
MOVED_DISTRICT = (27, 330)
"""Communes and hamlets of the first district of a province: 358 units with itself, the subtree that is moved."""


@dataclass(frozen=True)
class Area:
    """A unit of the territory with what is below it; ``hamlets`` only counts, for communes."""

    code: str
    name: str
    kind: str
    below: tuple["Area", ...] = ()
    hamlets: int = 0


@dataclass(frozen=True)
class Shape:
    """What a world holds.

    Parameters:
        key: its name.
        provinces: the territory.
        party: whether there are Party organisations.
        offices, office_cells: organisations of a province that cover no area, and the cells below them.
        members: members of a province; 0 for those alone who hold a post.
        committees: whether every seat of every committee is held, or secretaries, deputies and hamlet heads alone.
        posts: whether there are posts at all.
        central: whether one organisation stands above the provinces.
        moved: how many of a hundred cells were moved once.
        tasks: how many tasks the cells of a province have in all.
        quality: whether persons have studies, homes and roads to membership, posts end on days of their own, and an evaluation is closed.
    """

    key: str
    provinces: tuple[Area, ...]
    party: bool = True
    offices: int = 0
    office_cells: int = 0
    members: int = 0
    committees: bool = True
    posts: bool = True
    central: bool = False
    moved: int = 3
    tasks: int = 0
    quality: bool = False


def spread(whole: int, parts: int) -> list[int]:
    """``whole`` in ``parts`` that differ by one at most, larger ones first."""
    each, over = divmod(whole, parts)
    return [each + (number < over) for number in range(parts)]


SYLLABLES = ("An", "Bình", "Cao", "Đồng", "Hà", "Kim", "La", "Mỹ", "Nam", "Phú", "Quang", "Sơn", "Tân", "Thái", "Văn", "Yên")


def invented_name(number: int) -> str:
    """A name of two syllables and a number, no two alike."""
    first, second = number % 16, number // 16 % 16
    return f"{SYLLABLES[first]} {SYLLABLES[second]} {number // 256 + 1}"


def _province(number: int, districts: int, communes: int, hamlets: int, first: tuple[int, int] | None, codes: Iterator[int]) -> Area:
    sizes = [*([first] if first else []), *zip(spread(communes - (first[0] if first else 0), districts - bool(first)),
                                               spread(hamlets - (first[1] if first else 0), districts - bool(first)), strict=True)]
    below: list[Area] = []
    for commune_count, hamlet_count in sizes:
        in_it = [Area(f"{code:05}", f"Xã {invented_name(code)}", "commune", hamlets=count)
                 for count in spread(hamlet_count, commune_count) for code in [next(codes)]]
        district = number * 12 + len(below) + 1
        below.append(Area(f"{district:03}", f"Huyện {invented_name(district)}", "rural_district", tuple(in_it)))
    return Area(f"{number + 1:02}", f"Tỉnh {invented_name(number)}", "province", tuple(below))


def _numbers(start: int) -> Iterator[int]:
    while True:
        yield start
        start += 1


def invented(scale: str) -> Shape:
    """The world of a scale: ``tiny``, ``province``, ``provinces10`` or ``nation``."""
    codes = _numbers(10001)
    if scale == "tiny":
        return Shape(scale, (_province(0, 2, 6, 24, None, codes),), offices=6, office_cells=18, members=300, moved=30)
    if scale in ("province", "provinces10"):
        count = 1 if scale == "province" else 10
        return Shape(scale, tuple(_province(number, 9, 178, 2200, MOVED_DISTRICT, codes) for number in range(count)),
                     offices=422, office_cells=1990, members=65_000, central=count > 1)
    districts, communes = spread(705, 63), spread(10_047, 63)
    return Shape(scale, tuple(_province(number, districts[number], communes[number], communes[number] * 9, None, codes) for number in range(63)),
                 offices=400, office_cells=1000, committees=False, central=True)


def working(scale: str) -> Shape:
    """The world in which tasks are measured: ``tiny``, or ``province`` with 100,000 members in 5,000 cells and a million tasks."""
    if scale == "tiny":
        return replace(invented(scale), key=f"work-{scale}", tasks=2000)
    return Shape(f"work-{scale}", (_province(0, 9, 178, 3300, MOVED_DISTRICT, _numbers(10001)),), offices=422, office_cells=1990, members=101_000, tasks=1_000_000)


def qualified(scale: str) -> Shape:
    """The world in which quality, what is due and evaluations are measured: ``tiny``, or ``province`` with 100,000 members in 5,000 cells."""
    return replace(working(scale), key=f"quality-{scale}", tasks=0, quality=True)


@dataclass(frozen=True)
class ReformWorld:
    """A territory before a reform, and the list of what becomes of it.

    Parameters:
        official: whether the mapping is the official one, or an invented one of the same size.
        rows: the list.
        from_districts: new communes that take over districts without communes, which the list cannot name: code, name, province's code.
    """

    shape: Shape
    rows: tuple[ReformRow, ...]
    official: bool
    from_districts: tuple[tuple[str, str, str], ...] = ()


def _clean(name: str) -> str:
    """A name as the product stores it: one spelling, its kind written as everywhere else."""
    tidied = tidy(name)
    for words in KIND_WORDS.values():
        for word in words:
            if tidied.lower().startswith(f"{word} "):
                return word.capitalize() + " " + tidied[len(word) + 1:]
    return tidied


def _row(number: int, old: tuple[str, str], extent: Extent, new: tuple[str, str] = ("", "")) -> ReformRow:
    values = (*old, extent.value, *new)
    return ReformRow("", number, *(Cell(column, text) for column, text in zip("ABCDE", values, strict=True)))


def _full_name(code: str, named: str, full: Mapping[str, str]) -> str:
    """The province's full name; the mapping gives some without their kind."""
    clean = _clean(named)
    if kind_of_name(Level.PROVINCE, clean):
        return clean
    return next((name for name in full.values() if name.endswith(f" {clean}")), f"Tỉnh {clean}")


def reform_world(scale: str) -> ReformWorld:
    """The territory before 1 July 2025 with the reform's list: the nation, or two provinces with their Party organisations.

    Districts and hamlets are invented: the mapping has none. Hamlets stand below the communes that are divided, in the nation; in
    two provinces below all.
    """
    if MAPPING.is_file():
        provinces = json.loads(MAPPING.read_text(encoding="utf-8"))["data"]
        merged = json.loads((MAPPING.parent / "merges_new_to_old.json").read_text(encoding="utf-8"))["data"]
    else:
        provinces, merged = _invented_mapping()
    if scale != "nation":
        provinces = [each for each in provinces if each["level1_id"] in ("06", "19")]
    return _reform_world(scale, provinces, merged)


def _reform_world(scale: str, provinces: Sequence[Mapping[str, Any]], merged: Sequence[Mapping[str, Any]]) -> ReformWorld:
    full = {each["level1_id"]: _clean(each["name"]) for each in provinces}
    sources = Counter(part["new_id"] for each in provinces for commune in each["level3s"] for part in commune["splits"])
    joined = Counter(each["splits"][0]["new_id"] for each in provinces)
    names: dict[str, str] = {}
    rows: list[ReformRow] = []
    areas: list[Area] = []
    districts = spread(705, 63)
    number = 0

    def add(old: tuple[str, str], extent: Extent, new: tuple[str, str] = ("", "")) -> None:
        rows.append(_row(len(rows) + 2, old, extent, new))

    for at, province in enumerate(provinces):
        code = province["level1_id"]
        target = province["splits"][0]
        into = target["new_id"], _full_name(target["new_id"], target["name"], full)
        stands = joined[into[0]] == 1 and into[0] == code
        add((code, full[code]), Extent.STANDS if stands else Extent.WHOLE, into)
        communes: list[Area] = []
        for commune in province["level3s"]:
            old = commune["level3_id"], _clean(commune["name"])
            targets = {part["new_id"]: names.setdefault(part["new_id"], one_spelling(part["name"])) for part in commune["splits"]}
            alone = len(targets) == 1 and sources[next(iter(targets))] == 1
            for new in targets.items():
                add(old, Extent.STANDS if alone else Extent.WHOLE if len(targets) == 1 else Extent.PART, new)
            hamlets = 8 if len(targets) > 1 or scale != "nation" else 0
            communes.append(Area(*old, kind_of_name(Level.COMMUNE, old[1]) or "commune", hamlets=hamlets))
        below: list[Area] = []
        sizes = spread(len(communes), districts[at % 63])
        for size in sizes:
            number += 1
            district = Area(f"{number:03}", f"Huyện {invented_name(number)}", "rural_district", tuple(communes[:size]))
            communes = communes[size:]
            below.append(district)
            if stands:  # below a province that ends, districts end with it; elsewhere the list names them
                add((district.code, district.name), Extent.UNNAMED)
        areas.append(Area(code, full[code], kind_of_name(Level.PROVINCE, full[code]) or "province", tuple(below)))
    known = set(names)
    extra = tuple((each["level2_id"], _clean(each["name"]), top["level1_id"]) for top in merged for each in top["level2s"]
                  if each["level2_id"] not in known) if scale == "nation" else ()
    party = scale != "nation"
    return ReformWorld(Shape(f"reform-{scale}", tuple(areas), party=party, posts=False), tuple(rows), MAPPING.is_file(), extra)


def one_spelling(name: str) -> str:
    """A new unit's name; the mapping spells some in two ways."""
    clean = _clean(name)
    return " ".join(word if one_placement(word) == word.lower() else one_placement(word).capitalize() for word in clean.split())


def _invented_mapping() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A mapping of the size of the official one: 63 provinces into 34, 10,047 communes into 3,316, some in two; five new ones from districts."""
    provinces: list[dict[str, Any]] = []
    merged: list[dict[str, Any]] = []
    old = new = 0
    for number, (communes, targets) in enumerate(zip(spread(10_047, 63), spread(3316, 63), strict=True)):
        into = number if number < 5 else 5 + (number - 5) // 2
        parts: list[dict[str, Any]] = []
        for at in range(communes):
            old += 1
            first = new + at * targets // communes + 1
            taken = [first, *([first + 1] if at % 22 == 21 and first < new + targets else [])]
            parts.append({"level3_id": f"{old:05}", "name": f"Xã {invented_name(old)}", "splits": [
                {"new_id": f"{20_000 + each:05}", "name": f"Xã {invented_name(20_000 + each)}"} for each in taken]})
        new += targets
        provinces.append({"level1_id": {0: "06", 1: "19"}.get(number, f"{number + 30:02}"), "name": f"Tỉnh {invented_name(number)}", "level3s": parts,
                          "splits": [{"new_id": {0: "06", 1: "19"}.get(into, f"{into + 30:02}"), "name": f"Tỉnh {invented_name(into)}"}]})
        merged.append({"level1_id": f"{into + 30:02}", "level2s": []})
    merged[5]["level2s"] = [{"level2_id": f"{30_000 + each:05}", "name": f"Đặc khu {invented_name(30_000 + each)}"} for each in range(NEW_COMMUNES - 3316)]
    return provinces, merged

