"""The packaged extension in a real VS Code, over the real server and its sandbox."""

import re
from pathlib import Path
from typing import Any

import pytest

SCENARIOS = [
    name
    for file in sorted(Path(__file__).parent.glob("scenarios*.mjs"))
    for name in re.findall(r"^ +async (\w+)\(w, place\)", file.read_text(), re.MULTILINE)
]


@pytest.mark.editor
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_in_the_real_editor(scenario: str, played: dict[str, dict[str, Any]]) -> None:
    report = played[scenario]
    assert report["ok"], report["error"]
