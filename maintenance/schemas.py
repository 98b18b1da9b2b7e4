"""Writes the JSON Schemas of what we publish into docs/schemas.

python maintenance/schemas.py            write them
python maintenance/schemas.py --check    change nothing; fail if they are not those of today
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from meeting.rules.schema import rules_schema
from tally.outcome.file.outcome_schema import outcome_schema

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"
SCHEMAS = {"rules.schema.json": rules_schema, "outcome.schema.json": outcome_schema}


def main() -> None:
    """Write or check the schemas."""
    for name, schema in SCHEMAS.items():
        today = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
        file = FOLDER / name
        if "--check" not in sys.argv[1:]:
            file.write_text(today, "utf-8")
        elif not file.exists() or file.read_text("utf-8") != today:
            sys.exit(f"docs/schemas/{name} is not that of today: python maintenance/schemas.py")


if __name__ == "__main__":
    main()
