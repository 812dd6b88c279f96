"""Commands that take lists over: import territory, import organizations."""

import argparse
import sys
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


def cmd_import_reform(args: argparse.Namespace) -> int:
    """Take over a list of what becomes of every commune on one day."""
    open_home(args.home)
    from kientoan.core.access import system_actor
    from kientoan.core.decisions import Citation
    from kientoan.core.participants import Consequence
    from kientoan.core.planner import count_rows
    from kientoan.core.refusal import FaultyTable, Refusal
    from kientoan.exchange.reform_file import read_reform
    from kientoan.org.enums import UnitLevel
    from kientoan.org.operations import import_reform
    from kientoan.org.operations.reorganisation import preview
    from kientoan.org.reform import plan_reform

    if bool(args.decision) != bool(args.decision_date):
        raise Refusal("Văn bản cần cả số (--decision) và ngày (--decision-date).")
    paper = Citation(args.decision, args.decision_date) if args.decision else None
    rows = read_reform(args.file)
    found = plan_reform(rows, on=args.on, with_party=not args.territory_only)
    lines: list[Consequence] = preview(found.plan) if not found.faults else []
    answer = {"file": args.file.name, "on": args.on.isoformat(), "dry_run": args.dry_run, "counts": found.counts,
              "refused": [{"sheet": fault.sheet, "row": fault.row, "column": fault.column, "reason": fault.reason} for fault in found.faults],
              "consequences": [{"fate": line.fate.value, "text": line.text, "count": line.count} for line in lines]}
    if args.format == "json" and (args.dry_run or found.faults):
        print_json(answer)
    if found.faults and not (args.dry_run and args.format == "json"):
        raise FaultyTable("\n".join([f"{len(found.faults)} dòng bị từ chối, nên chưa ghi gì.", *(fault.reason for fault in found.faults[:20])]), found.faults)
    if not args.dry_run:
        import_reform(system_actor(args.as_name), rows=rows, on=args.on, with_party=not args.territory_only, decision=paper,
                      unconfirmed=args.unconfirmed, progress=_tell_progress)
        count_rows()
        if args.format == "json":
            print_json(answer)
    if args.format == "text":
        for name, word in (("ended", "Kết thúc"), ("stand_on", "Đứng tiếp, đổi cấp trên, tên hoặc loại"), ("new", "Lập mới")):
            print(f"{word}: " + (", ".join(f"{UnitLevel(level).label} {count}" for level, count in found.counts[name].items()) or "không"))
        for line in lines:
            print(f"{CONSEQUENCE_WORDS[line.fate.value]}: {line.text}")
        print("Chưa ghi gì (xem trước)." if args.dry_run else f"Đã sắp xếp từ ngày {write_day(args.on)}.")
    return 0


CONSEQUENCE_WORDS = {"moves": "Đi theo", "closes": "Kết thúc", "needs_person": "Cần người xử lý trước", "waits": "Chờ quyết định", "warns": "Cần biết"}


def _tell_progress(what: str, done: int, count: int) -> None:
    print(f"{what}: {done}/{count}", file=sys.stderr, flush=True)


def _import(args: argparse.Namespace, read: Callable[[Path], list[Any]], preview: Callable[..., Any], take: Callable[..., Any]) -> int:
    """Read a list, then show every row's fate or take it over; a refusal is stated in JSON too when that is asked for."""
    from kientoan.core import clock
    from kientoan.core.access import system_actor
    from kientoan.core.planner import count_rows
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
        if not args.dry_run:
            count_rows()
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
    reform = add(kinds, "reform", "nhập phương án sắp xếp: mỗi đơn vị cũ sống tiếp trong đơn vị nào", cmd_import_reform,
                 "kientoan import reform sap-xep.xlsx --on 2025-07-01 --decision 1683/NQ-UBTVQH15 --decision-date 2025-06-16 --home var/home --dry-run")
    reform.add_argument("--decision", default="", metavar="SỐ", help="số và ký hiệu văn bản")
    reform.add_argument("--decision-date", type=day_of, metavar="NGÀY", help="ngày văn bản")
    reform.add_argument("--unconfirmed", action="store_true", help="ngày chỉ biết là muộn hơn của hai danh mục: đánh dấu chưa xác nhận")
    reform.add_argument("--territory-only", action="store_true", help="chỉ sắp xếp địa bàn, để yên tổ chức đảng gắn với địa bàn")
    for each in (territory, organizations, reform):
        each.add_argument("file", type=Path, metavar="TỆP", help="tệp .xls, .xlsx hoặc .ods")
        each.add_argument("--on", type=day_of, required=True, metavar="NGÀY", help="ngày mà danh mục có hiệu lực")
        each.add_argument("--dry-run", action="store_true", help="chỉ xem số phận từng dòng, không ghi")
        each.add_argument("--as", dest="as_name", default="import", metavar="TÊN", help="tên của tác nhân trong nhật ký (mặc định import)")
        add_home(each)
        add_format(each)

