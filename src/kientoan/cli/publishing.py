"""Commands for the public side: the portal as files."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, add, add_home, open_home

LOOK_SECONDS = 1.0
"""Between two looks at whether anything public has changed."""


def cmd_portal_export(args: argparse.Namespace) -> int:
    """Write the portal as files."""
    open_home(args.home)
    from django.conf import settings

    from kientoan.portal.exporting import LOCAL, Outcome, export, follow

    if not settings.SITE:
        print(f"Chưa đặt KIENTOAN_SITE: địa chỉ trong nguồn tin và dữ liệu mở bắt đầu bằng {LOCAL}.", file=sys.stderr)

    def tell(done: int, known: int) -> None:
        if done % 500 == 0:
            print(f"{done}/{known} tệp…", file=sys.stderr)

    def say(outcome: Outcome) -> None:
        print(f"Đã ghi {outcome.written} tệp, giữ nguyên {outcome.same}, xóa {outcome.removed}; dựng {outcome.rendered} trang.", flush=True)
        if outcome.gone:
            print(f"{len(outcome.gone)} liên kết không dẫn tới trang nào, ví dụ {outcome.gone[0]}", file=sys.stderr)

    if args.follow:
        stopped = threading.Event()

        def stop(number: int, _frame: object) -> None:
            stopped.set()
            signal.signal(number, signal.SIG_DFL)  # whoever asks twice does not want to wait for the files

        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, stop)
        follow(args.directory, wait=lambda: not stopped.wait(LOOK_SECONDS), tell=say, progress=tell)
    else:
        say(export(args.directory, progress=tell))
    return 0


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    portal = commands.add_parser("portal", help="cổng công khai", description="cổng công khai.")
    verbs = portal.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    export = add(verbs, "export", "ghi cả cổng công khai ra tệp, lần sau chỉ ghi phần đã đổi", cmd_portal_export, "kientoan portal export cong --home var/home")
    export.add_argument("directory", type=Path, metavar="THƯ_MỤC", help="nơi ghi; trống, hoặc là thư mục của lần xuất trước")
    export.add_argument("--follow", action="store_true", help="chạy mãi: có điều gì công khai thay đổi thì ghi lại ngay; dừng bằng Ctrl+C")
    add_home(export)
