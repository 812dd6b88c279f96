"""What addresses call tracks and acts, and what pages call them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kientoan.rules.personnel import State, Track

SLUGS: Mapping[str, Track] = {"tai-cu": Track.RE_STANDING, "lan-dau": Track.FIRST_TIME, "noi-cu-tru": Track.RESIDENCE}
WORDS: Mapping[Track, str] = {track: slug for slug, track in SLUGS.items()}
"""What the address calls each track."""
TITLES: Mapping[Track, Promise] = {
    Track.RE_STANDING: gettext_lazy("Nhân sự tái cử"), Track.FIRST_TIME: gettext_lazy("Nhân sự lần đầu"), Track.RESIDENCE: gettext_lazy("Ý kiến nơi cư trú")}
STATES: Mapping[State, Promise] = {State.WAITING: gettext_lazy("chưa mở"), State.OPEN: gettext_lazy("đang mở"), State.SEALED: gettext_lazy("đã niêm phong")}
