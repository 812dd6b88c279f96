"""Commands about contribution drives: drive …. Checking a file needs neither an installation nor a database."""

import argparse
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, Stop, add, add_format, add_home, open_home, print_json, print_of, whole_file
from kientoan.config import Config
from kientoan.rules.days import write_day
from kientoan.rules.figures import grouped
from kientoan.rules.frozen import BrokenFileError, printed
from kientoan.rules.openaccount import (
    LARGEST_BYTES,
    OpenAccount,
    PublicationKind,
    file_bytes,
    published_as,
    read,
    verify,
)

KINDS = {PublicationKind.INTERIM: "công bố giữa kỳ", PublicationKind.CLOSING: "khóa sổ", PublicationKind.AMENDED: "công bố bổ sung"}
MOST_FINDINGS = 20


def _read(path: Path) -> OpenAccount:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Stop(f"{path} lớn hơn {LARGEST_BYTES // 1024 // 1024} MB, không phải sổ đóng góp.")
        return read(path.read_bytes())
    except OSError as error:
        raise Stop(f"Không đọc được {path}: {error.strerror}. Xem lại đường dẫn.") from error
    except BrokenFileError as error:
        raise Stop(error.reason.in_language(Config.load().language)) from error


def cmd_drive_verify(args: argparse.Namespace) -> int:
    """Check an open account's file by itself."""
    account = _read(args.file)
    findings = verify(account)
    known = published_as(account, args.fingerprint) if args.fingerprint else None
    language = Config.load().language
    if args.format == "json":
        print_json({
            "code": account.code, "title": account.header.title, "unit": account.header.unit, "lines": len(account.lines), "is_whole": not findings,
            "first": findings[0].place if findings else None,
            "findings": [{"place": each.place, "vi": each.reason.vi, "en": each.reason.en, "rule": each.reason.rule} for each in findings],
            "publications": [{"n": each.n, "kind": each.kind, "day": each.day.isoformat(), "through": each.through, "fingerprint": each.fingerprint} for each in account.publications],
            **({"published_as": known.n if known else None} if args.fingerprint else {})})
    if findings:
        more = len(findings) - MOST_FINDINGS
        raise Stop("\n".join([f"Sổ {account.code} KHÔNG nguyên vẹn. Chỗ bị sửa đầu tiên: {findings[0].place}.",
                              *(f"  {each.reason.in_language(language)}" for each in findings[:MOST_FINDINGS]), *([f"  … và {more} chỗ nữa."] if more > 0 else [])]))
    if args.fingerprint and known is None:
        raise Stop(f"Tệp khớp trong chính nó, nhưng không lần công bố nào mang vân tay đã gõ {printed(args.fingerprint)}. Đây là sổ khác, hoặc sổ đã được viết lại từ đầu.")
    if args.format == "text":
        _tell(account)
        print(f"Vân tay đã gõ là của lần công bố {known.n}." if known else "Muốn biết sổ không bị viết lại từ đầu, so vân tay trên với tờ dán ở bảng tin, hoặc thêm --fingerprint.")
    return 0


def _tell(account: OpenAccount) -> None:
    """What was checked, and the fingerprints to compare."""
    sums, header = account.last.totals, account.header
    print(f"{header.title} ({account.code})\n{header.unit}")
    print(f"  {len(account.lines)} dòng: số liền nhau, mắt xích khớp, dòng đảo khớp dòng bị đảo, tên đang hiện khớp dấu tên.")
    print(f"  Đã góp {grouped(sums.given)} đ = đã chi {grouped(sums.spent)} đ + còn dư {grouped(abs(sums.balance)) if sums.balance >= 0 else f'−{grouped(-sums.balance)}'} đ; cộng lại từ các dòng.")
    for each in account.publications:
        print(f"  Lần {each.n}, {KINDS[each.kind]}, {write_day(each.day)}, {each.through} dòng: {printed(each.fingerprint)}")
    print("Nguyên vẹn: mọi dòng và mọi lần công bố khớp nhau.")


def cmd_drive_list(args: argparse.Namespace) -> int:
    """Every drive of an installation, with where it stands."""
    open_home(args.home)
    from kientoan.core import clock
    from kientoan.drives.queries import all_drives

    rows = all_drives(clock.today())
    if args.format == "json":
        print_json({"drives": [{"code": row.code, "title": row.title, "unit": row.unit, "state": row.state.value} for row in rows]})
        return 0
    for row in rows:
        print(f"{row.code}  {row.title} ({row.unit}): {row.state.label}, đã góp {grouped(row.given)} đ, đã chi {grouped(row.spent)} đ")
    if not rows:
        print("Chưa có đợt vận động nào.")
    return 0


def cmd_drive_export(args: argparse.Namespace) -> int:
    """Write what was published of a drive as the file that anybody checks."""
    open_home(args.home)
    from kientoan.drives.queries import open_account, with_code

    account = open_account(with_code(args.code).pk)
    with whole_file(args.out) as part:
        part.write_bytes(file_bytes(account))
    print(f"Đã ghi {len(account.lines)} dòng, {len(account.publications)} lần công bố của {account.code} vào {args.out}. Vân tay: {printed(account.last.fingerprint)}")
    return 0


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    drive = commands.add_parser("drive", help="đợt vận động đóng góp", description="đợt vận động đóng góp.")
    verbs = drive.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    listed = add(verbs, "list", "các đợt vận động của bản cài đặt", cmd_drive_list, "kientoan drive list --home var/home --format json")
    add_home(listed)
    add_format(listed)
    export = add(verbs, "export", "ghi sổ đã công bố của một đợt thành tệp ai cũng kiểm được", cmd_drive_export, "kientoan drive export LN-2020-1 --home var/home --out so.json")
    add_home(export)
    export.add_argument("code", metavar="MÃ", help="mã của đợt, ví dụ LN-2020-1")
    export.add_argument("--out", required=True, type=Path, metavar="TỆP", help="tệp JSON mới; không ghi đè")
    check = add(verbs, "verify", "kiểm sổ đóng góp đã tải về; không cần bản cài đặt", cmd_drive_verify,
                "kientoan drive verify tep.json --fingerprint 'b81d 02fe 77a0 c4e9 5d13 9f60'")
    check.add_argument("file", type=Path, metavar="TỆP", help="tệp tep.json tải ở trang của đợt vận động")
    check.add_argument("--fingerprint", type=print_of, metavar="VÂN_TAY", help="vân tay in ở bảng tin: 6 nhóm 4 chữ số, hoặc cả 64")
    add_format(check)
