"""What the demonstration must show, through the command line."""

import json
import re
import shutil
import socket
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import kientoan  # type: ignore[attr-defined]  # the commands' own conftest

DAY = "2020-06-23"


def test_491_of_608_on_23_06_2020_and_the_children_add_up(demo_home: Path) -> None:
    answer = kientoan("report", "season", "--home", demo_home, "--unit", "19", "--as-of", DAY, "--format", "json").json
    assert list(answer) == ["figure", "unit", "as_of", "known_at", "season", "level", "total", "held", "children"]
    assert (answer["figure"], answer["as_of"], answer["season"], answer["level"]) == ("season", DAY, "2020-2025", "grassroots")
    assert (answer["total"], answer["held"]) == (608, 491)
    assert (sum(child["total"] for child in answer["children"]), sum(child["held"] for child in answer["children"])) == (608, 491)
    assert [set(child) for child in answer["children"]] == [{"code", "name", "total", "held"}] * 13
    assert [child["code"] for child in answer["children"]].count(None) == 4
    assert next(child for child in answer["children"] if child["code"] == "173") == {
        "code": "173", "name": "Đảng bộ huyện Phú Bình", "total": 47, "held": 47}


@pytest.mark.parametrize(("day", "held"), [("2020-06-22", 476), ("2020-04-30", 0), ("2020-12-31", 608)])
def test_fewer_the_day_before_and_all_at_the_end_of_the_year(demo_home: Path, day: str, held: int) -> None:
    answer = kientoan("report", "season", "--home", demo_home, "--unit", "19", "--as-of", day, "--format", "json").json
    assert (answer["total"], answer["held"]) == (608, held)


def test_what_was_known_on_the_day_gives_the_same_figure(demo_home: Path) -> None:
    answer = kientoan("report", "season", "--home", demo_home, "--unit", "19", "--as-of", DAY, "--known-at", f"{DAY}T23:59:59+07:00", "--format", "json").json
    assert (answer["total"], answer["held"], answer["known_at"]) == (608, 491, f"{DAY}T23:59:59+07:00")


@pytest.mark.parametrize(("unit", "level", "season", "total", "held"), [
    ("19", "cell", "", 265, 265), ("173", "grassroots", "2020-2025", 47, 47), ("05965", "cell", "", 12, 12), ("19", "superior", "", 13, 0)])
def test_every_level_of_the_season_answers(demo_home: Path, unit: str, level: str, season: str, total: int, held: int) -> None:
    more = ["--season", season] if season else []
    answer = kientoan("report", "season", "--home", demo_home, "--unit", unit, "--as-of", DAY, "--level", level, *more, "--format", "json").json
    assert (answer["total"], answer["held"]) == (total, held)


def test_nine_districts_and_178_communes(demo_home: Path) -> None:
    answer = kientoan("report", "units", "--home", demo_home, "--unit", "19", "--as-of", DAY, "--format", "json").json
    assert answer["counts"] == {"province": 1, "district": 9, "commune": 178, "hamlet": 225}
    assert {kind: answer["by_kind"][kind] for kind in ("commune", "ward", "township")} == {"commune": 137, "ward": 32, "township": 9}
    assert answer["unit"] == {"code": "19", "name": "Tỉnh Thái Nguyên"}


@pytest.mark.parametrize(("unit", "day", "district", "commune"), [
    ("19", "2019-12-31", 9, 180), ("19", "2020-12-31", 9, 178), ("19", "2025-02-28", 9, 178), ("19", "2025-03-01", 9, 172),
    ("06", "2020-06-23", 8, 108), ("06", "2025-06-30", 8, 108), ("19", "2025-07-01", 0, 92)])
def test_the_reform_of_2025_is_replayed(demo_home: Path, unit: str, day: str, district: int, commune: int) -> None:
    answer = kientoan("report", "units", "--home", demo_home, "--unit", unit, "--as-of", day, "--format", "json").json
    assert (answer["counts"]["district"], answer["counts"]["commune"]) == (district, commune)


