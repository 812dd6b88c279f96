"""What the database knows of its own size: it plans a question by how many rows it thinks there are."""

from django.db import connection, transaction


def count_rows() -> None:
    """Let the database count its rows, once something wrote very many at once. Plans change by it, answers do not.

    PostgreSQL counts by itself, but minutes later, and plans until then for tables as they were; SQLite counts only when it is told
    to, and then what this connection had to guess at. There it is a transaction of its own: counting reads before it writes, which SQLite
    refuses at once, without waiting, where somebody else is writing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
