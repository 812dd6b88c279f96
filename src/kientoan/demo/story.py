"""The demonstration, told day by day through the same operations that people use."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from kientoan.congress.enums import Form
from kientoan.congress.operations import (
    Correction,
    PlanRow,
    StepRow,
    WindowRow,
    approve_results,
    clear_content,
    correct_step,
    explain_delay,
    hold_congresses,
    open_season,
    plan_congresses,
    reject_results,
    report_results,
    submit_content,
)
from kientoan.core.decisions import Citation
from kientoan.core.planner import count_rows
from kientoan.demo import (
    development,
    district,
    duties,
    elsewhere,
    evaluation,
    giving,
    meetings,
    news,
    outreach,
    own,
    people,
    quality,
    requests,
    territory,
)
from kientoan.demo.stage import ACTOR, on, organization_with_code, table, user_named
from kientoan.demo.timetable import COUNTED_ON, SEED, Course, courses, roman
from kientoan.org.enums import Role, Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units, grant_role, open_account
from kientoan.reports.operations import freeze_figure
from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.congress import Clocks, Step

BEGINS = date(2016, 1, 1)
FOUNDED = date(2016, 1, 4)
LISTED = date(2020, 1, 2)
DECIDED = date(2020, 3, 2)
SEASON = "2020-2025"
DUONG_THANH = "tccs-05965"
RERUN = "doanh-nghiep-07"
KHA_SON = "05953"
CLOSED_LATER, CLOSED_EARLIER = "172-46", "172-24"
"""Two of one town whose closing days were reported the wrong way round: 23/06 and 24/06/2020."""
FROZEN_ON, CORRECTED_ON = date(2020, 6, 24), date(2020, 7, 10)
DIRECTIVE = Citation("35-CT/TW", date(2019, 5, 30), "Chỉ thị", "Bộ Chính trị")
ORDINALS = {DUONG_THANH: 25}
STEPS = {"submitted": submit_content, "cleared": clear_content, "held": hold_congresses, "reported": report_results, "approved": approve_results}
CAST = (
    ("ha.an", "Lê Thị Hà An", Role.ORGANIZATION_OFFICER, "tinh"),
    ("quoc.binh", "Nguyễn Quốc Bình Minh", Role.ORGANIZATION_OFFICER, "173"),
    ("thi.nhai", "Dương Thị Nhài", Role.CLERK, DUONG_THANH),
    ("van.luu", "Hoàng Văn Lưu Phương", Role.SECRETARY, DUONG_THANH),
    ("kiem.tra", "Trần Thị Minh Sáng", Role.AUDITOR, "tinh"),
    ("quan.tri", "Phạm Thu Trang Nhã", Role.ADMINISTRATOR, "tinh"),
    ("minh.nguyet", "Tạ Thị Minh Nguyệt Hà", Role.COUNTER, "173"),
    ("hieu.dong", "Bùi Quang Hiếu Đông", Role.COUNTER, "173"),
    (news.WRITER, "Ngô Thu Hiền Chữ", Role.WRITER, DUONG_THANH),
    (news.EDITOR, "Lý Thanh Sơn Bút", Role.EDITOR, DUONG_THANH),
    (meetings.PUBLISHER, "Mã Quốc Duyệt Đăng", Role.PUBLISHER, DUONG_THANH),
)
"""User name, full name, role and unit of the invented people whom a visitor may step in as."""


def tell(progress: Callable[[str], None]) -> None:
    """Tell the whole story into an empty database.

    Parameters:
        progress: takes a sentence whenever a chapter begins.
    """
    progress("Bản minh họa: lập địa bàn và tổ chức…")
    ids = _tree()
    _accounts(ids)
    progress("Bản minh họa: người và chức danh…")
    story = people.tell(ids)
    development.hamlet_heads(story)
    people.committees_of_2015(story)
    phu_binh = district.committee_of_2015(story)
    territory.change(date(2020, 1, 1), "changes-2020-01", unconfirmed=True)
    territory.neighbour()
    progress("Bản minh họa: mùa đại hội 2020–2025…")
    _season(ids)
    cells = _cells(ids)
    people.elect_cells_2020(story)
    people.plan_to_rearrange(story)
    _congresses(ids, cells, progress)
    elsewhere.reserve(story)
    base = _all_courses()
    people.committees_of_2020(story, {key.removeprefix("tccs-"): course.held_on for key, course in base.items() if key.startswith("tccs-")})
    progress("Bản minh họa: nhân sự và bầu cử…")
    district.prepare(phu_binh)
    district.hold(phu_binh)
    elsewhere.tie(story, next(course.held_on for course in cells if course.key == elsewhere.TIED))
    elsewhere.open_seat(story, base[f"tccs-{elsewhere.OPEN_SEAT}"].held_on, base[f"tccs-{elsewhere.OPEN_SEAT}"].approved_on)
    elsewhere.under_way(story)
    quality.tell(story)
    meetings.tell(ids)
    duties.tell(ids, base[DUONG_THANH].held_on)
    own.tell(ids)
    requests.tell(ids)
    outreach.tell(ids)
    development.tell(story)
    giving.tell(ids)
    news.tell(ids)
    evaluation.tell(ids)
    people.after_2020(story)
    elsewhere.household_election(story)
    progress("Bản minh họa: sắp xếp năm 2025…")
    territory.change(date(2025, 3, 1), "changes-2025-03", unconfirmed=True)
    territory.reform()
    people.after_reform(story)
    _accounts_after(ids)
    news.after_reform()
    count_rows()


def _tree() -> dict[str, int]:
    with on(FOUNDED, 8):
        ids = establish_units(ACTOR, rows=territory.of_2019(), on=BEGINS, unconfirmed=True)
    hamlets = [
        NewUnit(f"{each['commune']}/{each['name']}", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind(each["kind"]), each["name"], ids[each["commune"]])
        for each in table("hamlets")]
    with on(FOUNDED, 9):
        ids |= establish_units(ACTOR, rows=hamlets, on=BEGINS, unconfirmed=True)
    superiors = table("superiors")
    party = [
        NewUnit("trung-uong", Tree.PARTY, UnitLevel.CENTRAL, UnitKind.LOCAL, "Đảng Cộng sản Việt Nam"),
        NewUnit("tinh", Tree.PARTY, UnitLevel.PROVINCIAL, UnitKind.LOCAL, "Đảng bộ tỉnh Thái Nguyên", "trung-uong", covers=(ids["19"],)),
        *(NewUnit(f"sup-{each['key']}", Tree.PARTY, UnitLevel.SUPERIOR, UnitKind(each["kind"]), each["name"], "tinh",
                  covers=(ids[each["key"]],) if each["key"] in ids else ()) for each in superiors),
        *(NewUnit(each["key"], Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind(each["kind"]), each["name"], f"sup-{each['parent']}",
                  covers=(ids[each["area"]],) if each["area"] else ()) for each in table("grassroots")),
        *_cell_units(ids),
    ]
    with on(FOUNDED, 10):
        made = establish_units(ACTOR, rows=party, on=BEGINS, unconfirmed=True)
    return ids | {key.removeprefix("sup-"): unit_id for key, unit_id in made.items() if key.removeprefix("sup-") not in ids} | made


def _cell_units(ids: dict[str, int]) -> list[NewUnit]:
    covered: defaultdict[str, list[int]] = defaultdict(list)
    names: dict[str, tuple[str, str]] = {}
    for each in table("hamlets"):
        covered[each["cell"]].append(ids[f"{each['commune']}/{each['name']}"])
        word = "tổ dân phố" if each["kind"] == "residential_group" else "xóm"
        names[each["cell"]] = each["commune"], f"Chi bộ {word} {each['cell_name']}"
    found = [NewUnit(key, Tree.PARTY, UnitLevel.CELL, UnitKind.LOCAL, name, f"tccs-{commune}", covers=tuple(covered[key]))
             for key, (commune, name) in names.items()]
    for commune in sorted({commune for commune, _name in names.values()}):
        found.append(NewUnit(f"cell-{commune}-school", Tree.PARTY, UnitLevel.CELL, UnitKind.SCHOOL, "Chi bộ Trường Tiểu học", f"tccs-{commune}"))
        found.append(NewUnit(f"cell-{commune}-office", Tree.PARTY, UnitLevel.CELL, UnitKind.OFFICE, "Chi bộ Cơ quan xã", f"tccs-{commune}"))
    return found


def _accounts(ids: dict[str, int]) -> None:
    with on(FOUNDED, 11):
        for username, name, role, unit in CAST:
            open_account(ACTOR, username=username, display_name=name, unit_id=ids[f"sup-{unit}" if unit == "173" else unit], role=role, on=BEGINS)


def _accounts_after(ids: dict[str, int]) -> None:
    """Roles after the reform: at the new province, at units that are no more for their records, and at the communes that took them over.

    No body follows a district, so its officer gets the communes in which its own live on; who keys in ballots, the one where ballots wait for them.
    """
    after = date(2025, 7, 1)
    with on(after, 8):
        province = organization_with_code("19", after)
        for username, _name, role, unit in CAST:
            if role is Role.COUNTER:
                grant_role(ACTOR, user_id=user_named(username).pk, unit_id=organization_with_code(KHA_SON, after), role=role, on=after)
                continue
            places = [province] if unit == "tinh" else [ids[f"sup-{unit}" if unit == "173" else unit], *_taken_over_by(unit.removeprefix("tccs-"), after)]
            for unit_id in places:
                grant_role(ACTOR, user_id=user_named(username).pk, unit_id=unit_id, role=role, on=after)


def _taken_over_by(area: str, day: date) -> list[int]:
    """The organisations of the new communes into which a commune, or those of a district, went."""
    old = {each["code"] for each in table("territory-2020") if area in (each["code"], each["parent"])}
    return [organization_with_code(code, day) for code in sorted({each["new_code"] for each in table("reform-2025-07") if each["old_code"] in old})]


def _season(ids: dict[str, int]) -> None:
    windows = [
        WindowRow(UnitLevel.CELL, date(2020, 1, 6), date(2020, 3, 31), 1, Clocks(None, 7, 15)),
        WindowRow(UnitLevel.GRASSROOTS, date(2020, 4, 1), date(2020, 6, 30), 2, Clocks(None, 7, 15)),
        WindowRow(UnitLevel.SUPERIOR, date(2020, 6, 15), date(2020, 8, 31), 3, Clocks(45, 7, 15)),
        WindowRow(UnitLevel.PROVINCIAL, date(2020, 9, 1), date(2020, 10, 31), 4, Clocks(45, 7, 15)),
        WindowRow(UnitLevel.CENTRAL, date(2021, 1, 1), date(2021, 2, 28), None, Clocks(None, None, None)),
    ]
    with on(LISTED, 14):
        open_season(ACTOR, key=SEASON, label="2020–2025", unit_id=ids["tinh"], windows=windows, decision=DIRECTIVE)


def _cells(ids: dict[str, int]) -> list[Course]:
    """Cells hold theirs between January and March."""
    chance = random.Random(SEED + 1)
    calendar = vietnamese_calendar()
    found: list[Course] = []
    for key in sorted(key for key in ids if key.startswith("cell-")):
        held = calendar.add(date(2020, 2, 3), chance.randrange(38))
        found.append(Course(key, held, held, calendar.add(held, chance.randrange(1, 6)), calendar.add(held, chance.randrange(7, 14))))
    return found


def _all_courses() -> dict[str, Course]:
    chance = random.Random(SEED)
    under: defaultdict[str, list[str]] = defaultdict(list)
    areas: set[str] = set()
    for each in table("grassroots"):
        under[each["parent"]].append(each["key"])
        if each["area"]:
            areas.add(each["key"])
    found: dict[str, Course] = {}
    for body in table("superiors"):
        keys = under[body["key"]]
        if body["key"] == "doanh-nghiep":
            keys = [key for key in keys if key != RERUN]
        for course in courses(keys, held=int(body["held"]), late=int(body["late"]), chance=chance, area_keys=frozenset(areas)):
            found[course.key] = course
    if found[DUONG_THANH].held_on != date(2020, 5, 29):
        found[DUONG_THANH] = replace(found[DUONG_THANH], planned_on=date(2020, 5, 29), held_on=date(2020, 5, 29),
                                     reported_on=date(2020, 6, 3), approved_on=date(2020, 6, 18))
    # One whose result was rejected on 19/06 and which was held again on 29/06 (CG-30).
    found[RERUN] = Course(RERUN, date(2020, 6, 5), date(2020, 6, 5), date(2020, 6, 10), date(2020, 7, 9),
                          rejected_on=date(2020, 6, 19), rerun_on=date(2020, 6, 29))
    return found


def _ordinal(key: str, chance: random.Random) -> int:
    return ORDINALS.get(key) or chance.randrange(5, 29)


def _plan_row(ids: dict[str, int], course: Course, closes: date, ordinal: int | None = None, form: str = "") -> PlanRow:
    return PlanRow(ids[course.key], closes - timedelta(days=course.days - 1), closes, roman(ordinal) if ordinal else "", ordinal, form)


def _congresses(ids: dict[str, int], cells: list[Course], progress: Callable[[str], None]) -> None:
    base = _all_courses()
    chance = random.Random(SEED + 2)
    ordinals = {key: _ordinal(key, chance) for key in sorted(base)}
    with on(date(2020, 1, 6), 8):
        plan_congresses(ACTOR, season_key=SEASON, decided_on=date(2020, 1, 6), rows=[_plan_row(ids, course, course.planned_on) for course in cells])
        for act in (submit_content, clear_content):
            act(ACTOR, season_key=SEASON, rows=[StepRow(ids[course.key], date(2020, 1, 6)) for course in cells])
    with on(DECIDED, 9):
        plan_congresses(
            ACTOR, season_key=SEASON, decided_on=DECIDED, decision=Citation("146-KH/TU", date(2019, 6, 21), "Kế hoạch", "Tỉnh ủy Thái Nguyên"),
            rows=[_plan_row(ids, course, course.planned_on, ordinals[course.key], Form.DELEGATE if course.days == 2 else Form.ALL_MEMBER)
                  for course in base.values()])
    days = _happenings(cells, base)
    _superiors(ids, days)
    chapters: dict[date, Callable[[dict[str, int]], None]] = {FROZEN_ON: _freeze, CORRECTED_ON: _correct}
    for day in chapters:
        days.setdefault(day, [])
    for at, day in enumerate(sorted(days)):
        if at % 40 == 0:
            progress(f"Bản minh họa: ngày {day:%d/%m/%Y}…")
        if day in chapters:
            chapters[day](ids)
        with on(day):
            _tell_day(ids, day, days[day], ordinals)


def _freeze(ids: dict[str, int]) -> None:
    """The morning after the day counted, its figure is frozen as it was told."""
    with on(FROZEN_ON, 8):
        freeze_figure(ACTOR, figure="season", unit_id=ids["tinh"], day=COUNTED_ON, parameters={"season": SEASON, "level": UnitLevel.GRASSROOTS.value})


def _correct(ids: dict[str, int]) -> None:
    """In July it turns out that two organisations of one town had each other's closing day."""
    reason = "Ghi nhầm ngày bế mạc của hai tổ chức thuộc thị xã Phổ Yên"
    with on(CORRECTED_ON, 9):
        for key, closed in ((CLOSED_LATER, COUNTED_ON + timedelta(days=1)), (CLOSED_EARLIER, COUNTED_ON)):
            correct_step(ACTOR, season_key=SEASON, row=Correction(ids[key], Step.HELD, closed, reason, closed))


