"""Commands for whoever keeps the machine: journal, account."""

import argparse
import sys
from typing import Any

from kientoan.cli.parsing import Parser, Stop, add, add_home, head_of, open_home
from kientoan.rules.days import write_day


def cmd_journal_verify(args: argparse.Namespace) -> int:
    """Check the chain."""
    open_home(args.home)
    from django.db import DatabaseError

    from kientoan.core.journal import verify
    from kientoan.core.reads import verify_reads

    try:
        verdict = verify(args.head or "")
        altered = "" if verdict.fault else verify_reads()
    except DatabaseError as error:
        raise Stop(f"Không đọc được nhật ký: {error}. Thử kientoan doctor --home {args.home}.") from error
    if verdict.fault:
        raise Stop(f"Nhật ký không nguyên vẹn. {verdict.fault}")
    if altered:
        raise Stop(f"Sổ lượt xem hồ sơ không nguyên vẹn. {altered}")
    print(verdict.head)
    print(f"Nhật ký nguyên vẹn: {verdict.entries} mục.", file=sys.stderr)
    return 0


def cmd_account_code(args: argparse.Namespace) -> int:
    """A new one-time code, for whoever keeps the machine: the way back when no administrator can sign in."""
    open_home(args.home)
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
    if slip.factor_dropped:
        print("Lớp xác thực thứ hai và mật khẩu cũ đã hết hiệu lực; ghi danh xong thì lập lại lớp thứ hai.")
    return 0


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    journal = commands.add_parser("journal", help="nhật ký", description="nhật ký.")
    verbs = journal.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    verify = add(verbs, "verify", "kiểm toàn bộ chuỗi nhật ký và in mã băm cuối", cmd_journal_verify,
                 "kientoan journal verify --home var/home --head MÃ_BĂM_ĐÃ_IN")
    add_home(verify)
    verify.add_argument("--head", type=head_of, metavar="MÃ_BĂM", help="mã băm cuối đã in trước đây; thiếu mục ở cuối thì báo")

    account = commands.add_parser("account", help="tài khoản", description="tài khoản.")
    acts = account.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    code = add(acts, "code", "cấp lại mã ghi danh cho một tài khoản", cmd_account_code, "kientoan account code ha.an --home var/home")
    code.add_argument("username", metavar="TÊN", help="tên đăng nhập")
    add_home(code)

