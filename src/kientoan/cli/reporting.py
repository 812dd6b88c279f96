"""Commands that answer a figure as of a day: report …."""

import argparse
from typing import Any

from kientoan.cli.parsing import Parser, add, add_format, add_home, day_of, moment_of, open_home, print_json
from kientoan.rules.days import write_day


def cmd_report_season(args: argparse.Namespace) -> int:
    """The season's figure."""
    open_home(args.home)
    from kientoan.org.enums import UnitLevel
    from kientoan.reports.figure import ask_by_code
    from kientoan.reports.season import season_figure
    from kientoan.rules.figures import percent
    from kientoan.working_days import working_calendar

    figure = season_figure(ask_by_code(args.unit, args.as_of, known_at=args.known_at), calendar=working_calendar(),
                           season_key=args.season, level=UnitLevel(args.level))
    if args.format == "json":
        print_json(figure.as_json())
        return 0
    print(figure.bulletin().vi)
    width = max(len(child.unit.name) for child in figure.children) if figure.children else 0
    for child in figure.children:
        print(f"{child.unit.name:<{width}} {child.held:>5} / {child.total:<5} {percent(child.share):>8}")
    print(f"{'Tổng':<{width}} {figure.held:>5} / {figure.total:<5} {percent(figure.share):>8}")
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
    for each in (season, units, concurrency):
        add_home(each)
        each.add_argument("--unit", required=True, metavar="MÃ", help="mã chính thức của địa bàn vào ngày đó")
        each.add_argument("--as-of", required=True, type=day_of, metavar="NGÀY", help="ngày của con số")
        each.add_argument("--known-at", type=moment_of, metavar="LÚC", help="như đã biết lúc nào (mặc định: bây giờ)")
        add_format(each)
    season.add_argument("--season", default="", metavar="NHIỆM_KỲ", help="ví dụ 2020-2025 (mặc định: mùa của ngày đó)")
    season.add_argument("--level", default="grassroots", choices=("cell", "grassroots", "superior", "provincial", "central"),
                        help="cấp được đếm (mặc định grassroots: tổ chức cơ sở đảng)")