def _happenings(cells: list[Course], base: dict[str, Course]) -> defaultdict[date, list[tuple[str, Course]]]:
    """What happens on which day."""
    days: defaultdict[date, list[tuple[str, Course]]] = defaultdict(list)
    for course in cells:
        for what, day in (("held", course.held_on), ("reported", course.reported_on), ("approved", course.approved_on)):
            days[day].append((what, course))
    calendar = vietnamese_calendar()
    for number, course in enumerate(base.values()):
        submitted = calendar.add(course.planned_on, -(25 + number % 9))
        cleared = calendar.add(course.planned_on, -(11 + number % 8))
        if course.delay == "Chờ duyệt lại nội dung":
            cleared = calendar.add(course.held_on, -1)
        days[max(submitted, DECIDED)].append(("submitted", course))
        days[max(cleared, DECIDED)].append(("cleared", course))
        days[course.held_on].append(("held", course))
        days[course.reported_on].append(("reported", course))
        if course.delay:
            days[min(calendar.add(course.planned_on, 1), COUNTED_ON)].append(("delay", course))
        if course.moved_at:
            days[course.moved_at].append(("moved", course))
        if course.rejected_on and course.rerun_on:
            again = course.rejected_on + timedelta(days=3)
            days[course.rejected_on].append(("rejected", course))
            for what, day in (("replanned", again), ("submitted", again), ("cleared", again), ("held", course.rerun_on),
                              ("reported", course.rerun_on + timedelta(days=3))):
                days[day].append((what, course))
        days[course.approved_on].append(("approved", course))
    return days


