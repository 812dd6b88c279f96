"""Commands that take lists over: import territory, import organizations."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, add, add_format, add_home, day_of, open_home, print_json
from kientoan.rules.days import write_day


def cmd_import_territory(args: argparse.Namespace) -> int:
    """Take over an official list of communes."""
    open_home(args.home)
    from kientoan.exchange.territory_file import read_territory
    from kientoan.org.operations import import_territory
    from kientoan.org.territory import plan_import

    return _import(args, read_territory, plan_import, import_territory)


def cmd_import_organizations(args: argparse.Namespace) -> int:
    """Take over a province's own list of Party organisations."""
    open_home(args.home)
    from kientoan.exchange.organizations_file import read_organizations
    from kientoan.org.operations import import_organizations
    from kientoan.org.organizations import plan_organizations

    return _import(args, read_organizations, plan_organizations, import_organizations)


def _import(args: argparse.Namespace, read: Callable[[Path], list[Any]], preview: Callable[..., Any], take: Callable[..., Any]) -> int:
    """Read a list, then show every row's fate or take it over; a refusal is stated in JSON too when that is asked for."""
    from kientoan.core import clock
    from kientoan.core.access import system_actor
    from kientoan.core.refusal import FaultyTable, Refusal
    from kientoan.org.listed import counts

    def answer(plan: Any, faults: Sequence[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "file": args.file.name, "on": args.on.isoformat(), "dry_run": args.dry_run,
            "counts": counts(plan.rows) if plan else {"new": 0, "changed": 0, "same": 0, "refused": len(faults)},
            "refused": [{"sheet": fault.sheet, "row": fault.row, "column": fault.column, "reason": fault.reason} for fault in faults]}
        if plan is not None:
            changed = getattr(plan, "changed", ())
            found["changed"] = [{"sheet": each.row.sheet, "row": each.row.row, "changes": each.notes} for each in plan.rows if each.fate == "changed"]
            found["units"] = {"new": len(plan.new), "changed": len(changed)}
            found["absent"] = list(getattr(plan, "absent", ()))
        return found

    if args.on > clock.today():
        raise Refusal(f"Ngày {write_day(args.on)} chưa tới. Chọn ngày mà danh mục có hiệu lực.")
    rows: list[Any] = []
    try:
        rows = read(args.file)
        plan = preview(rows, on=args.on) if args.dry_run else take(system_actor(args.as_name), rows=rows, on=args.on)
    except FaultyTable as refused:
        if args.format == "json":
            print_json(answer(preview(rows, on=args.on) if rows else None, refused.faults))
        raise
    if args.format == "json":
        print_json(answer(plan, plan.faults))
        return 0
    for each in plan.rows:
        if each.fate != "same":
            print(f"Dòng {each.row.row}, {each.label or '–'}: {FATE_WORDS[each.fate.value]}" + "".join(f"; {note}" for note in each.notes))
    print(", ".join(f"{FATE_WORDS[fate]}: {count}" for fate, count in counts(plan.rows).items()))
    if absent := getattr(plan, "absent", ()):
        print(f"Có trong cây mà không có trong tệp, được để yên: {', '.join(absent)}")
    print("Chưa ghi gì (xem trước)." if args.dry_run else f"Đã ghi {len(plan.new) + len(getattr(plan, 'changed', ()))} đơn vị mới hoặc thay đổi.")
    return 0


FATE_WORDS = {"new": "mới", "changed": "thay đổi", "same": "giữ nguyên", "refused": "bị từ chối"}


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    importing = commands.add_parser("import", help="nhập dữ liệu từ tệp", description="nhập dữ liệu từ tệp.")
    kinds = importing.add_subparsers(metavar="LOẠI", required=True, title="các loại", parser_class=Parser)
    territory = add(kinds, "territory", "nhập danh mục xã, phường, thị trấn của cơ quan thống kê", cmd_import_territory,
                    "kientoan import territory danh-muc.xls --on 2020-06-01 --home var/home --dry-run")
    organizations = add(kinds, "organizations", "nhập danh sách tổ chức đảng của tỉnh", cmd_import_organizations,
                        "kientoan import organizations to-chuc.xlsx --on 2020-01-01 --home var/home --dry-run")
    for each in (territory, organizations):
        each.add_argument("file", type=Path, metavar="TỆP", help="tệp .xls, .xlsx hoặc .ods")
        each.add_argument("--on", type=day_of, required=True, metavar="NGÀY", help="ngày mà danh mục có hiệu lực")
        each.add_argument("--dry-run", action="store_true", help="chỉ xem số phận từng dòng, không ghi")
        each.add_argument("--as", dest="as_name", default="import", metavar="TÊN", help="tên của tác nhân trong nhật ký (mặc định import)")
        add_home(each)
        add_format(each)

