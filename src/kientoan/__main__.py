"""``python -m kientoan``: the command line."""

from kientoan.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