def _tell_day(ids: dict[str, int], day: date, happened: list[tuple[str, Course]], ordinals: dict[str, int]) -> None:
    """One day, each kind of step as one list, as an office sends it."""
    todo: defaultdict[str, list[Course]] = defaultdict(list)
    for what, course in happened:
        todo[what].append(course)
    for course in todo["replanned"]:
        plan_congresses(ACTOR, season_key=SEASON, decided_on=day, reason="Tổ chức lại sau khi không được chuẩn y",
                        rows=[_plan_row(ids, course, course.rerun_on or day, ordinals[course.key], Form.ALL_MEMBER)])
    for course in todo["moved"]:
        plan_congresses(ACTOR, season_key=SEASON, decided_on=day, reason=course.delay or "Dời theo đề nghị của cơ sở",
                        rows=[_plan_row(ids, course, course.moved_to or day, ordinals.get(course.key), Form.ALL_MEMBER)])
    for what, act in STEPS.items():
        if todo[what]:
            act(ACTOR, season_key=SEASON, rows=[
                StepRow(ids[course.key], day, day - timedelta(days=course.days - 1) if what == "held" else None) for course in todo[what]])
    for course in todo["delay"]:
        explain_delay(ACTOR, season_key=SEASON, unit_id=ids[course.key], on=day, text=course.delay)
    for course in todo["rejected"]:
        reject_results(ACTOR, season_key=SEASON, rows=[StepRow(ids[course.key], day, note="Bầu thiếu số lượng được duyệt, bầu lại (CG-30)")])


