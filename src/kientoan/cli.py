"""The command line: `kientoan COMMAND`. Help and messages are in Vietnamese.

Exit status: 0 done, 1 refused (a sentence on standard error says why), 2 the arguments cannot be read, 130 stopped by Ctrl+C.
A preview that refuses rows has answered, and ends 0.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from kientoan import __version__
from kientoan.config import HOME_FILE, Config, ConfigError, HomeFile, write_home
from kientoan.rules.days import UnreadableDayError, read_day, write_day

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_HOME = Path(os.environ.get("KIENTOAN_HOME") or "var/home")
DEFAULT_DEMO_HOME = Path("var/demo")


class Stop(Exception):
    """A refusal that the command line itself states."""


class Parser(argparse.ArgumentParser):
    """Argparse that speaks Vietnamese."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"formatter_class": argparse.RawDescriptionHelpFormatter, "add_help": False}
        super().__init__(**kwargs)
        self._positionals.title = "các phần phải có"
        self._optionals.title = "các lựa chọn"
        self.add_argument("-h", "--help", action="help", help="in phần giúp này")

    def error(self, message: str) -> NoReturn:
        known = {
            "the following arguments are required": "còn thiếu", "unrecognized arguments": "không có lựa chọn này",
            "invalid choice": "không dùng được", "expected one argument": "cần một giá trị", "choose from": "chọn một trong",
            "argument": "phần",
        }
        for english, vietnamese in known.items():
            message = message.replace(english, vietnamese)
        self.exit(2, f"Chưa đọc được câu lệnh: {message}.\nXem cách dùng: {self.prog} --help\n")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "cách dùng:")


def _day(text: str) -> date:
    try:
        return read_day(text)
    except UnreadableDayError as error:
        reason = "không có trong lịch" if error.reason == "calendar" else "không phải là ngày; gõ 2020-06-23 hoặc 23/06/2020"
        raise argparse.ArgumentTypeError(f"“{text}” {reason}") from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là thời điểm; gõ như 2020-06-23T23:59:59+07:00") from error
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"“{text}” thiếu múi giờ; thêm +07:00")
    return moment


def _head(text: str) -> str:
    if len(text) != 64 or any(ch not in "0123456789abcdef" for ch in text):
        raise argparse.ArgumentTypeError("mã băm cuối gồm 64 chữ số thập lục phân")
    return text


def _open_home(home: Path, *, must_exist: bool = True) -> None:
    """Point the settings at a home and start Django; a report never creates a home."""
    if must_exist and not (home / HOME_FILE).is_file():
        raise Stop(f"Thư mục {home} chưa có bản cài đặt nào. Lập một bản: kientoan init --home {home} …, hoặc bản minh họa: kientoan demo.")
    os.environ["KIENTOAN_HOME"] = str(home.resolve())
    Config.load().check_home()
    _start_django()


def _start_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kientoan.settings"
    import django
    from django.utils import translation

    django.setup()
    translation.activate(Config.load().language)


def _print_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=1))


def _prepare_database() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def cmd_init(args: argparse.Namespace) -> int:
    """A new installation."""
    home: Path = args.home
    if (home / HOME_FILE).exists():
        raise Stop(f"Thư mục {home} đã có bản cài đặt. Dùng luôn: kientoan serve --home {home}, hoặc chọn thư mục khác.")
    write_home(home, HomeFile(database=Config.load().database_mark))
    try:
        _open_home(home)
        from kientoan.core import clock
        from kientoan.core.access import system_actor
        from kientoan.org.operations import found_installation

        _prepare_database()
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
    _open_home(args.home)
    from django.conf import settings

    if settings.DEMO and args.host not in ("127.0.0.1", "localhost", "::1"):
        raise Stop("Bản minh họa chỉ phục vụ trên máy này. Bỏ --host, hoặc lập bản thật bằng kientoan init.")
    _prepare_database()
    return _serve(args.host, args.port)


