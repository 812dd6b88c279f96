"""`doctor`: what is wrong with an installation, in plain words, and how to mend it."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kientoan.config import HOME_FILE, Config, ConfigError

LEAST_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters:
        fine: whether it is as it should be.
        text: what was found.
        remedy: what to do; empty when nothing is.
    """

    fine: bool
    text: str
    remedy: str = ""


def examine(home: Path) -> list[Finding]:
    """Look at everything that can be looked at; a broken part never hides the rest."""
    found = [Finding(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}", "" if sys.version_info >= (3, 11) else "cài Python 3.11 trở lên")]
    if not (home / HOME_FILE).is_file():
        return [*found, Finding(False, f"Thư mục {home} chưa có bản cài đặt.", f"kientoan init --home {home} …, hoặc kientoan demo")]
    os.environ["KIENTOAN_HOME"] = str(home.resolve())
    for look in (_home, _space, _calendar, _database):
        found += list(_safely(look, home))
    return found


def _safely(look: Callable[[Path], Iterator[Finding]], home: Path) -> Iterator[Finding]:
    try:
        yield from look(home)
    except Exception as error:  # the doctor reports whatever it meets
        yield Finding(False, f"{type(error).__name__}: {error}", "gửi dòng này cho người phụ trách kỹ thuật")


def _home(home: Path) -> Iterator[Finding]:
    try:
        content = Config(home=home).home_file
        yield Finding(True, f"Thư mục {home}" + (" (bản minh họa)" if content.demo else ""))
    except ConfigError as error:
        yield Finding(False, str(error), "lấy lại tệp từ bản sao")
    key = home / "secret.key"
    if not key.exists():
        yield Finding(False, "Thiếu tệp secret.key.", "lấy lại tệp từ bản sao; không có thì mọi người phải đăng nhập lại sau khi tạo tệp mới")
    elif stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding(False, "Người khác trên máy đọc được secret.key.", f"chmod 600 {key}")
    else:
        yield Finding(True, "Khóa bí mật chỉ chủ thư mục đọc được")


def _space(home: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(home).free
    enough = free >= LEAST_FREE_BYTES
    yield Finding(enough, f"Chỗ trống trên đĩa: {free // 1024 // 1024} MB", "" if enough else "dọn bớt tệp, cần ít nhất 500 MB")


def _calendar(home: Path) -> Iterator[Finding]:
    from kientoan.working_days import working_calendar

    try:
        years = sorted(working_calendar().years)
        yield Finding(True, f"Lịch ngày nghỉ có các năm {years[0]}–{years[-1]}; năm khác thêm vào {home / 'holidays.csv'}")
    except ConfigError as error:
        yield Finding(False, str(error), "sửa tệp holidays.csv")


def _secrets(config: Config) -> Iterator[Finding]:
    from kientoan.personnel.enums import Secrecy
    from kientoan.personnel.models import PlanTerms
    from kientoan.quality.models import Successor

    if not config.online:
        yield Finding(True, "Bản cài đặt khai không nối mạng (KIENTOAN_ONLINE=false)")
        return
    kept = any(model.objects.filter(secrecy=Secrecy.SECRET).exists() for model in (PlanTerms, Successor))
    yield Finding(not kept, "Có phương án nhân sự hoặc quy hoạch mật trên bản cài đặt nối mạng." if kept else "Bản cài đặt coi là nối mạng, không có phương án nhân sự, quy hoạch mật",
                  "chuyển sang máy không nối mạng và đặt KIENTOAN_ONLINE=false" if kept else "")


def _database(home: Path) -> Iterator[Finding]:
    config = Config.load()
    if not config.database:
        file = home / "kientoan.sqlite3"
        if not file.exists():
            yield Finding(False, "Thiếu tệp cơ sở dữ liệu kientoan.sqlite3.", "lấy lại cả thư mục từ bản sao")
            return
        try:
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as file_only:
                verdict = file_only.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        yield Finding(verdict == "ok", f"Tệp cơ sở dữ liệu: {verdict}", "" if verdict == "ok" else "lấy lại cả thư mục từ bản sao")
        if verdict != "ok":
            return
    os.environ["DJANGO_SETTINGS_MODULE"] = "kientoan.settings"
    import django

    django.setup()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from kientoan.core import journal

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(False, f"Không nối được cơ sở dữ liệu: {error}", "xem KIENTOAN_DATABASE và máy chủ PostgreSQL")
        return
    yield Finding(not waiting, f"Cấu trúc dữ liệu {'đúng phiên bản' if not waiting else f'còn thiếu {len(waiting)} bước'}",
                  "" if not waiting else f"kientoan upgrade --home {home}, hoặc chạy serve: cả hai sao lưu trước rồi cập nhật")
    if not waiting:
        yield from _secrets(config)
        verdict = journal.verify()
        yield Finding(not verdict.fault, verdict.fault or f"Nhật ký nguyên vẹn, {verdict.entries} mục, mã băm cuối {verdict.head[:12]}…",
                      "lấy lại cả thư mục từ bản sao và báo người kiểm tra" if verdict.fault else "")
