"""The background worker beside the web: takes tasks from the queue and asks for the hourly check of the journal."""

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

    def hourly() -> None:
        check_journal.enqueue()
        start()

    def start() -> None:
        timer = threading.Timer(CHECK_SECONDS, hourly)
        timer.daemon = True
        timer.start()

    start()
    call_command("db_worker", interval=2, verbosity=0, startup_delay=False)


if __name__ == "__main__":
    main()
