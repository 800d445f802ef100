import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from tierline_scoring.sources import BenchmarkSource, epoch, lmarena, lmsys_table, openrouter_model_benchmarks

SAMPLES = Path(__file__).parent / "samples"
BUILDER = Path(__file__).parents[3] / "scoring" / "build_snapshot"
FILES = {
    openrouter_model_benchmarks.SOURCE: ("openrouter_models/models.json",),
    lmsys_table.SOURCE: ("lmsys_table/leaderboard_table_20250804.csv",),
}


@pytest.fixture(scope="module")
def boards() -> Iterator[ModuleType]:
    """Import the module as the script that is run does: from its own directory."""
    sys.path.insert(0, str(BUILDER))
    try:
        yield import_module("boards")
    finally:
        sys.path.remove(str(BUILDER))
        sys.modules.pop("boards", None)


def answers(source: BenchmarkSource) -> dict[str, bytes]:
    if source.id == epoch.SOURCE.id:
        archive = BytesIO()
        with ZipFile(archive, "w") as members:
            for path in sorted((SAMPLES / "epoch").iterdir()):
                members.writestr(path.name, path.read_bytes())
        return {source.locations[0].url: archive.getvalue()}
    if source.id == lmarena.SOURCE.id:
        names = ("overall-1", "coding", "webdev")
        found = zip((location.url for location in source.locations), names, strict=True)
        bodies = {url: (SAMPLES / "lmarena" / f"{name}.json").read_bytes() for url, name in found}
        first = source.locations[0]
        (second,) = source.follow(first, bodies[first.url])
        return bodies | {second.url: (SAMPLES / "lmarena" / "overall-2.json").read_bytes()}
    locations = zip(source.locations, FILES[source], strict=True)
    return {location.url: (SAMPLES / name).read_bytes() for location, name in locations}


@pytest.mark.parametrize("source", [*FILES, epoch.SOURCE, lmarena.SOURCE], ids=lambda source: source.id)
def test_the_published_format_and_the_tidy_table_say_the_same(source: BenchmarkSource, boards: ModuleType) -> None:
    (board,) = (board for board in boards.BOARDS if board.source.id == source.id)
    tidy = {(row.name, row.benchmark): row for row in boards.read_rows(SAMPLES / "tidy", board)}
    live = {(figure.name, figure.benchmark): figure for figure in source.parse(answers(source)).figures}
    assert tidy.keys() == live.keys()
    assert len(tidy) >= 9
    for key, row in tidy.items():
        assert (live[key].published, live[key].scale) == (row.published, row.scale)
        assert live[key].value == pytest.approx(row.value)
    assert (source.licence, source.bundled, source.own_ids) == (board.source.licence, True, board.own_ids)
