"""Commands that tell accounts of what is due: letters, and short messages as a file for a gateway."""

import argparse
import sys
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, Stop, add, add_home, open_home, whole_file


def cmd_notices_send(args: argparse.Namespace) -> int:
    """Queue what is new and send what waits."""
    open_home(args.home)
    from kientoan.core import clock
    from kientoan.notices import queries, sending

    begun = clock.now()
    run = sending.run(begun)
    if not run.is_ready:
        raise Stop("Chưa gửi thư nào: chưa đặt máy chủ thư. Đặt KIENTOAN_SMTP_HOST và KIENTOAN_MAIL_FROM rồi gọi lại.")
    left = queries.counted_since(begun)
    print(f"Đã xếp {run.queued} thư, đã gửi {run.sent}, máy chủ chưa nhận {run.refused}; còn chờ {left['waiting']}.")
    if run.quiet:
        print(f"{run.quiet} tài khoản đang trong giờ yên lặng; lần sau gửi.")
    if left["uncertain"]:
        print(f"{left['uncertain']} thư không rõ đã đi hay chưa, vì lần gửi bị ngắt giữa chừng; không tự gửi lại. Thông báo vẫn còn trên trang.", file=sys.stderr)
    if left["given_up"]:
        print(f"{left['given_up']} thư không gửi được, đã thôi.", file=sys.stderr)
    if run.fault:
        raise Stop(f"Máy chủ thư không trả lời như mong đợi ({run.fault}). Thư chưa gửi vẫn chờ; xem lại KIENTOAN_SMTP_… rồi gọi lại.")
    return 0


def cmd_notices_sms(args: argparse.Namespace) -> int:
    """Write what is new as short messages, or write a file again."""
    open_home(args.home)
    from kientoan.core import clock
    from kientoan.core.access import system_actor
    from kientoan.notices import letters, operations, queries, sending

    target: Path = args.to
    actor = system_actor("notices")
    with whole_file(target) as part:
        made = sending.Texts(queries.batch_of(actor, args.again, of_anyone=True), 0) if args.again else sending.texts(actor, clock.now())
        waits = f"{made.quiet} tài khoản đang trong giờ yên lặng; lần sau ghi."
        if made.batch is None:
            raise Stop("Không có thông báo mới nào cần nhắn." + (f" {waits}" if made.quiet else "") + _unwritten(actor.label))
        texts = queries.texts_of(made.batch)
        if not texts:
            raise Stop("Tin nhắn của đợt này đã được xóa sau 30 ngày.")
        part.write_bytes(letters.as_gateway_file(texts))
        part.chmod(0o600)  # numbers of telephones
    operations.confirm_batch(made.batch, now=clock.now())
    print(f"Đợt {made.batch.pk}: {len(texts)} tin nhắn, ghi vào {target}.")
    if made.quiet:
        print(waits)
    if unwritten := _unwritten(actor.label):
        print(unwritten.strip(), file=sys.stderr)
    return 0


def _unwritten(by: str) -> str:
    """Which file nobody knows to be whole: its command was stopped."""
    from kientoan.notices.models import Batch

    numbers = list(Batch.objects.filter(by=by, written_at=None).order_by("pk").values_list("pk", flat=True))
    return "".join(f" Đợt {number} chưa ghi xong tệp: thêm --again {number}." for number in numbers)


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    notices = commands.add_parser("notices", help="thông báo", description="thông báo.")
    verbs = notices.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    send = add(verbs, "send", "gửi thư thông báo mới, mỗi thông báo một lần", cmd_notices_send, "kientoan notices send --home var/home")
    add_home(send)
    sms = add(verbs, "sms", "ghi thông báo mới thành tệp tin nhắn cho cổng SMS, mỗi thông báo một lần", cmd_notices_sms,
              "kientoan notices sms --home var/home --to tin-nhan.csv")
    add_home(sms)
    sms.add_argument("--to", required=True, type=Path, metavar="TỆP", help="tệp CSV mới; không ghi đè")
    sms.add_argument("--again", type=int, metavar="SỐ", help="ghi lại tệp của một đợt đã lập, không lấy thông báo mới")
