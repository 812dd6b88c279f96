"""What the database knows of its own size: it plans a question by how many rows it thinks there are."""

from django.db import connection


def count_rows() -> None:
    """Let the database count its rows, once something wrote very many at once. Plans change by it, answers do not.

    PostgreSQL counts by itself, but minutes later, and plans until then for tables as they were; SQLite counts only when it is told
    to, and then what this connection had to guess at.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
