"""Commands that answer a figure as of a day, freeze one, and check a frozen file: report …."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, Stop, add, add_format, add_home, day_of, moment_of, open_home, print_json, print_of, whole_file
from kientoan.config import Config
from kientoan.rules.days import write_day
from kientoan.rules.frozen import LARGEST_BYTES, BrokenFileError, FrozenFile, file_bytes, printed, read_file
from kientoan.rules.plaintable import csv_bytes


def cmd_report_season(args: argparse.Namespace) -> int:
    """The season's figure."""
    open_home(args.home)
    from kientoan.org.enums import UnitLevel
    from kientoan.reports.figure import ask_by_code
    from kientoan.reports.season import names_of_held, season_numbers
    from kientoan.rules.figures import Share, percent

    asked, level = ask_by_code(args.unit, args.as_of, known_at=args.known_at), UnitLevel(args.level)
    figure = season_numbers(asked, season_key=args.season, level=level)
    held = names_of_held(asked, season_key=args.season, level=level) if args.names else []
    if args.format == "json":
        print_json(figure.as_json() | ({"names": held} if args.names else {}))
        return 0
    print(figure.bulletin().vi)
    width = max(len(line.unit_name) for line in figure.lines) if figure.lines else 0
    for line in figure.lines:
        print(f"{line.unit_name:<{width}} {line.held:>5} / {line.total:<5} {percent(Share(line.held, line.total)):>8}")
    print(f"{'Tổng':<{width}} {figure.held:>5} / {figure.total:<5} {percent(Share(figure.held, figure.total)):>8}")
    for name in held:
        print(f"  {name}")
    return 0


def cmd_report_units(args: argparse.Namespace) -> int:
    """The count of units."""
    open_home(args.home)
    from kientoan.org.enums import UnitKind, UnitLevel
    from kientoan.reports.figure import ask_by_code
    from kientoan.reports.units import count_units

    figure = count_units(ask_by_code(args.unit, args.as_of, known_at=args.known_at))
    if args.format == "json":
        print_json(figure.as_json())
        return 0
    print(f"{figure.asked.unit.name}, ngày {write_day(figure.asked.day)}")
    for level, count in figure.counts.items():
        print(f"  {UnitLevel(level).label}: {count}")
    print("  " + ", ".join(f"{UnitKind(kind).label} {count}" for kind, count in figure.by_kind.items()))
    for level, count in figure.awaiting.items():
        print(f"  chờ quyết định, {UnitLevel(level).label}: {count}")
    return 0


def cmd_report_concurrency(args: argparse.Namespace) -> int:
    """Posts held together."""
    open_home(args.home)
    from kientoan.reports.concurrency import concurrency_figure
    from kientoan.reports.figure import ask_by_code
    from kientoan.rules.figures import percent

    figure = concurrency_figure(ask_by_code(args.unit, args.as_of, known_at=args.known_at), model=args.model)
    if args.format == "json":
        print_json(figure.as_json())
        return 0
    print(f"{figure.asked.unit.name}, ngày {write_day(figure.asked.day)}, {figure.model.vi}")
    print(f"  chi bộ gắn với xóm: {figure.cells.numerator} / {figure.cells.denominator}  {percent(figure.cells)}")
    print(f"  mọi xóm: {figure.hamlets.numerator} / {figure.hamlets.denominator}  {percent(figure.hamlets)}")
    for child in figure.children:
        print(f"  {child.unit.name}: {child.cells.numerator} / {child.cells.denominator}  {percent(child.cells)}")
    return 0