def _serve(host: str, port: int) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from kientoan.core.jobs import check_journal

    _refuse_used_port(host, port)
    check_journal.enqueue()
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
    _open_home(home)
    _prepare_database()
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
    _start_django()
    _prepare_database()
    from kientoan.demo.story import tell

    tell(progress=lambda text: print(text, file=sys.stderr, flush=True))
    write_home(home, HomeFile(demo=True))
    part.unlink()
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    settings.DEMO = True


def cmd_import_territory(args: argparse.Namespace) -> int:
    """Take over an official list of communes."""
    _open_home(args.home)
    from kientoan.exchange.territory_file import read_territory
    from kientoan.org.operations import import_territory
    from kientoan.org.territory import plan_import

    return _import(args, read_territory, plan_import, import_territory)


def cmd_import_organizations(args: argparse.Namespace) -> int:
    """Take over a province's own list of Party organisations."""
    _open_home(args.home)
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
            _print_json(answer(preview(rows, on=args.on) if rows else None, refused.faults))
        raise
    if args.format == "json":
        _print_json(answer(plan, plan.faults))
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


def cmd_report_season(args: argparse.Namespace) -> int:
    """The season's figure."""
    _open_home(args.home)
    from kientoan.org.enums import UnitLevel
    from kientoan.reports.figure import ask_by_code
    from kientoan.reports.season import season_figure
    from kientoan.rules.figures import percent
    from kientoan.working_days import working_calendar

    figure = season_figure(ask_by_code(args.unit, args.as_of, known_at=args.known_at), calendar=working_calendar(),
                           season_key=args.season, level=UnitLevel(args.level))
    if args.format == "json":
        _print_json(figure.as_json())
        return 0
    print(figure.bulletin().vi)
    width = max(len(child.unit.name) for child in figure.children) if figure.children else 0
    for child in figure.children:
        print(f"{child.unit.name:<{width}} {child.held:>5} / {child.total:<5} {percent(child.share):>8}")
    print(f"{'Tổng':<{width}} {figure.held:>5} / {figure.total:<5} {percent(figure.share):>8}")
    return 0


def cmd_report_units(args: argparse.Namespace) -> int:
    """The count of units."""
    _open_home(args.home)
    from kientoan.org.enums import UnitKind, UnitLevel
    from kientoan.reports.figure import ask_by_code
    from kientoan.reports.units import count_units

    figure = count_units(ask_by_code(args.unit, args.as_of, known_at=args.known_at))
    if args.format == "json":
        _print_json(figure.as_json())
        return 0
    print(f"{figure.asked.unit.name}, ngày {write_day(figure.asked.day)}")
    for level, count in figure.counts.items():
        print(f"  {UnitLevel(level).label}: {count}")
    print("  " + ", ".join(f"{UnitKind(kind).label} {count}" for kind, count in figure.by_kind.items()))
    return 0


def cmd_journal_verify(args: argparse.Namespace) -> int:
    """Check the chain."""
    _open_home(args.home)
    from django.db import DatabaseError

    from kientoan.core.journal import verify

    try:
        verdict = verify(args.head or "")
    except DatabaseError as error:
        raise Stop(f"Không đọc được nhật ký: {error}. Thử kientoan doctor --home {args.home}.") from error
    if verdict.fault:
        raise Stop(f"Nhật ký không nguyên vẹn. {verdict.fault}")
    print(verdict.head)
    print(f"Nhật ký nguyên vẹn: {verdict.entries} mục.", file=sys.stderr)
    return 0


