"""Commands for an installation as a whole: init, serve, demo, doctor, test."""

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from kientoan.cli.backups import bring_up_to_date
from kientoan.cli.parsing import Stop, add, add_home, day_of, open_home, prepare_database, start_django
from kientoan.config import HOME_FILE, Config, HomeFile, write_home
from kientoan.rules.days import write_day

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_DEMO_HOME = Path("var/demo")


def cmd_init(args: argparse.Namespace) -> int:
    """A new installation."""
    home: Path = args.home
    if (home / HOME_FILE).exists():
        raise Stop(f"Thư mục {home} đã có bản cài đặt. Dùng luôn: kientoan serve --home {home}, hoặc chọn thư mục khác.")
    write_home(home, HomeFile(database=Config.load().database_mark))
    try:
        open_home(home)
        from kientoan.core import clock
        from kientoan.core.access import system_actor
        from kientoan.org.operations import found_installation

        prepare_database()
        slip = found_installation(
            system_actor("init"), province_code=args.province_code, province_name=args.province_name, on=args.since,
            officer=args.officer, officer_name=args.officer_name)
    except BaseException:
        # A home that was refused is no home: what was laid out is taken back, so that init can be called again.
        for name in (HOME_FILE, "secret.key", "kientoan.sqlite3", "kientoan.sqlite3-wal", "kientoan.sqlite3-shm"):
            (home / name).unlink(missing_ok=True)
        raise
    print(f"Đã lập bản cài đặt trong {home}.")
    print(f"Cán bộ tổ chức đầu tiên: {slip.display_name}, tên đăng nhập {slip.username}")
    print(f"Mã ghi danh dùng một lần: {slip.code} (hết hạn {write_day(slip.expires_at.astimezone(clock.ZONE).date())})")
    print(f"Chạy: kientoan serve --home {home}, rồi mở trang Ghi danh và đặt mật khẩu. Mã này không in lại được.")
    return 0


def cmd_serve(args: argparse.Namespace) -> int:
    """Web and background work."""
    open_home(args.home)
    from django.conf import settings

    if settings.DEMO and args.host not in ("127.0.0.1", "localhost", "::1"):
        raise Stop("Bản minh họa chỉ phục vụ trên máy này. Bỏ --host, hoặc lập bản thật bằng kientoan init.")
    bring_up_to_date(args.home)
    return _serve(args.host, args.port)


def _serve(host: str, port: int) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from kientoan.core.jobs import check_journal
    from kientoan.notices.jobs import tell_accounts
    from kientoan.reports.jobs import fill_figures

    _refuse_used_port(host, port)
    check_journal.enqueue()
    fill_figures.enqueue()
    tell_accounts.enqueue()
    worker = subprocess.Popen([sys.executable, "-m", "kientoan.worker"])
    print(f"Mở trình duyệt tại http://{host}:{port}/ (Ctrl+C để dừng)", flush=True)
    try:
        Granian("kientoan.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4,
                log_level=LogLevels.warning).serve()
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()
    return 0


