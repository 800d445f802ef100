"""The commands that measure routing and fit the classifier, without their data."""

import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.routes.section import Section

COMMAND = Path(__file__).parents[1] / "benchmarks" / "routing.py"
ESCALATION = COMMAND.with_name("escalation.py")
TRAINER = Path(__file__).parents[2] / "server" / "train_classifier"
FITTED = TRAINER.parent / "tierline" / "classify" / "data"


@pytest.mark.parametrize("command", [COMMAND, ESCALATION], ids=["routing", "escalation"])
def test_without_the_data_it_says_so_and_stops(command: Path, tmp_path: Path) -> None:
    told = subprocess.run([sys.executable, command, tmp_path], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "is no folder with the public sets" in told.stderr
    assert not told.stdout


@pytest.mark.parametrize("command", [COMMAND, ESCALATION], ids=["routing", "escalation"])
def test_without_a_folder_it_says_what_to_name(command: Path) -> None:
    told = subprocess.run([sys.executable, command], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert told.stderr == f"Name the folder with the public sets: python tests/benchmarks/{command.name} DATA\n"


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [("", "lacks a public set: there is no file"), ("nowhere", "Name the folder with the public sets")],
)
def test_the_trainer_says_what_it_lacks_and_writes_nothing(tmp_path: Path, folder: str, sentence: str) -> None:
    written = {file: file.stat().st_mtime_ns for file in FITTED.iterdir()}
    told = subprocess.run([sys.executable, TRAINER, tmp_path / folder], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert sentence in told.stderr
    assert {file: file.stat().st_mtime_ns for file in FITTED.iterdir()} == written


def test_a_section_is_a_table_in_markdown_with_its_notes_and_failures() -> None:
    section = Section("Speed", ("lines", "p99"), (("10", "1.5 ms"),), ("warm",), ("too slow",))
    assert list(section.lines()) == [
        "## Speed",
        "",
        "| lines |    p99 |",
        "| ----- | -----: |",
        "| 10    | 1.5 ms |",
        "",
        "- warm",
        "- **Not reached:** too slow",
        "",
    ]


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Section("Speed", ("lines", "p99"), (("10",),))
