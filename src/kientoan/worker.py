"""The background worker beside the web: takes tasks from the queue and asks for what is due every hour, for news every minute."""

import os
import threading
from collections.abc import Callable

CHECK_SECONDS, NEWS_SECONDS = 3600, 60


def main() -> None:
    """Run until terminated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from kientoan.core import clock
    from kientoan.core.jobs import check_journal
    from kientoan.notices.jobs import tell_accounts
    from kientoan.publishing import news
    from kientoan.publishing.jobs import publish_news, refresh_public
    from kientoan.reports.jobs import fill_figures

    def hourly() -> None:
        check_journal.enqueue()
        fill_figures.enqueue()
        tell_accounts.enqueue()
        refresh_public.enqueue()
        start(CHECK_SECONDS, hourly)

    def every_minute() -> None:
        if news.due(clock.now()):
            publish_news.enqueue()
        start(NEWS_SECONDS, every_minute)

    def start(seconds: int, act: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, act)
        timer.daemon = True
        timer.start()

    start(CHECK_SECONDS, hourly)
    start(NEWS_SECONDS, every_minute)
    call_command("db_worker", interval=2, verbosity=0, startup_delay=False)


if __name__ == "__main__":
    main()
