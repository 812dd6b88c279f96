"""The schema of the API as it was agreed, in ``docs/reference/openapi.json``.

``python tests/api/snapshot.py`` says whether the code still gives it; ``--write`` writes it anew.
"""

import json
import os
import sys
from pathlib import Path

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"


def schema_now() -> str:
    """The schema that the code gives, as the file has it."""
    from kientoan.api.document import openapi

    return json.dumps(openapi(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
    django.setup()
    if "--write" in sys.argv:
        SNAPSHOT.write_text(schema_now(), encoding="utf-8")
    sys.exit(0 if SNAPSHOT.exists() and SNAPSHOT.read_text(encoding="utf-8") == schema_now() else 1)
