"""The reform of 1 July 2025 against the official mapping and the resolution."""

import csv
import json
import re
import unicodedata

from external.folder import DATA, ROOT

TABLE = ROOT / "src" / "kientoan" / "demo" / "data"
DIVIDED = {"05461", "05467", "05932"}


def ours(name):
    return list(csv.DictReader((TABLE / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def official():
    provinces = json.loads((DATA / "divisions/splits_old_to_new.json").read_text())["data"]
    return [(commune["level3_id"], each["new_id"], " ".join(each["name"].split())) for province in provinces if province["level1_id"] in ("06", "19")
            for commune in province["level3s"] for each in commune["splits"]]


def test_every_commune_goes_where_the_official_mapping_says():
    rows = [(row["old_code"], row["new_code"], row["new_name"]) for row in ours("reform-2025-07") if len(row["old_code"]) == 5]
    assert sorted(rows) == sorted(official())
    assert (len({old for old, _new, _name in rows}), len({new for _old, new, _name in rows})) == (280, 92)
    assert {row["old_code"] for row in ours("reform-2025-07") if row["extent"] == "một phần"} == DIVIDED


def test_an_independent_mapping_agrees():
    other = json.loads((DATA / "divisions/vietnamadminunits-1.0.4_converter_2025.json").read_text())

    def key(name):
        lowered = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
        return "".join(ch for ch in lowered if ch.isalnum() and not unicodedata.combining(ch))

    whole = other["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhthainguyen"]
    divided = other["DICT_PROVINCE_WARD_DIVIDED"]["tinhthainguyen"]
    pairs = {(key(old.split("_")[-1]), key(new)) for new, olds in whole.items() for old in olds}
    pairs |= {(key(old.split("_")[-1]), key(part["newWardKey"])) for old, parts in divided.items() for part in parts}
    # Independent lists spell some names otherwise; what both have, they have alike.
    names = {row["old_code"]: key(row["old_name"]) for row in ours("reform-2025-07")}
    mine = {(names[old], key(name)) for old, _new, name in official()}
    assert len(mine & pairs) > 0.95 * len(mine)
    assert {new for _old, new in pairs} == {new for _old, new in mine}
    assert {key(old.split("_")[-1]) for old in divided} == {names[code] for code in DIVIDED}


def test_the_two_communes_that_the_resolution_does_not_rearrange_stand_on():
    text = (DATA / "divisions/1683_NQ-UBTVQH15.md").read_text()
    assert re.search(r"02 xã không thực hiện sắp xếp là xã Sảng\s+Mộc, xã Thượng Quan", text)
    assert {row["old_name"] for row in ours("reform-2025-07") if row["extent"] == "giữ nguyên"} == {"Xã Sảng Mộc", "Xã Thượng Quan"}


def test_the_lists_of_2020_and_2025_differ_as_our_table_says():
    lists = list(csv.DictReader((DATA / "divisions/communes-2020-2025.csv").read_text().splitlines()))
    for province in ("19", "06"):
        before, after = ({row["code"]: " ".join(row["name"].split()) for row in lists if (row["province"], row["day"]) == (province, day)}
                         for day in ("2020-06-01", "2025-03-01"))
        changed = {row["old_code"]: row for row in ours("changes-2025-03") if row["old_code"] in before}
        assert set(before) - set(after) == {code for code, row in changed.items() if row["extent"] != "giữ nguyên"}
        assert {code: name for code, name in after.items() if before[code] != name} == {
            code: row["new_name"] for code, row in changed.items() if row["extent"] == "giữ nguyên"}
