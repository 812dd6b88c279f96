"""The kinds of what is published."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What an entry of the public side is. Proposals have a projection of their own: they are also read by code."""

    NEWS = "news", _("tin")
    DRIVE = "drive", _("đợt vận động")
    CONGRESS = "congress", _("đại hội")
    MEETING = "meeting", _("cuộc họp công khai")
    OFFICERS = "officers", _("người giữ chức vụ")
    FIGURE = "figure", _("con số")
