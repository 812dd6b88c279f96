"""Commands that keep an installation safe as a whole: backup, restore, upgrade."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import add, add_home, open_home, prepare_database, start_django


def say(text: str) -> None:
    """A line of progress."""
    print(text, file=sys.stderr, flush=True)


def cmd_backup(args: argparse.Namespace) -> int:
    """One file with everything."""
    open_home(args.home)
    from kientoan import backup

    manifest = backup.make(args.file, home=args.home, progress=say)
    print(manifest.head)
    say(f"Đã sao lưu vào {args.file}: {manifest.entries} mục nhật ký, mã băm cuối ở trên; chép mã băm vào nơi khác để đối chiếu.")
    say("Tệp này là bí mật: có khóa bí mật và mọi dữ liệu, không mã hóa. Cất nơi chỉ người phụ trách mở được.")
    return 0


def cmd_restore(args: argparse.Namespace) -> int:
    """An installation out of a backup."""
    from kientoan import backup

    manifest = backup.examine(args.file)
    backup.claim(args.home)
    os.environ["KIENTOAN_HOME"] = str(args.home.resolve())
    start_django()
    try:
        backup.restore(args.file, manifest, home=args.home, progress=say)
    except BaseException:
        backup.give_up(args.home)
        raise
    if steps := backup.pending():
        say(f"Cập nhật {len(steps)} bước theo phiên bản này.")
    prepare_database()
    from kientoan.core.planner import count_rows

    count_rows()
    print(manifest.head)
    say(f"Đã khôi phục vào {args.home}: {manifest.entries} mục nhật ký, nguyên vẹn, mã băm cuối ở trên. Mọi người đăng nhập lại.")
    return 0


def cmd_upgrade(args: argparse.Namespace) -> int:
    """Bring an installation up to this version."""
    open_home(args.home)
    from kientoan import backup

    tell(backup.upgrade(args.home, file=args.backup, progress=say))
    return 0


def tell(done: Any) -> None:
    """Say what an upgrade did."""
    print(f"Đã sao lưu vào {done.backup} (tệp bí mật).")
    if done.steps:
        print(f"Đã cập nhật {len(done.steps)} bước: {', '.join(done.steps)}.")
    else:
        print("Cấu trúc dữ liệu đã đúng phiên bản, không có bước nào phải cập nhật.")
    print(f"Nhật ký nguyên vẹn trước và sau: {done.entries} mục, mã băm cuối {done.head}")


def bring_up_to_date(home: Path) -> None:
    """Before serving: upgrade when the version asks for it, and say so."""
    from kientoan import backup

    if done := backup.keep_current(home, progress=say):
        tell(done)


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    make = add(commands, "backup", "sao lưu cả bản cài đặt vào một tệp, trong khi vẫn chạy", cmd_backup, "kientoan backup sao-luu.zip --home var/home")
    make.add_argument("file", type=Path, metavar="TỆP", help="tệp mới; có sẵn thì bị từ chối")
    add_home(make)

    restore = add(commands, "restore", "khôi phục một bản cài đặt từ tệp sao lưu vào thư mục trống", cmd_restore,
                  "kientoan restore sao-luu.zip --home var/moi")
    restore.add_argument("file", type=Path, metavar="TỆP", help="tệp do lệnh backup làm ra")
    add_home(restore)

    upgrade = add(commands, "upgrade", "sao lưu rồi cập nhật bản cài đặt theo phiên bản này", cmd_upgrade, "kientoan upgrade --home var/home")
    add_home(upgrade)
    upgrade.add_argument("--backup", type=Path, metavar="TỆP", help="tệp sao lưu (mặc định trong thư mục backups của bản cài đặt)")
