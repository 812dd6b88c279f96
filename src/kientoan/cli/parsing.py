"""What every command shares: a parser that speaks Vietnamese, the values it reads, the home it opens."""

import argparse
import gc
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from kientoan.config import HOME_FILE, Config
from kientoan.rules.days import UnreadableDayError, read_day
from kientoan.rules.frozen import read_printed

DEFAULT_HOME = Path(os.environ.get("KIENTOAN_HOME") or "var/home")


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


def day_of(text: str) -> date:
    try:
        return read_day(text)
    except UnreadableDayError as error:
        reason = "không có trong lịch" if error.reason == "calendar" else "không phải là ngày; gõ 2020-06-23 hoặc 23/06/2020"
        raise argparse.ArgumentTypeError(f"“{text}” {reason}") from error


def moment_of(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là thời điểm; gõ như 2020-06-23T23:59:59+07:00") from error
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"“{text}” thiếu múi giờ; thêm +07:00")
    return moment


def head_of(text: str) -> str:
    if len(text) != 64 or any(ch not in "0123456789abcdef" for ch in text):
        raise argparse.ArgumentTypeError("mã băm cuối gồm 64 chữ số thập lục phân")
    return text


def open_home(home: Path, *, must_exist: bool = True) -> None:
    """Point the settings at a home and start Django; a report never creates a home."""
    if must_exist and not (home / HOME_FILE).is_file():
        raise Stop(f"Thư mục {home} chưa có bản cài đặt nào. Lập một bản: kientoan init --home {home} …, hoặc bản minh họa: kientoan demo.")
    os.environ["KIENTOAN_HOME"] = str(home.resolve())
    Config.load().check_home()
    start_django()


def start_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kientoan.settings"
    import django
    from django.utils import translation

    django.setup()
    gc.freeze()  # it was off while all this was read in (`__main__`), and need not look through it now
    gc.enable()
    translation.activate(Config.load().language)


def print_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=1))


def prepare_database() -> None:
    from kientoan.core import tables

    tables.bring_up()


def print_of(text: str) -> str:
    """A printed fingerprint as an argument."""
    digits = read_printed(text)
    if digits is None:
        raise argparse.ArgumentTypeError("vân tay gồm 24 hoặc 64 chữ số thập lục phân")
    return digits


def add(where: Any, name: str, text: str, run: Callable[[argparse.Namespace], int], example: str) -> Parser:
    """A command below ``where``: its name, its line of help, what runs it, how it is called."""
    made: Parser = where.add_parser(name, help=text, description=text + ".", epilog=f"ví dụ:\n  {example}")
    made.set_defaults(run=run)
    return made


def add_home(of: Parser, default: Path = DEFAULT_HOME) -> None:
    """The option that names the installation."""
    of.add_argument("--home", type=Path, default=default, metavar="THƯ_MỤC", help=f"thư mục của bản cài đặt (mặc định {default})")


def add_format(of: Parser) -> None:
    """The option that chooses between text and JSON."""
    of.add_argument("--format", choices=("text", "json"), default="text", help="dạng trả lời (mặc định text)")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A part beside a file that is to be written: what is in it at the end becomes the file, whole; else nothing is left.

    Raises:
        Stop: when the file is there already, or cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise Stop(f"Đã có {path}; không ghi đè. Chọn tên khác.")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.touch(mode=0o644, exist_ok=False)
    except OSError as error:
        raise Stop(f"Không ghi được vào {path.parent}: {error.strerror}. Chọn thư mục khác.") from error
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # unlike a renaming, never in the place of another
        except FileExistsError as error:
            raise Stop(f"Đã có {path}; không ghi đè. Chọn tên khác.") from error
        except OSError:
            part.replace(path)  # a file system without links
    finally:
        part.unlink(missing_ok=True)
