"""Where the files lie that nobody here wrote: ``../shared/data``, seen from the root of the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


def files(*patterns: str) -> list[Path]:
    """The files of the folder that a pattern fits, licences left out, in order."""
    return sorted({path for pattern in patterns for path in DATA.glob(pattern) if path.is_file() and path.name != "LICENSE"})


def naughty_strings() -> list[str]:
    """Strings that broke other programs: every line of the list that is no comment, and the formula payloads."""
    lists = [DATA / "bad-input/strings/blns.txt", DATA / "bad-input/csv_injection/csv-payload.txt"]
    lines = [line for path in lists for line in path.read_bytes().decode().split("\n")]
    return [line for line in lines if line and not line.startswith("#")]
