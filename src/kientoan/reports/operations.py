"""Freezing a figure: what was said is kept word for word."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, explained
from kientoan.org import queries
from kientoan.reports import frozen
from kientoan.reports.figure import ask_of
from kientoan.reports.models import FrozenFigure
from kientoan.rules.frozen import canonical, fingerprint, form_faults


@operation(title=gettext_lazy("Chốt số liệu"), right=Right.FREEZE_FIGURES)
def freeze_figure(act: Act, *, figure: str, unit_id: int, day: date, known_at: datetime | None = None,
                  parameters: Mapping[str, str] | None = None) -> FrozenFigure:
    """Keep a figure as it is said now, with its rows and a fingerprint.

    Parameters:
        figure: the key of its definition.
        unit_id: the unit asked for; an area stands for the organisation that covers it.
        day: the day it holds for.
        known_at: as known then; by default at the moment of the act.
        parameters: season and level, or model.

    Returns:
        the copy; the one there is when exactly this was frozen before, and then nothing is written.

    Raises:
        Refusal: for a day outside the tree, a moment to come, a figure, season, level or model that there is not.
    """
    moment = known_at or act.at
    queries.refuse_day(day, today=act.today)
    unit = queries.unit_on(unit_id, day, moment)
    if unit is None:
        raise NotFound(_("Không có đơn vị này vào ngày đã chọn, theo điều đã biết lúc đó. Chọn ngày hoặc lúc khác."), place="unit")
    content = frozen.answer(figure, ask_of(unit, day, known_at=moment), parameters or {}).frozen_content()
    about = content["unit"]
    act.ask([about["id"]], day)
    if faults := form_faults(content):
        raise Refusal(_("Con số không bằng danh sách đứng sau nó, nên chưa chốt: %(fault)s Báo người phụ trách kỹ thuật.") % {"fault": explained(faults[0])})
    digest = fingerprint(content)
    standing = FrozenFigure.objects.filter(fingerprint=digest).first()
    if standing is not None:
        act.enter(unit=about["name"], day=day, count=0)
        return standing
    made = FrozenFigure.objects.create(
        figure=figure, definition_version=content["definition"]["version"], unit_number=about["id"], unit_code=about["code"] or "",
        unit_name=about["name"], day=day, known_at=moment, parameters=content["parameters"], content=canonical(content).decode(),
        fingerprint=digest, frozen_at=act.at, frozen_by=act.actor.label)
    act.enter(unit=about["name"], day=day, detail={
        "figure": figure, "uuid": str(made.uuid), "fingerprint": digest, "known_at": content["known_at"], "parameters": content["parameters"]})
    return made
