"""The last table of the LMSYS leaderboard: MT-Bench and MMLU of chat models up to 2025, no longer updated."""

import re
from collections.abc import Mapping

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import decode, parse_csv
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed
from tierline_scoring.sources.tally import Tally

_ID = "lmsys-table"
_KEY = "key"
_COLUMNS = {"MT-bench (score)": ("mt-bench", Scale.TEN), "MMLU": ("mmlu", Scale.FRACTION)}
_MEANS_ANOTHER_MODEL = frozenset({"gpt-4-turbo"})
"""The preview of November 2023, not the release of that name."""
_FILE_DATE = re.compile(r"leaderboard_table_(\d{4})(\d\d)(\d\d)\.csv")


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the table; its date stands in its file's name alone.

    Raises:
        SourceError: It is no table, or a column is missing.
    """
    tally = Tally(_ID)
    for url, body in bodies.items():
        dated = _FILE_DATE.search(url)
        for row in parse_csv(decode(body, _ID), (_KEY, *_COLUMNS), _ID):
            if row[_KEY] in _MEANS_ANOTHER_MODEL:
                tally.leave_out("means another model")
                continue
            for column, (benchmark, scale) in _COLUMNS.items():
                tally.figure(
                    benchmark=benchmark,
                    name=row[_KEY],
                    score=row[column],
                    scale=scale,
                    date="-".join(dated.groups()) if dated else "",
                    metric="score 0-10" if scale is Scale.TEN else "accuracy 0-1 (shots differ per row)",
                )
    return tally.parsed()


SOURCE = BenchmarkSource(
    id=_ID,
    name="LMSYS leaderboard table",
    homepage="https://huggingface.co/spaces/lmarena-ai/arena-leaderboard",
    format="CSV",
    licence="Apache-2.0",
    bundled=True,
    locations=(
        Location(
            url="https://huggingface.co/spaces/lmarena-ai/arena-leaderboard/resolve/main/leaderboard_table_20250804.csv"
        ),
    ),
    parse=parse,
    note="MT-Bench (0 to 10) and MMLU; the number of shots differs by row",
)
