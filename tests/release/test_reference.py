"""The pages that are made from the code, and the schema that editors complete settings by."""

import json
import subprocess
import sys
from pathlib import Path

from tierline.settings import Settings, parse_settings

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "server/docs/reference"


def test_the_pages_made_from_the_code_are_current() -> None:
    made = subprocess.run(
        [sys.executable, "server/reference", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stderr


def test_every_setting_of_the_schema_is_one_and_says_what_it_is_for() -> None:
    schema = json.loads((REFERENCE / "settings.schema.json").read_text(encoding="utf-8"))
    described = {name for name, one in schema["properties"].items() if one.get("description") or "$ref" in one}
    assert schema["properties"].keys() - described == {"$schema", "version"}
    settings, problems = parse_settings(Settings().model_dump(mode="json", by_alias=True), "x")
    assert (settings, problems) == (Settings(), ())
    assert settings.model_dump(by_alias=True).keys() == described
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("| `") and line.endswith("|  |")] == []
