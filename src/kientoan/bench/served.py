"""The server that is measured: the product's own, in a process of its own. One network asks it more than any reader of news would, so its limit on feeds is lifted."""

import sys
from datetime import timedelta


def main() -> None:
    """Serve the home that the environment names, at the port given, until terminated."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian("kientoan.bench.served:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI, workers=1, blocking_threads=1, log_level=LogLevels.critical).serve()


if __name__ == "__main__":
    main()
else:
    from kientoan.publishing import limits
    from kientoan.wsgi import application  # noqa: F401  # the server asks for it by name

    limits.LIMITS = {**limits.LIMITS, "feed": (limits.Limit(10**9, timedelta(days=1)),)}
