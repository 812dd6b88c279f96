"""The statistics office's own lists of communes, as it exported them."""

import itertools
import json
from collections import Counter

import pytest

from external.folder import DATA
from kientoan.exchange.territory_file import read_territory
from kientoan.exchange.workbooks import read_sheets
from kientoan.reports.tiles import known_tiles
from kientoan.rules.territory import is_code, kind_of_name
from kientoan.rules.tiles import Tile, lay_out
from kientoan.rules.tree import Level
from kientoan.rules.vntext import sort_key

LISTS = {"thai-nguyen": (178, 9, "19", "Tỉnh Thái Nguyên"), "bac-kan": (122, 8, "06", "Tỉnh Bắc Kạn")}


def rows_of(name: str):
    return read_territory(DATA / f"divisions/gso-2020-{name}.xls")


@pytest.mark.parametrize("name", LISTS)
def test_every_commune_of_the_list_is_a_row_under_its_districts(name):
    communes, districts, code, province = LISTS[name]
    rows = rows_of(name)
    assert len(rows) == len({row.commune_code.text for row in rows}) == communes
    assert len({row.district_code.text for row in rows}) == districts
    assert {(row.province_code.text, row.province.text) for row in rows} == {(code, province)}


@pytest.mark.parametrize("name", LISTS)
def test_rows_keep_the_numbers_that_they_have_in_the_sheet(name):
    rows = rows_of(name)
    assert [(row.sheet, row.row) for row in rows] == [("Sheet1", number) for number in range(2, LISTS[name][0] + 2)]


@pytest.mark.parametrize("name", LISTS)
def test_no_cell_of_the_list_is_a_number(name):
    cells = [getattr(row, key) for row in rows_of(name)
             for key in ("province", "province_code", "district", "district_code", "commune", "commune_code", "level_word")]
    assert Counter(cell.is_number for cell in cells) == {False: 7 * LISTS[name][0]}


def test_the_first_code_keeps_the_zero_in_front():
    first = rows_of("thai-nguyen")[0]
    assert (first.commune_code.text, first.commune.text, first.district.text) == ("05431", "Phường Quán Triều", "Thành phố Thái Nguyên")


@pytest.mark.parametrize("name", LISTS)
def test_every_code_and_every_name_is_of_its_level(name):
    for row in rows_of(name):
        assert [is_code(level, cell.text) for level, cell in (
            (Level.PROVINCE, row.province_code), (Level.DISTRICT, row.district_code), (Level.COMMUNE, row.commune_code))] == [True] * 3
        assert (kind_of_name(Level.PROVINCE, row.province.text), kind_of_name(Level.DISTRICT, row.district.text) is None) == ("province", False)
        assert kind_of_name(Level.COMMUNE, row.commune.text) == kind_of_name(Level.COMMUNE, f"{row.level_word.text} X")


@pytest.mark.parametrize("name", LISTS)
def test_the_sheet_is_the_heading_and_the_rows(name):
    assert [(sheet.name, len(sheet.rows)) for sheet in read_sheets(DATA / f"divisions/gso-2020-{name}.xls")] == [("Sheet1", LISTS[name][0] + 1)]


def test_the_92_communes_of_2025_are_laid_out_from_the_official_mapping():
    """Those made of communes of 2020 lie near these, those of the former Bắc Kạn below; no two share a cell."""
    provinces = json.loads((DATA / "divisions/merges_new_to_old.json").read_text(encoding="utf-8"))["data"]
    communes = next(each for each in provinces if each["level1_id"] == "19")["level2s"]
    known, codes = {}, {}
    for code, cell in known_tiles().items():
        codes[code] = len(codes) + 1
        known[codes[code]] = cell
    others = itertools.count(10_000)
    came_from = {number: [codes.get(old["old_id"]) or next(others) for old in each["merges"]] for number, each in enumerate(communes, 1000)}
    found = lay_out([Tile(number, sort_key(each["name"]), 1, "") for number, each in enumerate(communes, 1000)], known, came_from)
    assert len(communes) == len(set(found.cells.values())) == 92
    placed = {number for number, old in came_from.items() if any(each in known for each in old)}
    assert (len(placed), found.captions) == (55, {1: (0, 15)})
    for number in placed:
        old = [known[each] for each in came_from[number] if each in known]
        assert all(abs(found.cells[number][axis] - sum(cell[axis] for cell in old) / len(old)) <= 2 for axis in (0, 1))
