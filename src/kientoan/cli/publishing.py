"""Commands for the public side: the portal as files."""

import argparse
import sys
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, add, add_home, open_home


def cmd_portal_export(args: argparse.Namespace) -> int:
    """Write the portal as files."""
    open_home(args.home)
    from django.conf import settings

    from kientoan.portal.exporting import LOCAL, export

    if not settings.SITE:
        print(f"Chưa đặt KIENTOAN_SITE: địa chỉ trong nguồn tin và dữ liệu mở bắt đầu bằng {LOCAL}.", file=sys.stderr)

    def tell(done: int, known: int) -> None:
        if done % 500 == 0:
            print(f"{done}/{known} tệp…", file=sys.stderr)

    outcome = export(args.directory, progress=tell)
    print(f"Đã ghi {outcome.written} tệp, giữ nguyên {outcome.same}, xóa {outcome.removed}; dựng {outcome.rendered} trang.")
    if outcome.gone:
        print(f"{len(outcome.gone)} liên kết không dẫn tới trang nào, ví dụ {outcome.gone[0]}", file=sys.stderr)
    return 0


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    portal = commands.add_parser("portal", help="cổng công khai", description="cổng công khai.")
    verbs = portal.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    export = add(verbs, "export", "ghi cả cổng công khai ra tệp, lần sau chỉ ghi phần đã đổi", cmd_portal_export, "kientoan portal export cong --home var/home")
    export.add_argument("directory", type=Path, metavar="THƯ_MỤC", help="nơi ghi; trống, hoặc là thư mục của lần xuất trước")
    add_home(export)