def _refuse_used_port(host: str, port: int) -> None:
    """Refuse a port that another program has: the server would share it, and either might answer."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Stop(f"Không mở được cổng {port} trên {host}: đang có chương trình khác dùng, hoặc không được phép. Chọn cổng khác: --port 8001.") from error


def cmd_demo(args: argparse.Namespace) -> int:
    """The demonstration: built once, then served."""
    home: Path = args.home
    marker = home / HOME_FILE
    if marker.exists() and not Config(home=home).home_file.demo:
        raise Stop(f"Thư mục {home} là bản cài đặt thật. Chọn thư mục khác cho bản minh họa.")
    if not marker.exists():
        if home.exists() and any(home.iterdir()) and not (home / "demo.part").exists():
            raise Stop(f"Thư mục {home} không trống. Chọn thư mục khác cho bản minh họa.")
        if os.environ.get("KIENTOAN_DATABASE"):
            raise Stop("Bản minh họa dùng SQLite trong thư mục của nó. Bỏ thiết đặt KIENTOAN_DATABASE rồi gọi lại.")
        _build_demo(home)
    open_home(home)
    bring_up_to_date(home)
    if args.no_serve:
        print(f"Bản minh họa ở {home}. Xem: kientoan demo --home {home}")
        return 0
    return _serve("127.0.0.1", args.port)


def _build_demo(home: Path) -> None:
    """Build in a marked directory; a build that was killed is begun anew, never half used."""
    home.mkdir(parents=True, exist_ok=True)
    part = home / "demo.part"
    part.touch()
    for name in ("kientoan.sqlite3", "kientoan.sqlite3-wal", "kientoan.sqlite3-shm", "secret.key"):
        (home / name).unlink(missing_ok=True)
    os.environ["KIENTOAN_HOME"] = str(home.resolve())
    start_django()
    prepare_database()
    from django.conf import settings

    from kientoan.demo.story import tell

    settings.DEMO = True
    tell(progress=lambda text: print(text, file=sys.stderr, flush=True))
    write_home(home, HomeFile(demo=True))
    part.unlink()
    from django.db import connections

    connections.close_all()


def cmd_doctor(args: argparse.Namespace) -> int:
    """What is wrong, in plain words, and how to mend it."""
    from kientoan.doctor import examine

    found = examine(args.home)
    for line in found:
        print(f"{'Được ' if line.fine else 'HỎNG '} {line.text}" + (f"\n      Sửa: {line.remedy}" if line.remedy else ""))
    return 0 if all(line.fine for line in found) else 1


def cmd_test(args: argparse.Namespace) -> int:
    """The tests, from a checkout."""
    runner = ROOT / "tests" / "run.py"
    if not runner.exists():
        raise Stop("Chỉ chạy thử được từ bản mã nguồn (thư mục tests).")
    return subprocess.run([sys.executable, str(runner), *args.lanes], cwd=ROOT, check=False).returncode


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    init = add(commands, "init", "lập một bản cài đặt mới", cmd_init,
               "kientoan init --home var/home --province-code 19 --province-name 'Tỉnh Thái Nguyên' --since 2020-01-01 "
               "--officer ha.an --officer-name 'Lê Thị Hà An'")
    add_home(init)
    init.add_argument("--province-code", required=True, metavar="MÃ", help="mã tỉnh, 2 chữ số")
    init.add_argument("--province-name", required=True, metavar="TÊN", help="tên đầy đủ, ví dụ 'Tỉnh Thái Nguyên'")
    init.add_argument("--since", required=True, type=day_of, metavar="NGÀY", help="ngày bắt đầu của cây tổ chức")
    init.add_argument("--officer", required=True, metavar="TÊN", help="tên đăng nhập của cán bộ tổ chức đầu tiên")
    init.add_argument("--officer-name", required=True, metavar="HỌ_TÊN", help="họ và tên của người đó")

    serve = add(commands, "serve", "chạy trang web và việc nền", cmd_serve, "kientoan serve --home var/home --port 8000")
    add_home(serve)
    serve.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")

    demo = add(commands, "demo", "dựng và chạy bản minh họa với dữ liệu hư cấu", cmd_demo, "kientoan demo --no-serve --home var/demo")
    add_home(demo, DEFAULT_DEMO_HOME)
    demo.add_argument("--no-serve", action="store_true", help="chỉ dựng, không chạy trang web")
    demo.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")

    doctor = add(commands, "doctor", "khám bản cài đặt, nói chỗ hỏng và cách sửa", cmd_doctor, "kientoan doctor --home var/home")
    add_home(doctor)

    test = add(commands, "test", "chạy các phép thử (từ bản mã nguồn)", cmd_test, "kientoan test quick")
    test.add_argument("lanes", nargs="*", metavar="LÀN", help="quick, hoặc tên các làn; để trống: tất cả")
