"""``python -m kientoan``: the command line."""

import gc

# What the program is made of is never garbage. Looking through it again and again while it is read in, and once more at the end, took a quarter of a short command's time;
# once Django stands, the collector works on what came after it (`cli.parsing.start_django`).
gc.disable()

from kientoan.cli import main  # noqa: E402  # after the collector is off

if __name__ == "__main__":
    try:
        status = main()
    finally:
        gc.freeze()
    raise SystemExit(status)