def test_what_lay_below_a_divided_commune_is_counted_apart(demo_home: Path) -> None:
    answer = kientoan("report", "units", "--home", demo_home, "--unit", "19", "--as-of", "2025-07-01", "--format", "json").json
    assert (answer["counts"]["hamlet"], answer["awaiting"]) == (215, {"hamlet": 10})
    assert {kind: answer["by_kind"][kind] for kind in ("commune", "ward")} == {"commune": 77, "ward": 15}
    before = kientoan("report", "units", "--home", demo_home, "--unit", "19", "--as-of", "2025-03-01", "--format", "json").json
    assert {kind: before["by_kind"][kind] for kind in ("commune", "ward", "township", "city")} == {"commune": 121, "ward": 41, "township": 10, "city": 3}


def test_a_code_is_used_again_and_an_ended_one_says_where_its_unit_went(demo_home: Path) -> None:
    names = [kientoan("report", "units", "--home", demo_home, "--unit", "05611", "--as-of", day, "--format", "json").json["unit"]["name"]
             for day in ("2025-06-30", "2025-07-01")]
    assert names == ["Thị trấn Đu", "Xã Phú Lương"]
    gone = kientoan("report", "units", "--home", demo_home, "--unit", "05965", "--as-of", "2025-07-01")
    assert gone.status == 1
    assert "Xã Dương Thành đã nhập hoặc chia vào Xã Kha Sơn (05953) ngày 01/07/2025" in gone.err


def test_changes_known_only_between_two_lists_are_marked_unconfirmed_and_two_have_no_successor(demo_home: Path) -> None:
    with sqlite3.connect(f"file:{demo_home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        ended = database.execute(
            "SELECT c.code, k.unconfirmed, s.id IS NULL FROM org_unitcode c JOIN org_unitclass k ON k.unit_id = c.unit_id AND k.superseded_at IS NULL "
            "LEFT JOIN org_succession s ON s.predecessor_id = c.unit_id AND s.superseded_at IS NULL "
            "WHERE c.valid_to = '2025-03-01' AND c.superseded_at IS NULL AND k.valid_to = '2025-03-01' ORDER BY c.code").fetchall()
    assert [code for code, *_rest in ended] == ["05536", "05608", "05704", "05764", "05782", "05839"]
    assert [code for code, _unconfirmed, alone in ended if alone] == ["05704", "05782"]
    assert all(unconfirmed for _code, unconfirmed, _alone in ended)


def test_the_bulletin_prints_the_sentence(demo_home: Path) -> None:
    answer = kientoan("report", "season", "--home", demo_home, "--unit", "19", "--as-of", "23/06/2020")
    assert answer.out.splitlines()[0] == (
        "Đến ngày 23/6, toàn tỉnh có 491/608 tổ chức cơ sở đảng đã tổ chức đại hội, đạt trên 80\u00a0% (80,8\u00a0%).")


def test_the_journal_verifies_prints_its_head_and_finds_what_is_cut_off(demo_home: Path, tmp_path: Path) -> None:
    verified = kientoan("journal", "verify", "--home", demo_home)
    head = verified.out.strip()
    assert verified.status == 0
    assert re.fullmatch("[0-9a-f]{64}", head)
    assert kientoan("journal", "verify", "--home", demo_home, "--head", head).status == 0
    copy = tmp_path / "copy"
    shutil.copytree(demo_home, copy)
    with sqlite3.connect(copy / "kientoan.sqlite3") as database:
        database.execute("UPDATE core_journalentry SET unit = 'x' WHERE number = 7")
    broken = kientoan("journal", "verify", "--home", copy)
    assert (broken.status, broken.out) == (1, "")
    assert "Mục số 7" in broken.err
    missing = kientoan("journal", "verify", "--home", demo_home, "--head", "0" * 64)
    assert missing.status == 1
    assert "Thiếu mục" in missing.err
    assert kientoan("journal", "verify", "--home", demo_home, "--head", "xyz").status == 2


