"""Work in the background: the figures of the nation are counted before anyone asks."""

from datetime import timedelta

from django_tasks import task

from kientoan.congress import queries as congress_queries
from kientoan.core import clock
from kientoan.core.models import FigureCache
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.reports.concurrency import concurrency_figure
from kientoan.reports.figure import ask_of
from kientoan.reports.season import season_numbers
from kientoan.reports.units import count_units
from kientoan.rules.concurrency import MODELS

KEEP_FIGURES = timedelta(days=90)


@task()
def fill_figures() -> int:
    """Count what is asked of the nation every day, where it has changed; forget what nobody has needed counted for long.

    Returns:
        how many figures of the day are remembered now; 0 for an installation without an organisation of the nation.
    """
    day = clock.today()
    FigureCache.objects.filter(computed_at__lt=clock.now() - KEEP_FIGURES).delete()
    central = tree.versions(day).filter(level=UnitLevel.CENTRAL).first()
    if central is None:
        return 0
    asked = ask_of(central, day)
    count_units(asked)
    if found := congress_queries.season_and_windows(day):
        for level in found[1]:
            season_numbers(asked, level=UnitLevel(level))
    for model in MODELS:
        figure = concurrency_figure(asked, model=model)
        _counted = figure.cells, figure.hamlets
    return FigureCache.objects.filter(unit_id=central.unit_id, day=day, known_at="").count()
