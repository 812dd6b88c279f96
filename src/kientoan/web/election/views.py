"""The rules of elections, readable by whom they bind: the packs with their papers and days, and each pack's rules."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kientoan.core.refusal import NotFound, explained
from kientoan.rules.election.pack import BODIES, ElectingBody, Majority, Pack, Setting
from kientoan.rules.election.packs import PACKS
from kientoan.rules.reasons import Reason
from kientoan.web.page import Asking, staff_page


def slug_of(pack: Pack) -> str:
    """A pack's key as it stands in an address: ``244-qd-tw-2014-06-09``."""
    return re.sub(r"[^a-z0-9]+", "-", pack.key.lower())


def _said(vi: str, en: str) -> str:
    return explained(Reason(vi, en))


def _row(pack: Pack, day: date) -> dict[str, Any]:
    """What both pages say of a pack."""
    return {"pack": pack, "slug": slug_of(pack), "title": _said(pack.vi, pack.en), "in_force": day in pack.period,
            "bodies": [_said(*BODIES[body]) for body in pack.majorities],
            "sources": [(source, _said(source.issuer_vi, source.issuer_en)) for source in pack.sources]}


def _base(body: ElectingBody, majority: Majority) -> dict[str, Any]:
    return {"body": _said(*BODIES[body]), "of": _said(majority.vi, majority.en), "deductions": [_said(*names) for names in majority.deductions.values()],
            "rule": majority.rule, "unverified": majority.unverified}


def _setting(setting: Setting) -> dict[str, Any]:
    """A setting's sentence; its value stands beside it only where the sentence has no number of its own."""
    return {"text": explained(setting.reason), "value": setting.value if isinstance(setting.value, int) else None, "rule": setting.reason.rule}


@staff_page()
def election_rules(asking: Asking) -> HttpResponse:
    """Every pack, with its papers, its days and whether it is in force on the day shown."""
    return asking.page("election_rules", {"packs": [_row(pack, asking.day) for pack in PACKS.values()]})


@staff_page()
def election_pack(asking: Asking, slug: str) -> HttpResponse:
    """One pack: papers, bases, rules in plain words, and what is unverified."""
    pack = next((each for each in PACKS.values() if slug_of(each) == slug), None)
    if pack is None:
        raise NotFound(_("Không có bộ quy định này."))
    after = [(title, explained(reason), reason.rule) for title, reason in (
        (_("Bằng phiếu ở vị trí cuối"), pack.tie), (_("Còn trống vị trí"), pack.open_seats), (_("Không quá một nửa tham gia"), pack.turnout)) if reason]
    return asking.page("election_pack", _row(pack, asking.day) | {
        "bases": [_base(body, majority) for body, majority in pack.majorities.items()], "after": after,
        "articles": [(explained(article), article.rule) for article in pack.articles], "settings": [_setting(setting) for setting in pack.settings]})
