import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tierline_scoring.sources import BenchmarkSource, aider, arena_hard, evalplus, llm_stats, simple_evals, zeroeval

Recorded = Callable[[BenchmarkSource], dict[str, bytes]]
TIDY = Path(__file__).parent / "samples" / "tidy"
BUILDER = Path(__file__).parents[3] / "scoring" / "build_snapshot"

ONLY_TIDY = {"Mistral-7B", "Llama3-8B-base"}
"""Names whose rows in the published format say that they are base models; the tables do not."""


@pytest.fixture(scope="module")
def boards() -> Iterator[ModuleType]:
    """Import the module as the script that is run does: from its own directory."""
    sys.path.insert(0, str(BUILDER))
    try:
        yield import_module("boards")
    finally:
        sys.path.remove(str(BUILDER))
        sys.modules.pop("boards", None)


@pytest.mark.parametrize(
    "source",
    [module.SOURCE for module in (aider, arena_hard, evalplus, llm_stats, simple_evals, zeroeval)],
    ids=lambda source: source.id,
)
def test_the_published_format_and_the_tidy_table_say_the_same(
    source: BenchmarkSource, recorded: Recorded, boards: ModuleType
) -> None:
    (board,) = (board for board in boards.BOARDS if board.source.id == source.id)
    tidy = {(row.name, row.benchmark): row for row in boards.read_rows(TIDY, board)}
    live = {(figure.name, figure.benchmark): figure for figure in source.parse(recorded(source)).figures}
    assert {name for name, _ in tidy.keys() - live.keys()} <= ONLY_TIDY
    assert live.keys() <= tidy.keys()
    shared = tidy.keys() & live.keys()
    assert len(shared) >= 6
    for key in shared:
        assert live[key].scale == tidy[key].scale
        assert live[key].value == pytest.approx(tidy[key].value)
    assert (source.licence, source.bundled) == (board.source.licence, True)
