"""Two runs held against each other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMPARE = Path(__file__).parents[1] / "benchmarks" / "compare.py"


def run_of(path: Path, value: float, noise: float = 0.01) -> Path:
    figure = {"name": "cancel.p99", "what": "cancel", "value": value, "unit": "ms", "most": 100, "noise": noise}
    path.write_text(json.dumps({"machine": "any", "figures": [figure]}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("value", "noise", "status", "word"),
    [
        pytest.param(12.0, 0.01, 1, "slower", id="beyond the noise"),
        pytest.param(8.0, 0.01, 0, "faster", id="better beyond the noise"),
        pytest.param(12.0, 0.2, 0, "", id="within the noise"),
        pytest.param(10.3, 0.0, 0, "", id="less than a twentieth"),
    ],
)
def test_only_what_moved_beyond_the_noise_is_told(
    tmp_path: Path, value: float, noise: float, status: int, word: str
) -> None:
    old, new = run_of(tmp_path / "old.json", 10.0), run_of(tmp_path / "new.json", value, noise)
    ended = subprocess.run([sys.executable, COMPARE, old, new], capture_output=True, text=True, check=False)
    assert ended.returncode == status, ended.stderr
    assert ("slower" in ended.stdout, "faster" in ended.stdout) == (word == "slower", word == "faster")
