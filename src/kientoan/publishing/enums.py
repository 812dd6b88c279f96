"""The kinds of what is published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.rules.news import State


class EntryKind(models.TextChoices):
    """What an entry of the public side is. Proposals have a projection of their own: they are also read by code."""

    NEWS = "news", _("tin")
    DRIVE = "drive", _("đợt vận động")
    CONGRESS = "congress", _("đại hội")
    MEETING = "meeting", _("cuộc họp công khai")
    OFFICERS = "officers", _("người giữ chức vụ")
    FIGURE = "figure", _("con số")


class NewsTopic(models.TextChoices):
    """The rubric of a piece of news; the value stands in addresses."""

    ORGANIZATION = "to-chuc", _("tổ chức")
    CONGRESS = "dai-hoi", _("đại hội")
    NEW_COUNTRYSIDE = "nong-thon-moi", _("nông thôn mới")
    DRIVES = "van-dong", _("vận động, đóng góp")
    LIFE = "doi-song", _("đời sống")
    NOTICE = "thong-bao", _("thông báo")


class NewsState(models.TextChoices):
    """How far a piece of news is; the values are those of ``rules.news.State``."""

    DRAFT = State.DRAFT.value, _("đang viết")
    SUBMITTED = State.SUBMITTED.value, _("chờ biên tập")
    READY = State.READY.value, _("chờ duyệt đăng")
    SCHEDULED = State.SCHEDULED.value, _("hẹn giờ đăng")
    PUBLISHED = State.PUBLISHED.value, _("đã đăng")
    WITHDRAWN = State.WITHDRAWN.value, _("đã rút")


class StandingKind(models.TextChoices):
    """What is approved once and then goes on by itself: a figure or a list that moves."""

    OFFICERS = "officers", _("người giữ chức vụ, công bố thường xuyên")
    CONGRESS = "congress", _("đại hội của đơn vị, công bố thường xuyên")
    SEASON = "season", _("tiến độ mùa đại hội")
    CALLS = "calls", _("số cuộc gọi đường dây nóng")
    MEETINGS = "meetings", _("lịch họp các hộ")


class ChannelKind(models.TextChoices):
    """Where else a unit speaks: only a link."""

    SITE = "site", _("trang riêng")
    YOUTUBE = "youtube", _("YouTube")
    FACEBOOK = "facebook", _("Facebook")
    ZALO = "zalo", _("Zalo")