def cmd_account_code(args: argparse.Namespace) -> int:
    """A new one-time code, for whoever keeps the machine: the way back when no administrator can sign in."""
    _open_home(args.home)
    from kientoan.core import clock
    from kientoan.core.access import system_actor
    from kientoan.core.models import User
    from kientoan.org.operations import renew_enrolment

    user = User.objects.filter(username=args.username.lower()).first()
    if user is None:
        raise Stop(f"Không có tài khoản {args.username}. Xem lại tên đăng nhập.")
    slip = renew_enrolment(system_actor("account-code"), user_id=user.pk)
    print(f"{slip.display_name}, tên đăng nhập {slip.username}")
    print(f"Mã ghi danh dùng một lần: {slip.code} (hết hạn {write_day(slip.expires_at.astimezone(clock.ZONE).date())})")
    return 0


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


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        prog="kientoan", description="Kiện Toàn: giữ cho tổ chức ở cơ sở luôn đủ người, đúng người, đúng việc.",
        epilog="ví dụ:\n  kientoan demo\n  kientoan init --home var/home --province-code 19 --province-name 'Tỉnh Thái Nguyên' "
               "--since 2020-01-01 --officer ha.an --officer-name 'Lê Thị Hà An'\n  kientoan serve --home var/home")
    top.add_argument("--version", action="version", version=f"kientoan {__version__}", help="in phiên bản")
    commands = top.add_subparsers(metavar="LỆNH", required=True, title="các lệnh", parser_class=Parser)

    def add(where: Any, name: str, text: str, run: Callable[[argparse.Namespace], int], example: str) -> Parser:
        made: Parser = where.add_parser(name, help=text, description=text + ".", epilog=f"ví dụ:\n  {example}")
        made.set_defaults(run=run)
        return made

    def home(of: Parser, default: Path = DEFAULT_HOME) -> None:
        of.add_argument("--home", type=Path, default=default, metavar="THƯ_MỤC", help=f"thư mục của bản cài đặt (mặc định {default})")

    def answer(of: Parser) -> None:
        of.add_argument("--format", choices=("text", "json"), default="text", help="dạng trả lời (mặc định text)")

    init = add(commands, "init", "lập một bản cài đặt mới", cmd_init,
               "kientoan init --home var/home --province-code 19 --province-name 'Tỉnh Thái Nguyên' --since 2020-01-01 "
               "--officer ha.an --officer-name 'Lê Thị Hà An'")
    home(init)
    init.add_argument("--province-code", required=True, metavar="MÃ", help="mã tỉnh, 2 chữ số")
    init.add_argument("--province-name", required=True, metavar="TÊN", help="tên đầy đủ, ví dụ 'Tỉnh Thái Nguyên'")
    init.add_argument("--since", required=True, type=_day, metavar="NGÀY", help="ngày bắt đầu của cây tổ chức")
    init.add_argument("--officer", required=True, metavar="TÊN", help="tên đăng nhập của cán bộ tổ chức đầu tiên")
    init.add_argument("--officer-name", required=True, metavar="HỌ_TÊN", help="họ và tên của người đó")

    serve = add(commands, "serve", "chạy trang web và việc nền", cmd_serve, "kientoan serve --home var/home --port 8000")
    home(serve)
    serve.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")

    demo = add(commands, "demo", "dựng và chạy bản minh họa với dữ liệu hư cấu", cmd_demo, "kientoan demo --no-serve --home var/demo")
    home(demo, DEFAULT_DEMO_HOME)
    demo.add_argument("--no-serve", action="store_true", help="chỉ dựng, không chạy trang web")
    demo.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")

    importing = commands.add_parser("import", help="nhập dữ liệu từ tệp", description="nhập dữ liệu từ tệp.")
    kinds = importing.add_subparsers(metavar="LOẠI", required=True, title="các loại", parser_class=Parser)
    territory = add(kinds, "territory", "nhập danh mục xã, phường, thị trấn của cơ quan thống kê", cmd_import_territory,
                    "kientoan import territory danh-muc.xls --on 2020-06-01 --home var/home --dry-run")
    organizations = add(kinds, "organizations", "nhập danh sách tổ chức đảng của tỉnh", cmd_import_organizations,
                        "kientoan import organizations to-chuc.xlsx --on 2020-01-01 --home var/home --dry-run")
    for each in (territory, organizations):
        each.add_argument("file", type=Path, metavar="TỆP", help="tệp .xls, .xlsx hoặc .ods")
        each.add_argument("--on", type=_day, required=True, metavar="NGÀY", help="ngày mà danh mục có hiệu lực")
        each.add_argument("--dry-run", action="store_true", help="chỉ xem số phận từng dòng, không ghi")
        each.add_argument("--as", dest="as_name", default="import", metavar="TÊN", help="tên của tác nhân trong nhật ký (mặc định import)")
        home(each)
        answer(each)

    report = commands.add_parser("report", help="trả lời một con số vào một ngày", description="trả lời một con số vào một ngày.")
    figures = report.add_subparsers(metavar="CON_SỐ", required=True, title="các con số", parser_class=Parser)
    season = add(figures, "season", "tiến độ mùa đại hội", cmd_report_season,
                 "kientoan report season --unit 19 --as-of 2020-06-23 --home var/demo")
    units = add(figures, "units", "số đơn vị theo cấp và loại", cmd_report_units,
                "kientoan report units --unit 19 --as-of 2020-06-23 --home var/demo")
    for each in (season, units):
        home(each)
        each.add_argument("--unit", required=True, metavar="MÃ", help="mã chính thức của địa bàn vào ngày đó")
        each.add_argument("--as-of", required=True, type=_day, metavar="NGÀY", help="ngày của con số")
        each.add_argument("--known-at", type=_moment, metavar="LÚC", help="như đã biết lúc nào (mặc định: bây giờ)")
        answer(each)
    season.add_argument("--season", default="", metavar="NHIỆM_KỲ", help="ví dụ 2020-2025 (mặc định: mùa của ngày đó)")
    season.add_argument("--level", default="grassroots", choices=("cell", "grassroots", "superior", "provincial", "central"),
                        help="cấp được đếm (mặc định grassroots: tổ chức cơ sở đảng)")

    journal = commands.add_parser("journal", help="nhật ký", description="nhật ký.")
    verbs = journal.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    verify = add(verbs, "verify", "kiểm toàn bộ chuỗi nhật ký và in mã băm cuối", cmd_journal_verify,
                 "kientoan journal verify --home var/home --head MÃ_BĂM_ĐÃ_IN")
    home(verify)
    verify.add_argument("--head", type=_head, metavar="MÃ_BĂM", help="mã băm cuối đã in trước đây; thiếu mục ở cuối thì báo")

    account = commands.add_parser("account", help="tài khoản", description="tài khoản.")
    acts = account.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    code = add(acts, "code", "cấp lại mã ghi danh cho một tài khoản", cmd_account_code, "kientoan account code ha.an --home var/home")
    code.add_argument("username", metavar="TÊN", help="tên đăng nhập")
    home(code)

    doctor = add(commands, "doctor", "khám bản cài đặt, nói chỗ hỏng và cách sửa", cmd_doctor, "kientoan doctor --home var/home")
    home(doctor)

    test = add(commands, "test", "chạy các phép thử (từ bản mã nguồn)", cmd_test, "kientoan test quick")
    test.add_argument("lanes", nargs="*", metavar="LÀN", help="quick, hoặc tên các làn; để trống: tất cả")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters:
        arguments: without the program's name; the process's own when None.

    Returns:
        the exit status.
    """
    args = parser().parse_args(arguments)
    try:
        Config.load()
        status: int = args.run(args)
        return status
    except (Stop, ConfigError) as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def _sentence(error: Exception) -> str | None:
    """The Vietnamese sentence for an error that is the operator's to mend; None for a fault of ours."""
    from django.db import DatabaseError

    from kientoan.core.refusal import Refusal

    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, DatabaseError):
        return f"Không dùng được cơ sở dữ liệu: {error}. Khám bằng: kientoan doctor --home THƯ_MỤC."
    if isinstance(error, PermissionError):
        return f"Không đủ quyền với {error.filename}. Cấp quyền ghi cho thư mục, hoặc chọn thư mục khác."
    return None