def cmd_report_tasks(args: argparse.Namespace) -> int:
    """Tasks given, done and overdue."""
    open_home(args.home)
    from kientoan.org.queries import organization_of, unit_on
    from kientoan.reports.figure import ask_by_code
    from kientoan.resolutions.queries import Wanted, tally, tally_by_lead
    from kientoan.rules.tasks import Tally

    area = ask_by_code(args.unit, args.as_of).unit
    unit = organization_of(area.unit_id, args.as_of) or unit_on(area.unit_id, args.as_of) or area
    wanted = Wanted(unit, args.as_of)

    def numbers(found: Tally) -> dict[str, int]:
        return {"given": found.given, "done_on_time": found.done_on_time, "done_late": found.done_late, "open": found.open, "overdue": found.overdue}

    whole, leads = tally(wanted), tally_by_lead(wanted)
    if args.format == "json":
        print_json({"figure": "tasks", "unit": {"code": area.code, "name": unit.name}, "as_of": args.as_of.isoformat(), **numbers(whole),
                    "by_lead": [{"name": name, **numbers(found)} for name, found in leads]})
        return 0
    print(f"{unit.name}, ngày {write_day(args.as_of)}: đã giao {whole.given}, xong đúng hạn {whole.done_on_time}, xong muộn {whole.done_late}, "
          f"đang mở {whole.open}, trong đó quá hạn {whole.overdue}")
    for name, found in leads:
        print(f"  {name}: đã giao {found.given}, đúng hạn {found.done_on_time}, muộn {found.done_late}, đang mở {found.open}, quá hạn {found.overdue}")
    return 0


def cmd_report_proposals(args: argparse.Namespace) -> int:
    """Proposals by state, with where each stands and how old it is."""
    open_home(args.home)
    from kientoan.core.access import system_actor
    from kientoan.org.queries import organization_of, unit_on
    from kientoan.proposals.enums import ProposalState
    from kientoan.proposals.queries import Wanted, by_state, proposal_page
    from kientoan.reports.figure import ask_by_code

    area = ask_by_code(args.unit, args.as_of).unit
    unit = organization_of(area.unit_id, args.as_of) or unit_on(area.unit_id, args.as_of) or area
    actor, wanted = system_actor("report"), Wanted(unit, args.as_of)
    states, rows = by_state(actor, wanted), proposal_page(actor, wanted, limit=None).rows
    if args.format == "json":
        print_json({"figure": "proposals", "unit": {"code": area.code, "name": unit.name}, "as_of": args.as_of.isoformat(), "total": sum(states.values()),
                    "by_state": {state.value: count for state, count in states.items()},
                    "proposals": [{"code": row.reference, "title": row.title, "unit": row.unit, "state": row.state, "age_days": row.age, "level": row.level} for row in rows]})
        return 0
    print(f"{unit.name}, ngày {write_day(args.as_of)}: {sum(states.values())} kiến nghị")
    for state, count in states.items():
        print(f"  {ProposalState(state.value).label}: {count}")
    for row in rows:
        print(f"  {row.reference} {row.title} ({row.unit}): {row.state_label}, {row.level_label}, {row.age} ngày")
    return 0