def _superiors(ids: dict[str, int], days: defaultdict[date, list[tuple[str, Course]]]) -> None:
    """The levels above: Phú Bình's 27th first, the province's 20th in October, the nation's 13th in January 2021."""
    calendar = vietnamese_calendar()
    decided = date(2020, 3, 16)
    rows: list[PlanRow] = []
    for number, body in enumerate(table("superiors")):
        closes = date(2020, 6, 26) if body["key"] == "173" else _next_working(date(2020, 7, 22) + timedelta(days=3 * number))
        course = Course(f"sup-{body['key']}", closes, closes, calendar.add(closes, 5), calendar.add(closes, 15), days=3)
        _add_upper(days, course, decided)
        rows.append(PlanRow(ids[course.key], closes - timedelta(days=2), closes, body["ordinal_text"], int(body["ordinal_number"]), Form.DELEGATE))
    for key, closes, length, text, number in (("tinh", date(2020, 10, 13), 3, "XX", 20), ("trung-uong", date(2021, 2, 1), 8, "XIII", 13)):
        course = Course(key, closes, closes, calendar.add(closes, 5), calendar.add(closes, 15), days=length)
        _add_upper(days, course, decided)
        rows.append(PlanRow(ids[key], closes - timedelta(days=length - 1), closes, text, number, Form.DELEGATE))
    with on(decided, 9):
        plan_congresses(ACTOR, season_key=SEASON, decided_on=decided, rows=rows)


def _next_working(day: date) -> date:
    calendar = vietnamese_calendar()
    return day if calendar.is_working(day) else calendar.add(day, 1)


def _add_upper(days: defaultdict[date, list[tuple[str, Course]]], course: Course, decided: date) -> None:
    calendar = vietnamese_calendar()
    opens = course.held_on - timedelta(days=course.days - 1)
    days[max(calendar.add(opens, -55), decided)].append(("submitted", course))
    days[max(calendar.add(opens, -47), decided)].append(("cleared", course))
    days[course.held_on].append(("held", course))
    days[course.reported_on].append(("reported", course))
    days[course.approved_on].append(("approved", course))