def test_a_home_may_be_copied_and_moved(demo_home: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "home"
    shutil.copytree(demo_home, moved)
    answer = kientoan("report", "season", "--home", moved, "--unit", "19", "--as-of", DAY, "--format", "json").json
    assert answer["held"] == 491


def test_a_second_call_uses_what_is_built(demo_home: Path) -> None:
    before = (demo_home / "kientoan.sqlite3").stat().st_mtime_ns
    assert kientoan("demo", "--no-serve", "--home", demo_home).status == 0
    head = kientoan("journal", "verify", "--home", demo_home).out
    assert head
    assert (demo_home / "kientoan.sqlite3").stat().st_mtime_ns == before


def test_everything_recorded_carries_the_storys_day(demo_home: Path) -> None:
    with sqlite3.connect(f"file:{demo_home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        first, last = database.execute("SELECT min(recorded_at), max(recorded_at) FROM core_journalentry").fetchone()
        late = database.execute("SELECT count(*) FROM congress_congressstep WHERE date(recorded_at, '+7 hours') <> occurred_on AND step = 'held'").fetchone()
    assert (first[:10], date.fromisoformat(last[:10]).year) == ("2016-01-04", 2025)
    assert late == (2,)  # the two closing days that a correction of July changed places


def test_the_congresses_of_the_article_carry_their_ordinals(demo_home: Path) -> None:
    with sqlite3.connect(f"file:{demo_home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT n.name, p.ordinal_text, p.ordinal_number, s.occurred_on FROM congress_congressplan p JOIN congress_congress c ON c.id = p.congress_id "
            "JOIN org_unitname n ON n.unit_id = c.unit_id JOIN congress_congressstep s ON s.congress_id = c.id AND s.step = 'held' "
            "WHERE p.superseded_at IS NULL AND n.superseded_at IS NULL AND n.name IN ('Đảng bộ xã Dương Thành', 'Đảng bộ huyện Phú Bình', 'Đảng bộ tỉnh Thái Nguyên', "
            "'Đảng Cộng sản Việt Nam') ORDER BY s.occurred_on").fetchall()
    assert rows == [
        ("Đảng bộ xã Dương Thành", "XXV", 25, "2020-05-29"), ("Đảng bộ huyện Phú Bình", "XXVII", 27, "2020-06-26"),
        ("Đảng bộ tỉnh Thái Nguyên", "XX", 20, "2020-10-13"), ("Đảng Cộng sản Việt Nam", "XIII", 13, "2021-02-01")]


def personnel_of(home: Path, unit: str) -> dict[str, list[tuple[object, ...]]]:
    """The steps of a unit's personnel plan by track, in their order: number, day, summoned, issued, valid, invalid, sealed, minutes, the fewest and the most votes."""
    with sqlite3.connect(f"file:{home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT r.track, s.number, s.occurred_on, s.electorate, s.issued, s.valid, s.invalid, s.sealed, d.number, min(v.votes), max(v.votes) FROM personnel_sitting s "
            "JOIN personnel_process r ON r.id = s.process_id JOIN personnel_personnelplan p ON p.id = r.plan_id JOIN org_unitname n ON n.unit_id = p.unit_id AND n.name = ? "
            "LEFT JOIN core_decision d ON d.id = s.decision_id LEFT JOIN personnel_vote v ON v.process_id = s.process_id AND v.number = s.number AND v.place = s.place "
            "AND v.superseded_at IS NULL "
            "WHERE s.superseded_at IS NULL AND n.superseded_at IS NULL GROUP BY s.id ORDER BY s.occurred_on, s.id", (unit,)).fetchall()
    found: dict[str, list[tuple[object, ...]]] = {}
    for track, *step in rows:
        found.setdefault(track, []).append(tuple(step))
    return found


def elections_of(home: Path) -> dict[str, dict[str, object]]:
    """What each sealed election came to, by its title, with whether it was approved; those that are not sealed by their title alone."""
    with sqlite3.connect(f"file:{home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT c.title, s.content, a.occurred_on FROM elections_call c LEFT JOIN elections_seal s ON s.election_id = c.election_id LEFT JOIN elections_approval a "
            "ON a.election_id = c.election_id").fetchall()
    return {title: (json.loads(content) if content else {}) | {"approved": approved} for title, content, approved in rows}


def test_phu_binhs_congress_shows_its_five_steps_each_sealed_with_counts_and_a_paper(demo_home: Path) -> None:
    steps = personnel_of(demo_home, "Đảng bộ huyện Phú Bình")
    for track in ("re_standing", "first_time"):
        assert [number for number, *_rest in steps[track]] == [1, 2, 3, 4, 5]
    assert steps["re_standing"][-1][1] < steps["first_time"][0][1], "those who stand again come first (CG-22)"
    for _number, day, electorate, issued, valid, invalid, sealed, paper, fewest, most in [step for track in steps.values() for step in track]:
        assert (sealed, bool(paper)) == (1, True)
        assert "2020-03-09" < day < "2020-06-24"
        assert electorate >= issued == valid + invalid
        assert 0 < fewest <= most <= valid


def test_phu_binhs_committee_is_counted_by_the_rules_of_2020_and_approved_into_its_posts(demo_home: Path) -> None:
    found = elections_of(demo_home)["Bầu Ban Chấp hành Đảng bộ huyện Phú Bình khóa XXVII"]
    assert (found["base"], found["threshold"], found["valid"], found["open_seats"], found["ties"], found["approved"]) == (348, 175, 341, 0, [], "2020-07-17")
    assert found["numbers"] == {"printed": 360, "issued": 346, "spoiled": 3, "unused": 11, "collected": 345, "not_returned": 1, "valid": 341, "invalid": 4,
                                "votes": sum(votes for _name, votes in found["votes"])}
    assert any("244-QĐ/TW" in each["vi"] for each in found["reasons"])
    beaten = [votes for name, votes in found["votes"] if name not in found["elected"]]
    assert (len(found["votes"]), len(found["elected"]), max(beaten)) == (40, 35, 180), "one has more than half and no seat"
    with sqlite3.connect(f"file:{demo_home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        held = dict(database.execute(
            "SELECT p.kind, group_concat(f.full_name, '|') FROM people_holding h JOIN people_post p ON p.id = h.post_id JOIN org_unitname n ON n.unit_id = p.unit_id "
            "JOIN people_personprofile f ON f.person_id = h.person_id AND f.superseded_at IS NULL WHERE n.name = 'Đảng bộ huyện Phú Bình' AND n.superseded_at IS NULL "
            "AND h.superseded_at IS NULL AND h.valid_from <= '2020-08-01' AND h.valid_to > '2020-08-01' GROUP BY p.kind").fetchall())
        differences = database.execute("SELECT count(*) FROM ballots_correction").fetchone()
    assert {kind: len(names.split("|")) for kind, names in held.items()} == {"committee_member": 35, "standing_board_member": 11, "secretary": 1, "deputy_secretary": 2}
    assert sorted(held["committee_member"].split("|")) == sorted(found["elected"])
    assert held["secretary"] == elections_of(demo_home)["Bầu Bí thư Huyện ủy Phú Bình khóa XXVII"]["elected"][0]
    assert differences == (6,), "what was not read alike was settled, and what was keyed first stays"


def test_trung_thanh_elects_its_head_by_households_a_tie_and_an_open_seat_are_reported_and_one_count_is_under_way(demo_home: Path) -> None:
    found = elections_of(demo_home)
    head = found["Bầu Trưởng xóm Trung Thành"]
    assert (head["base"], head["threshold"], len(head["elected"]), head["approved"]) == (127, 64, 1, "2020-12-24")
    assert any("34/2007/PL-UBTVQH11" in each["vi"] for each in head["reasons"])
    tie = found["Bầu đại biểu dự Đại hội Đảng bộ xã Tân Đức"]
    assert (len(tie["elected"]), tie["open_seats"], [(len(each["candidates"]), each["seats"]) for each in tie["ties"]], tie["approved"]) == (4, 0, [(2, 1)], None)
    assert found["Bầu đại biểu dự Đại hội Đảng bộ xã Tân Đức, bầu lại giữa hai người bằng phiếu"] == {"approved": None}
    assert (len(found["Bầu Ban Chấp hành Đảng bộ xã Úc Kỳ"]["elected"]), found["Bầu Ban Chấp hành Đảng bộ xã Úc Kỳ"]["open_seats"]) == (12, 1)
    assert found["Bầu bổ sung Phó Bí thư Chi bộ xóm Soi"] == {"approved": None}
    assert [step[6] for step in personnel_of(demo_home, "Chi bộ xóm Chiễn")["first_time"]] == [1, 0], "one step is sealed, the next is open"


def test_five_of_ten_cells_have_one_person_in_both_posts_through_the_election_of_december_2020(demo_home: Path) -> None:
    for day in ("2020-12-19", "2020-12-22", "2020-12-24"):
        answer = kientoan("report", "concurrency", "--home", demo_home, "--unit", "05965", "--model", "secretary-is-hamlet-head", "--as-of", day, "--format", "json").json
        assert (answer["numerator"], answer["denominator"]) == (5, 10)


def test_the_share_of_hamlet_heads_who_are_members_rises_every_year_from_2016_to_2020(demo_home: Path) -> None:
    answer = kientoan("report", "development", "--home", demo_home, "--unit", "05965", "--from", "2016", "--to", "2020", "--format", "json").json
    assert [(year["year"], year["hamlet_heads"], year["of_them_members"]) for year in answer["years"]] == [(2016, 10, 4), (2017, 10, 5), (2018, 10, 6), (2019, 10, 7), (2020, 10, 8)]
    assert [(year["target"], year["admitted"], year["by_group"]["hamlet_heads"]) for year in answer["years"]] == [(2, 2, 0), (3, 2, 1), (3, 3, 1), (3, 3, 1), (4, 2, 1)]


def test_what_falls_due_in_the_province_is_answered_with_kind_unit_day_and_rule(demo_home: Path) -> None:
    answer = kientoan("report", "due", "--home", demo_home, "--unit", "19", "--as-of", "2020-06-23", "--within", "90", "--format", "json").json
    items = {(item["kind"], item["unit"], item["due_on"], item["rule"]) for item in answer["items"]}
    assert {("probation", "Chi bộ xóm Núi 2", "2020-07-03", "NM-11"), ("candidacy", "Chi bộ xóm An Thành", "2020-07-31", "NM-10"),
            ("transfer", "Chi bộ xóm Quyết Tiến", "2020-09-03", "NM-16")} <= items
    assert {kind for kind, *_rest in items} == {"badge", "candidacy", "course", "probation", "term", "transfer"}
    assert all("2020-06-23" <= due_on <= "2020-09-21" for _kind, _unit, due_on, _rule in items)
    lines = kientoan("report", "due", "--home", demo_home, "--unit", "19", "--as-of", "2020-06-23", "--within", "30", "--kind", "probation", "--format", "csv").out.splitlines()
    assert lines[0].startswith("loại,đơn vị,người")
    assert len(lines) == 2
    refused = kientoan("report", "due", "--home", demo_home, "--unit", "19", "--as-of", "2020-06-23", "--kind", "x")
    assert refused.status != 0
    assert "Không có loại việc x. Các loại: badge, candidacy, course, evaluation, probation, term, transfer." in refused.err


def test_importing_the_demonstrations_own_territory_finds_everything_the_same(demo_home: Path, tmp_path: Path) -> None:
    from conftest import workbook  # type: ignore[attr-defined]  # the commands' own conftest

    with sqlite3.connect(f"file:{demo_home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        units = {unit: (name, code, parent, kind) for unit, name, code, parent, kind in database.execute(
            "SELECT unit_id, name, code, parent_id, kind FROM org_unitversion WHERE tree = 'territory' AND code <> '' AND superseded_at IS NULL "
            "AND valid_from <= '2020-06-01' AND valid_to > '2020-06-01'")}
    words = {"commune": "Xã", "ward": "Phường", "township": "Thị trấn"}
    rows = []
    for name, code, parent, kind in units.values():
        if len(code) == 5:
            district = units[parent]
            province = units[district[2]]
            if province[1] != "19":
                continue
            rows.append((province[0], province[1], district[0], district[1], name, code, words[kind], ""))
    file = workbook(tmp_path / "list.xlsx", *sorted(rows))
    answer = kientoan("import", "territory", file, "--on", "2020-06-01", "--home", demo_home, "--dry-run", "--format", "json").json
    assert answer["counts"] == {"new": 0, "changed": 0, "same": 178, "refused": 0}
    assert (answer["units"], answer["absent"], answer["refused"]) == ({"new": 0, "changed": 0}, [], [])


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("--unit", "99", "--as-of", DAY), "Không có đơn vị nào mang mã 99"),
    (("--unit", "19", "--as-of", "1990-01-01"), "trước khi cây tổ chức bắt đầu"),
    (("--unit", "19", "--as-of", "2999-01-01"), "chưa tới"),
    (("--unit", "19", "--as-of", DAY, "--season", "1990-1995"), "Không có mùa đại hội 1990-1995"),
])
def test_a_refused_question_ends_1_with_a_vietnamese_sentence(demo_home: Path, arguments: tuple[str, ...], sentence: str) -> None:
    answer = kientoan("report", "season", "--home", demo_home, *arguments, "--format", "json")
    assert (answer.status, answer.out) == (1, "")
    assert sentence in answer.err


