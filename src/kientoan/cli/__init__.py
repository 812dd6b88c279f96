"""The command line: `kientoan COMMAND`. Help and messages are in Vietnamese. A module here for each group of commands.

Exit status: 0 done, 1 refused (a sentence on standard error says why), 2 the arguments cannot be read, 130 stopped by Ctrl+C.
A preview that refuses rows has answered, and ends 0.
"""

import sys
from collections.abc import Sequence

from kientoan import __version__
from kientoan.cli import backups, benching, drives, electing, importing, installation, keeping, publishing, reporting, telling
from kientoan.cli.parsing import Parser, Stop
from kientoan.config import Config, ConfigError


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        prog="kientoan", description="Kiện Toàn: giữ cho tổ chức ở cơ sở luôn đủ người, đúng người, đúng việc.",
        epilog="ví dụ:\n  kientoan demo\n  kientoan init --home var/home --province-code 19 --province-name 'Tỉnh Thái Nguyên' "
               "--since 2020-01-01 --officer ha.an --officer-name 'Lê Thị Hà An'\n  kientoan serve --home var/home")
    top.add_argument("--version", action="version", version=f"kientoan {__version__}", help="in phiên bản")
    commands = top.add_subparsers(metavar="LỆNH", required=True, title="các lệnh", parser_class=Parser)
    for group in (installation, backups, importing, reporting, electing, drives, telling, publishing, keeping, benching):
        group.add_commands(commands)
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
