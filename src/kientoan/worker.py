"""The background worker beside the web: takes tasks from the queue and asks for what is due every hour."""

import os
import threading

CHECK_SECONDS = 3600


def main() -> None:
    """Run until terminated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from kientoan.core.jobs import check_journal
    from kientoan.notices.jobs import tell_accounts
    from kientoan.reports.jobs import fill_figures

    def hourly() -> None:
        check_journal.enqueue()
        fill_figures.enqueue()
        tell_accounts.enqueue()
        start()

    def start() -> None:
        timer = threading.Timer(CHECK_SECONDS, hourly)
        timer.daemon = True
        timer.start()

    start()
    call_command("db_worker", interval=2, verbosity=0, startup_delay=False)


if __name__ == "__main__":
    main()