@pytest.mark.parametrize("arguments", [
    ("--unit", "19"), ("--unit", "19", "--as-of", "2020-02-30"), ("--unit", "19", "--as-of", "hôm qua"), ("--unit", "19", "--as-of", DAY, "--format", "xml"),
    ("--unit", "19", "--as-of", DAY, "--known-at", "2020-06-23"), ("--unit", "19", "--as-of", DAY, "--khac")])
def test_malformed_arguments_end_2(demo_home: Path, arguments: tuple[str, ...]) -> None:
    answer = kientoan("report", "season", "--home", demo_home, *arguments)
    assert (answer.status, answer.out) == (2, "")
    assert "Chưa đọc được câu lệnh" in answer.err


def test_a_report_never_creates_an_installation(tmp_path: Path) -> None:
    answer = kientoan("report", "season", "--home", tmp_path / "none", "--unit", "19", "--as-of", DAY)
    assert answer.status == 1
    assert "chưa có bản cài đặt nào" in answer.err
    assert not (tmp_path / "none").exists()


def test_a_port_in_use_is_refused_with_the_remedy(demo_home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = kientoan("serve", "--home", demo_home, "--port", other.getsockname()[1])
    assert answer.status == 1
    assert "--port" in answer.err


def test_the_demonstration_refuses_to_listen_beyond_this_machine(demo_home: Path) -> None:
    answer = kientoan("serve", "--home", demo_home, "--host", "0.0.0.0")  # noqa: S104  # it must be refused
    assert answer.status == 1
    assert "chỉ phục vụ trên máy này" in answer.err


def test_each_officer_and_member_of_trung_thanhs_cell_has_a_task_of_the_communes_resolution_and_the_counts_add_up(demo_home: Path) -> None:
    answer = kientoan("report", "tasks", "--home", demo_home, "--unit", "05965", "--as-of", DAY, "--format", "json").json
    counts = ("given", "done_on_time", "done_late", "open", "overdue")
    assert (answer["unit"], answer["as_of"]) == ({"code": "05965", "name": "Đảng bộ xã Dương Thành"}, DAY)
    assert answer["given"] == answer["done_on_time"] + answer["done_late"] + answer["open"]
    assert 0 < answer["overdue"] < answer["open"]
    assert {name: sum(line[name] for line in answer["by_lead"]) for name in counts} == {name: answer[name] for name in counts}
    with sqlite3.connect(demo_home / "kientoan.sqlite3") as database:
        members = database.execute(
            "SELECT count(*), sum(exists(SELECT 1 FROM resolutions_taskstanding AS task WHERE task.person_id = member.person_id AND task.superseded_at IS NULL)) "
            "FROM people_membership AS member JOIN org_unitname AS name ON name.unit_id = member.unit_id AND name.name = 'Chi bộ xóm Trung Thành' AND name.superseded_at IS NULL "
            "WHERE member.superseded_at IS NULL AND member.valid_from <= '2020-06-02' AND member.valid_to > '2020-06-02'").fetchone()
        above = database.execute("SELECT count(*) FROM resolutions_taskstanding WHERE state = 'above' AND superseded_at IS NULL").fetchone()
    assert (members[0], above) == (members[1], (1,))
    assert members[0] >= 3


def test_the_campaign_of_august_came_to_so_many_households(demo_home: Path) -> None:
    answer = kientoan("report", "outreach", "--home", demo_home, "--unit", "05965", "--as-of", "2020-08-31", "--format", "json").json
    assert [(each["hamlets"], each["done"], each["households"], each["reached"], each["not_home"], each["follow_up"], each["means"]) for each in answer["campaigns"]] == [
        (10, 1, 36, 28, 3, 2, {"meeting": 1, "houses": 1, "loudspeaker": 2, "posting": 2})]


def test_the_evaluation_of_2019_is_closed_with_a_contest_settled_and_that_of_2020_under_way(demo_home: Path) -> None:
    """EV-05, EV-10, RP-13: counts by grade, the cap with its base and the other reading, who is not graded, organisations."""
    def told(year: int, *more: str) -> Any:
        return kientoan("report", "evaluation", "--home", demo_home, "--unit", "05965", "--year", str(year), *more)

    closed, going_on = (told(year, "--format", "json").json for year in (2019, 2020))
    assert list(closed) == ["figure", "unit", "year", "graded", "grades", "cap", "cap_base", "cap_other_reading", "waiting", "not_graded", "organisations"]
    assert (closed["unit"], closed["year"]) == ({"code": "05965", "name": "Đảng bộ xã Dương Thành"}, 2019)
    grades = closed["grades"]
    assert list(grades) == ["excellent", "good", "completed", "not_completed"]
    assert (sum(grades.values()), closed["waiting"], closed["not_graded"]) == (closed["graded"], 0, {"suspended": 0, "exempted": 1, "new_member": 1})
    assert (closed["cap"], closed["cap_base"], closed["cap_other_reading"]) == (grades["good"] // 5, "good", (grades["good"] + grades["excellent"]) // 5)
    assert 0 < grades["excellent"] * 5 <= grades["good"]
    assert grades["not_completed"] == 1
    cells = closed["organisations"]["cell"]
    assert (cells["graded"], cells["grades"]["excellent"], closed["organisations"]["grassroots"]["grades"]["good"]) == (sum(cells["grades"].values()), 1, 1)
    assert (going_on["graded"], going_on["waiting"] > 80) == (0, True)
    assert "trần xuất sắc" in told(2019).out
    assert (told(2017).status, "từ 2018 đến 2100" in told(2017).err) == (2, True)


def test_the_two_proposals_of_trung_thanh_are_on_their_way_and_the_states_add_up(demo_home: Path) -> None:
    answer = kientoan("report", "proposals", "--home", demo_home, "--unit", "173", "--as-of", "2020-09-30", "--format", "json").json
    assert answer["total"] == sum(answer["by_state"].values()) == len(answer["proposals"])
    found = {line["title"]: (line["unit"], line["state"], line["level"], line["age_days"]) for line in answer["proposals"]}
    assert found["Xây nhà văn hóa xóm đạt chuẩn"] == ("Xóm Trung Thành", "passed_up", "district", 112)
    assert found["Làm các tuyến mương nội đồng"] == ("Chi bộ xóm Trung Thành", "accepted", "commune", 117)
    with sqlite3.connect(demo_home / "kientoan.sqlite3") as database:
        public = database.execute("SELECT count(*) FROM proposals_publictext WHERE is_listed AND superseded_at IS NULL").fetchone()
    assert public[0] >= 2


def test_the_closed_drive_of_lang_ngoi_is_listed_written_and_checked(demo_home: Path, tmp_path: Path) -> None:
    listed = kientoan("drive", "list", "--home", demo_home, "--format", "json").json["drives"]
    assert {each["code"]: (each["unit"], each["state"]) for each in listed} == {"LN-2020-1": ("Xóm Làng Ngòi", "closed"), "TT-2020-1": ("Xóm Trung Thành", "open")}
    target = tmp_path / "so.json"
    assert kientoan("drive", "export", "LN-2020-1", "--home", demo_home, "--out", target).status == 0
    assert kientoan("drive", "verify", target).status == 0
    account = json.loads(target.read_text(encoding="utf-8"))
    assert (account["publications"][-1]["totals"]["cash"], account["publications"][-1]["totals"]["balance"], len(account["publications"])) == (83_000_000, 1_655_000, 3)
    assert kientoan("drive", "export", "TT-2020-1", "--home", demo_home, "--out", tmp_path / "khac.json").status == 1


def test_the_gaps_of_phu_binh_are_answered_with_what_is_not_on_record_apart(demo_home: Path) -> None:
    answer = kientoan("report", "quality", "--home", demo_home, "--unit", "173", "--as-of", DAY, "--format", "json").json
    assert list(answer)[:9] == ["figure", "unit", "as_of", "posts", "filled", "vacant", "standing_posts", "gaps", "not_on_record"]
    assert (answer["figure"], answer["unit"], answer["posts"] - answer["filled"]) == ("quality", {"code": "173", "name": "Đảng bộ huyện Phú Bình"}, answer["vacant"])
    assert set(answer["gaps"]) == set(answer["not_on_record"]) == {"schooling", "profession", "political_theory", "management", "age", "residence", "membership"}
    assert sum(1 for count in answer["gaps"].values() if count) >= 4
    assert answer["gaps"]["political_theory"] >= 40
    assert answer["not_on_record"]["residence"] > 0
    assert answer["terms_ending_within_30_days"] <= answer["terms_ending_within_90_days"] <= answer["terms_ending_within_180_days"]
    for key, whole in (("posts", answer["posts"]), ("filled", answer["filled"]), ("gaps", sum(answer["gaps"].values())), ("not_on_record", sum(answer["not_on_record"].values())),
                       ("terms_ending_within_180_days", answer["terms_over"] + answer["terms_ending_within_180_days"])):
        assert (key, sum(child[key] for child in answer["children"])) == (key, whole)
    assert answer["concurrency"]["hamlet-head-is-member"] == {"numerator": 126, "denominator": 200}
    earlier = kientoan("report", "quality", "--home", demo_home, "--unit", "173", "--as-of", "2019-04-25", "--format", "json").json
    later = kientoan("report", "quality", "--home", demo_home, "--unit", "173", "--as-of", "2019-04-26", "--format", "json").json
    assert earlier["gaps"]["political_theory"] - later["gaps"]["political_theory"] == 22  # who passed the course of 2019
    assert "khuyết" in kientoan("report", "quality", "--home", demo_home, "--unit", "05965", "--as-of", DAY).out