def cmd_report_outreach(args: argparse.Namespace) -> int:
    """Campaigns with how far they came, in counts."""
    open_home(args.home)
    from kientoan.outreach.enums import MeansName
    from kientoan.outreach.queries import areas_for, campaigns_at
    from kientoan.reports.figure import ask_by_code

    unit = ask_by_code(args.unit, args.as_of).unit
    rows, _count = campaigns_at(areas_for(unit, args.as_of), args.as_of, limit=None)
    if args.format == "json":
        print_json({"figure": "outreach", "unit": {"code": unit.code, "name": unit.name}, "as_of": args.as_of.isoformat(), "campaigns": [
            {"title": row.text.title, "unit": row.unit, "due_on": row.text.due_on.isoformat(), "state": "stopped" if row.stop else row.due.value, "hamlets": len(row.lines),
             "done": row.done, "households": row.coverage.households, "reached": row.coverage.reached, "not_home": row.coverage.not_home, "follow_up": row.coverage.follow_up,
             "means": {means.value: done for means, done in row.means}} for row in rows]})
        return 0
    print(f"{unit.name}, ngày {write_day(args.as_of)}: {len(rows)} đợt tuyên truyền")
    for row in rows:
        whole = row.coverage
        print(f"  {row.text.title} ({row.unit}): {row.done}/{len(row.lines)} xóm xong; đã gặp {whole.reached}/{whole.households} hộ, vắng {whole.not_home}, hẹn lại {whole.follow_up}")
        print("    " + ", ".join(f"{MeansName(means.value).label} {done}/{len(row.lines)} xóm" for means, done in row.means))
    return 0


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV with a heading."""
    lines = [[cell if cell is None or isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    sys.stdout.write(csv_bytes([list(header), *lines]).decode("utf-8-sig"))


def cmd_report_development(args: argparse.Namespace) -> int:
    """Targets and admissions by year, with the hamlet heads who are members."""
    open_home(args.home)
    from kientoan.core import clock
    from kientoan.development.enums import AdmissionGroup
    from kientoan.reports.development import MOST_YEARS, development_figure
    from kientoan.reports.figure import ask_by_code
    from kientoan.rules.figures import percent

    if not args.first <= args.last < args.first + MOST_YEARS:
        raise Stop(f"Từ năm {args.first} đến năm {args.last} không được. Năm cuối không trước năm đầu, nhiều nhất {MOST_YEARS} năm.")
    day = args.as_of or min(clock.today(), date(args.last, 12, 31))
    figure = development_figure(ask_by_code(args.unit, day), first=args.first, last=args.last)
    if args.format == "json":
        print_json(figure.as_json())
        return 0
    groups = [group for group in AdmissionGroup if group is not AdmissionGroup.ALL]
    if args.format == "csv":
        _table(["năm", "chỉ tiêu", "đã kết nạp", *(str(group.label) for group in groups), "trưởng xóm", "trong đó đảng viên"],
               [[line.year, line.target, line.admitted, *(line.by_group[group] for group in groups), line.heads, line.member_heads] for line in figure.years])
        return 0
    print(f"{figure.asked.unit.name}, đến hết ngày {write_day(figure.asked.day)}. Kết nạp tính theo ngày lễ kết nạp.")
    for line in figure.years:
        said = ", ".join(f"{group.label} {line.by_group[group]}" for group in groups if line.by_group[group])
        print(f"  {line.year}: chỉ tiêu {'chưa ghi' if line.target is None else line.target}, kết nạp {line.admitted}{f' ({said})' if said else ''}; "
              f"trưởng xóm là đảng viên {line.member_heads} / {line.heads}  {percent(line.share)}")
    return 0


def cmd_report_due(args: argparse.Namespace) -> int:
    """What falls due within so many days, of every kind."""
    open_home(args.home)
    from kientoan.core.access import system_actor
    from kientoan.org.due import sources
    from kientoan.reports.due import due_list
    from kientoan.reports.figure import ask_by_code, party_asked

    known = [source.key for source in sources()]
    if strange := [kind for kind in args.kind if kind not in known]:
        raise Stop(f"Không có loại việc {', '.join(strange)}. Các loại: {', '.join(known)}.")
    asked = party_asked(ask_by_code(args.unit, args.as_of))
    found = due_list(system_actor("report"), asked.unit, args.as_of, within=args.within, kinds=args.kind,
                     first=date(2000, 1, 1) if args.overdue else None)
    if args.format == "json":
        print_json(found.as_json(asked.code))
        return 0
    rows = found.rows()
    if args.format == "csv":
        _table(["loại", "đơn vị", "người", "chi tiết", "hạn", "quy định"],
               [[str(row.due.source.label), row.unit, row.name, row.due.detail, row.due.item.due_on.isoformat(), row.due.item.rule] for row in rows])
        return 0
    print(f"{asked.unit.name}, ngày {write_day(args.as_of)}: {len(rows)} việc đến hạn trong {args.within} ngày")
    for row in rows:
        print(f"  {write_day(row.due.item.due_on)}  {row.due.source.label}{f', {row.due.detail}' if row.due.detail else ''}: {f'{row.name} ({row.unit})' if row.name else row.unit}  {row.due.item.rule}".rstrip())
    return 0


def cmd_report_quality(args: argparse.Namespace) -> int:
    """Posts, terms and gaps of a unit and of all below it."""
    open_home(args.home)
    from kientoan.org.queries import organization_of
    from kientoan.quality.enums import GapKind
    from kientoan.quality.queries.strength import SOON, strength_of
    from kientoan.reports.figure import ask_by_code
    from kientoan.rules.smallcells import FEWEST

    area = ask_by_code(args.unit, args.as_of).unit
    found = strength_of(organization_of(area.unit_id, args.as_of) or area, args.as_of, sensitive=False)
    totals, people, ages = found.totals, found.persons, found.persons.ages
    if args.format == "json":
        print_json({
            "figure": "quality", "unit": {"code": area.code, "name": found.unit.name}, "as_of": args.as_of.isoformat(), "posts": totals.seats, "filled": totals.held,
            "vacant": totals.vacant_seats, "standing_posts": totals.posts, "gaps": dict(found.counted.gaps), "not_on_record": dict(found.counted.unknown), "terms_over": found.over,
            **{f"terms_ending_within_{within}_days": found.soon[within] for within in SOON}, "persons": people.persons,
            "shares": {key: {"count": part, "of": whole if part is not None else None} for key, part, whole, _share in people.shares},
            "rounded_to": FEWEST if people.is_rounded else 1,
            "ages": {"median": ages.median, "oldest": ages.oldest, "young_under": ages.young_under, "young": ages.young, "middle": ages.middle, "older": ages.older} if ages else None,
            "concurrency": {model.key: {"numerator": share.numerator, "denominator": share.denominator} for model, share in found.models},
            "children": [{"name": child.unit.name, "posts": child.counted.seats, "filled": child.counted.filled, "vacant": child.counted.vacant, "gaps": child.counted.every_gap,
                          "not_on_record": child.counted.every_unknown, "terms_ending_within_180_days": child.counted.ending} for child in found.children]})
        return 0
    print(f"{found.unit.name}, ngày {write_day(args.as_of)}: {totals.posts} chức danh, {totals.seats} vị trí, {totals.held} có người giữ, khuyết {totals.vacant_seats}")
    print(f"  nhiệm kỳ đã hết {found.over}; " + ", ".join(f"hết trong {within} ngày {count}" for within, count in found.soon.items()))
    for kind in GapKind:
        print(f"  {kind.label}: {found.counted.gaps[kind.value]}; hồ sơ chưa ghi {found.counted.unknown[kind.value]}")
    for child in found.children:
        print(f"  {child.unit.name}: {child.counted.filled}/{child.counted.seats} vị trí, chưa đạt {child.counted.every_gap}, chưa ghi {child.counted.every_unknown}")
    return 0


FIRST_YEAR, LAST_YEAR = 2018, 2100
"""The first year that a paper held here evaluates (EV-09), and the last that may be asked for."""


def evaluated_year(text: str) -> int:
    """A year of ``--year``."""
    if text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” không phải là năm được đánh giá; gõ từ {FIRST_YEAR} đến {LAST_YEAR}")


def cmd_report_evaluation(args: argparse.Namespace) -> int:
    """The grades of a year with the cap by both readings, in counts."""
    open_home(args.home)
    from kientoan.core import clock
    from kientoan.evaluation.enums import ApartName, GradeName
    from kientoan.evaluation.queries import results, tree_day
    from kientoan.reports.figure import ask_by_code, party_asked

    asked = party_asked(ask_by_code(args.unit, tree_day(args.year, clock.today())))
    found = results(asked.unit, args.year, clock.today())
    if args.format == "json":
        print_json({"figure": "evaluation", "unit": {"code": asked.code, "name": asked.unit.name}, "year": args.year, **found.as_numbers})
        return 0
    whole = found.whole
    print(f"{asked.unit.name}, năm {args.year}: {whole.members.graded} đảng viên xếp loại, {whole.waiting} chưa quyết định, {whole.not_graded} không xếp loại")
    for grade in GradeName:
        print(f"  {grade.label}: {getattr(whole.members, grade.value)}")
    for why, count in whole.apart.items():
        print(f"  không xếp loại, {ApartName(why.value).label}: {count}")
    print(f"  trần xuất sắc {whole.allowed} (20 % của {whole.base}); theo cách tính kia {whole.allowed_otherwise}; vượt trần: {whole.over} tổ chức")
    for level, counted in found.units.items():
        print(f"  {level.label}: " + ", ".join(f"{grade.label} {getattr(counted, grade.value)}" for grade in GradeName) + f", không xếp loại {found.units_apart.get(level, 0)}")
    return 0


def cmd_report_freeze(args: argparse.Namespace) -> int:
    """Freeze a figure and write its file."""
    with whole_file(args.out) as part:
        open_home(args.home)
        import json

        from kientoan.core.access import system_actor
        from kientoan.reports.figure import ask_by_code
        from kientoan.reports.operations import freeze_figure

        asked = ask_by_code(args.unit, args.as_of, known_at=args.known_at)
        wanted = {"season": {"season": args.season, "level": args.level}, "concurrency": {"model": args.model}}.get(args.figure, {})
        copy = freeze_figure(system_actor(args.as_name), figure=args.figure, unit_id=asked.unit.unit_id, day=args.as_of, known_at=args.known_at,
                             parameters={name: value for name, value in wanted.items() if value})
        part.write_bytes(file_bytes(json.loads(copy.content)))
    print(printed(copy.fingerprint))
    print(f"Đã chốt vào {args.out}. Vân tay đầy đủ: {copy.fingerprint}", file=sys.stderr)
    return 0


def cmd_report_verify(args: argparse.Namespace) -> int:
    """Check a frozen file, by itself or against an installation."""
    try:
        if args.file.stat().st_size > LARGEST_BYTES:
            raise Stop(f"{args.file} lớn hơn {LARGEST_BYTES // 1024 // 1024} MB, không phải tệp số liệu đã chốt.")
        raw = args.file.read_bytes()
    except OSError as error:
        raise Stop(f"Không đọc được {args.file}: {error.strerror}. Xem lại đường dẫn.") from error
    try:
        found = read_file(raw)
    except BrokenFileError as error:
        raise Stop(error.reason.in_language(Config.load().language)) from error
    if args.fingerprint and not found.fingerprint.startswith(args.fingerprint):
        raise Stop(f"Tệp còn nguyên nhưng vân tay là {printed(found.fingerprint)}, không phải vân tay đã gõ {printed(args.fingerprint)}. Đây là tệp khác.")
    content = found.content
    print(f"Con số: {content['definition']['vi']['title']} ({content['figure']}, định nghĩa {content['definition']['version']})")
    for name, value in content["parameters"].items():
        print(f"{ {'season': 'Mùa', 'level': 'Cấp', 'model': 'Mô hình'}.get(name, name)}: {value}")
    print(f"Đơn vị: {content['unit']['name']}" + (f" ({content['unit']['code']})" if content["unit"]["code"] else ""))
    print(f"Hết ngày: {content['as_of']}")
    print(f"Như đã biết lúc: {content['known_at']}")
    for name, value in content["numbers"].items():
        print(f"  {name}: {value}")
    print(f"Vân tay: {printed(found.fingerprint)}")
    print(f"Vân tay đầy đủ: {found.fingerprint}")
    print(f"Nguyên vẹn: nội dung khớp vân tay, các con số bằng {len(content['rows'])} dòng đứng sau.")
    return _verify_at_home(args.home, found) if args.home else 0


def _verify_at_home(home: Path, found: FrozenFile) -> int:
    """What an installation says of a file: whether it froze it, and whether its records still say so."""
    open_home(home)
    from kientoan.reports.frozen import recounted
    from kientoan.reports.queries import is_intact, is_journalled, with_fingerprint

    copy = with_fingerprint(found.fingerprint)
    if copy is None:
        raise Stop(f"Bản cài đặt {home} không chốt tệp này. Kiểm với bản cài đặt của đơn vị đã chốt.")
    faults = [] if is_intact(copy) else ["Bản lưu trong cơ sở dữ liệu đã bị sửa: không còn khớp vân tay."]
    if not is_journalled(copy):
        faults.append("Nhật ký không có mục chốt số liệu này.")
    faults += recounted(found.content)
    if faults:
        raise Stop("\n".join([f"Tệp nguyên vẹn, nhưng bản cài đặt {home} không khớp:", *faults[:20], *([f"… và {len(faults) - 20} chỗ nữa."] if len(faults) > 20 else [])]))
    print(f"Được chốt ở đây lúc {copy.frozen_at.isoformat(timespec='seconds')} bởi {copy.frozen_by}; nhật ký có mục đó.")
    print("Đếm lại từ chính các bản ghi ấy trong cơ sở dữ liệu: khớp.")
    return 0


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    report = commands.add_parser("report", help="trả lời một con số vào một ngày", description="trả lời một con số vào một ngày.")
    figures = report.add_subparsers(metavar="CON_SỐ", required=True, title="các con số", parser_class=Parser)
    season = add(figures, "season", "tiến độ mùa đại hội", cmd_report_season,
                 "kientoan report season --unit 19 --as-of 2020-06-23 --home var/demo")
    units = add(figures, "units", "số đơn vị theo cấp và loại", cmd_report_units,
                "kientoan report units --unit 19 --as-of 2020-06-23 --home var/demo")
    concurrency = add(figures, "concurrency", "chức danh kiêm nhiệm ở xóm, theo mô hình", cmd_report_concurrency,
                      "kientoan report concurrency --model secretary-is-hamlet-head --unit 05965 --as-of 2020-06-23 --home var/demo")
    concurrency.add_argument("--model", required=True, metavar="MÔ_HÌNH",
                             help="secretary-is-hamlet-head, deputy-secretary-is-hamlet-head hoặc hamlet-head-is-member")
    tasks = add(figures, "tasks", "việc đã giao, đã xong, quá hạn, theo đầu mối", cmd_report_tasks,
                "kientoan report tasks --unit 05965 --as-of 2020-09-30 --home var/demo")
    proposals = add(figures, "proposals", "kiến nghị theo trạng thái, đang ở cấp nào, bao nhiêu ngày", cmd_report_proposals,
                    "kientoan report proposals --unit 173 --as-of 2020-09-30 --home var/demo")
    outreach = add(figures, "outreach", "đợt tuyên truyền đến từng hộ, chỉ số đếm theo xóm", cmd_report_outreach,
                   "kientoan report outreach --unit 05965 --as-of 2020-08-31 --home var/demo")
    quality = add(figures, "quality", "chức danh, nhiệm kỳ, chỗ chưa đạt tiêu chuẩn", cmd_report_quality,
                  "kientoan report quality --unit 173 --as-of 2020-06-23 --home var/demo")
    evaluation = add(figures, "evaluation", "kết quả đánh giá, xếp loại của một năm, trần theo hai cách tính", cmd_report_evaluation,
                     "kientoan report evaluation --unit 05965 --year 2019 --home var/demo")
    evaluation.add_argument("--year", required=True, type=evaluated_year, metavar="NĂM", help="năm được đánh giá")
    freeze = add(figures, "freeze", "chốt một con số vào tệp có vân tay", cmd_report_freeze,
                 "kientoan report freeze season --unit 19 --as-of 2020-06-23 --home var/demo --out so-lieu.json")
    freeze.add_argument("figure", choices=("season", "units", "concurrency"), metavar="CON_SỐ", help="season, units hoặc concurrency")
    freeze.add_argument("--out", type=Path, required=True, metavar="TỆP", help="tệp sẽ ghi; phải chưa có")
    freeze.add_argument("--model", default="secretary-is-hamlet-head", metavar="MÔ_HÌNH", help="của concurrency (mặc định secretary-is-hamlet-head)")
    freeze.add_argument("--as", dest="as_name", default="report", metavar="TÊN", help="tên của tác nhân trong nhật ký (mặc định report)")
    verify = add(figures, "verify", "kiểm một tệp đã chốt; không cần cơ sở dữ liệu", cmd_report_verify,
                 "kientoan report verify so-lieu.json --fingerprint '1a2b 3c4d 5e6f 7081 92a3 b4c5'")
    verify.add_argument("file", type=Path, metavar="TỆP", help="tệp đã chốt")
    verify.add_argument("--home", type=Path, metavar="THƯ_MỤC", help="đối chiếu thêm với bản cài đặt này: có chốt tệp không, đếm lại có khớp không")
    verify.add_argument("--fingerprint", type=print_of, metavar="VÂN_TAY", help="vân tay trên bản in: 6 nhóm 4 chữ số, hoặc cả 64")
    development = add(figures, "development", "chỉ tiêu và kết nạp đảng viên theo năm, trưởng xóm là đảng viên", cmd_report_development,
                      "kientoan report development --unit 05965 --from 2016 --to 2020 --home var/demo")
    add_home(development)
    development.add_argument("--unit", required=True, metavar="MÃ", help="mã chính thức của địa bàn vào ngày đó")
    development.add_argument("--from", dest="first", required=True, type=int, metavar="NĂM", help="năm đầu")
    development.add_argument("--to", dest="last", required=True, type=int, metavar="NĂM", help="năm cuối")
    development.add_argument("--as-of", type=day_of, metavar="NGÀY", help="năm cuối tính đến hết ngày này (mặc định: hết năm, hoặc hôm nay)")
    due = add(figures, "due", "việc đến hạn: bước phát triển đảng viên, hết dự bị, hết nhiệm kỳ, chuyển sinh hoạt, Huy hiệu, bước đánh giá, lớp bồi dưỡng", cmd_report_due,
              "kientoan report due --unit 19 --as-of 2020-06-23 --within 90 --home var/demo")
    due.add_argument("--within", type=int, default=90, metavar="SỐ", help="trong bao nhiêu ngày tới (mặc định 90)")
    due.add_argument("--kind", action="append", default=[], metavar="LOẠI", help="chỉ loại này; ghi nhiều lần được")
    due.add_argument("--overdue", action="store_true", help="thêm việc đã quá hạn")
    for each in (development, due):
        each.add_argument("--format", choices=("text", "json", "csv"), default="text", help="dạng trả lời (mặc định text)")
    for each in (season, units, concurrency, tasks, proposals, outreach, quality, freeze, evaluation, due):
        add_home(each)
        each.add_argument("--unit", required=True, metavar="MÃ", help="mã chính thức của địa bàn vào ngày đó")
    for each in (season, units, concurrency, tasks, proposals, outreach, quality, freeze, due):
        each.add_argument("--as-of", required=True, type=day_of, metavar="NGÀY", help="ngày của con số")
    for each in (season, units, concurrency, freeze):
        each.add_argument("--known-at", type=moment_of, metavar="LÚC", help="như đã biết lúc nào (mặc định: bây giờ)")
    for each in (season, units, concurrency, tasks, proposals, outreach, quality, evaluation):
        add_format(each)
    for each in (season, freeze):
        each.add_argument("--season", default="", metavar="NHIỆM_KỲ", help="ví dụ 2020-2025 (mặc định: mùa của ngày đó)")
        each.add_argument("--level", default="grassroots", choices=("cell", "grassroots", "superior", "provincial", "central"),
                          help="cấp được đếm (mặc định grassroots: tổ chức cơ sở đảng)")
    season.add_argument("--names", action="store_true", help="thêm tên các tổ chức đã tổ chức đại hội")

