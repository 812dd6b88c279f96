"""Closed lists of outreach, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.rules.outreach import Means, Result


class MeansName(models.TextChoices):
    """How households are told; the values are those of ``rules.outreach.Means`` (PD-02)."""

    MEETING = Means.MEETING.value, _("họp các hộ")
    HOUSES = Means.HOUSES.value, _("đến từng hộ")
    LOUDSPEAKER = Means.LOUDSPEAKER.value, _("phát loa")
    POSTING = Means.POSTING.value, _("niêm yết")
    MESSAGE = Means.MESSAGE.value, _("nhắn tin")


class VisitResult(models.TextChoices):
    """What came of a visit; the values are those of ``rules.outreach.Result``."""

    REACHED = Result.REACHED.value, _("đã gặp")
    NOT_HOME = Result.NOT_HOME.value, _("vắng nhà")
    FOLLOW_UP = Result.FOLLOW_UP.value, _("hẹn lại")
