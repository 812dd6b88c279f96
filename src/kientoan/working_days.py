"""The working calendar of this installation: the product's table and what the home adds to it."""

from functools import lru_cache
from pathlib import Path

from kientoan.config import Config, ConfigError
from kientoan.rules.calendar import CalendarError, WorkingCalendar, read_special_days, vietnamese_calendar

ADDITIONS = "holidays.csv"


@lru_cache(maxsize=4)
def _with(additions: Path, changed_at: float) -> WorkingCalendar:
    del changed_at  # only part of the cache's key, so that an edited table is read again
    try:
        added = read_special_days(additions.read_text(encoding="utf-8-sig").splitlines())
    except (CalendarError, OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Tệp {additions.name} trong thư mục cài đặt không đọc được: {error}. Sửa dòng đó theo mẫu: 2027-01-01,off,Tên,Name.") from error
    days = {each.day for each in added}
    return WorkingCalendar((*(each for each in vietnamese_calendar().special if each.day not in days), *added))


def working_calendar() -> WorkingCalendar:
    """The calendar in force.

    Raises:
        ConfigError: when the home's additions cannot be read, naming the line.
    """
    home = Config.load().home
    additions = home / ADDITIONS if home else None
    if additions is None or not additions.exists():
        return vietnamese_calendar()
    return _with(additions, additions.stat().st_mtime)
