"""What leaves the house: the letter, the short message, the calendar. All in the language that is active."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core import clock
from kientoan.notices.enums import NoticeGroup
from kientoan.notices.sources import Line
from kientoan.papers.calendar import Appointment, DayNote, as_feed
from kientoan.rules.days import write_day
from kientoan.rules.notices import short_message, written_mobile

MOST_IN_A_LETTER = 60
CSV = "text/csv; charset=utf-8"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def digest(lines: Sequence[Line], day: date, site: str) -> tuple[str, str]:
    """The one letter of a run: its subject and its text.

    Parameters:
        site: the house's address without a slash at the end; empty leaves the addresses out.
    """
    count = ngettext("%(n)s thông báo", "%(n)s thông báo", len(lines)) % {"n": len(lines)}
    subject = _("Kiện Toàn, ngày %(day)s: %(count)s") % {"day": write_day(day), "count": count}
    said: list[str] = []
    shown = lines[:MOST_IN_A_LETTER]
    for group in NoticeGroup:
        if of := [line for line in shown if line.group is group]:
            said += [f"{_capital(str(group.label))} ({len(of)})", ""]
            for line in of:
                said.append(f"- {line.title}{f' ({write_day(line.due_on)})' if line.due_on else ''}")
                said += [f"  {site}{line.address}"] if site else []
            said.append("")
    if left := len(lines) - len(shown):
        said += [ngettext("Và %(n)s thông báo nữa trên trang.", "Và %(n)s thông báo nữa trên trang.", left) % {"n": left}, ""]
    said.append(_("Mở trang Thông báo để xem và làm: %(address)s") % {"address": f"{site}/thong-bao/"} if site else _("Đăng nhập rồi mở trang Thông báo để xem và làm."))
    said.append(_("Đổi cách nhận, giờ yên lặng hoặc thôi nhận thư: trang Cách nhận thông báo."))
    return subject, "\n".join(said) + "\n"


def check_letter(link: str, until: datetime) -> tuple[str, str]:
    """The letter that asks to confirm an address."""
    day = write_day(until.astimezone(clock.ZONE).date())
    return (_("Kiện Toàn: xác nhận địa chỉ thư"),
            _("Một tài khoản Kiện Toàn xin nhận thông báo ở địa chỉ này. Mở liên kết sau khi đã đăng nhập tài khoản đó để xác nhận, trước ngày %(day)s:") % {"day": day}
            + f"\n\n{link}\n\n" + _("Nếu không phải bạn xin thì bỏ qua thư này; sẽ không có thư nào khác.") + "\n")


def text_message(lines: Sequence[Line], *, plain: bool) -> str:
    """The one short message of a run: how many in each group, and the first. It holds nothing that somebody typed."""
    counts = [f"{sum(line.group is group for line in lines)} {group.label}" for group in NoticeGroup if any(line.group is group for line in lines)]
    return short_message(f"Kiện Toàn: {', '.join(counts)}. {lines[0].plain}", plain=plain)


def as_gateway_file(texts: Iterable[tuple[str, str]]) -> bytes:
    """Short messages as UTF-8 CSV with a heading line: ``phone`` in the form 0912345678, ``text``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("phone", "text"))
    for phone, text in texts:
        writer.writerow((written_mobile(phone), text))
    return out.getvalue().encode()


def calendar(lines: Iterable[Line], day: date) -> bytes:
    """The days of an account as a calendar that programs read again and again: nothing in it that somebody typed, for it is read without signing in.

    What has no day is left out; a thing keeps its name in the calendar whatever stage it is at.
    """
    said_at = clock.working_moment(day, 0, 0)
    notes: dict[str, Appointment | DayNote] = {}
    for line in lines:
        uid, on = f"{line.what}-{line.ident}", line.due_on
        if on is None or uid in notes:
            continue
        if line.begins_at is None:
            notes[uid] = DayNote(uid, said_at, on, line.plain)
        else:
            notes[uid] = Appointment(uid, 0, said_at, clock.working_moment(on, line.begins_at.hour, line.begins_at.minute), line.plain, "", "", is_cancelled=line.is_off)
    return as_feed(_("Kiện Toàn: hạn và cuộc họp"), [notes[uid] for uid in sorted(notes)])
