"""The rules, without Django and without a database."""
