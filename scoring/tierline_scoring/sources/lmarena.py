"""LMArena's leaderboard dataset: ratings from votes between two answers, with style control."""

from collections.abc import Mapping

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources import datasets_server
from tierline_scoring.sources.decode import day, number, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_ID = "lmarena"
_DATASET = "lmarena-ai/leaderboard-dataset"
_BOARDS = {
    ("text_style_control", "overall"): "lmarena-text",
    ("text_style_control", "coding"): "lmarena-coding",
    ("webdev", "overall"): "lmarena-web",
}
"""(part of the dataset, category) → benchmark."""
_COLUMNS = ("model_name", "rating", "category")


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the rows of all pages; the interval published with a rating is told in ``metric``.

    Raises:
        SourceError: A page is missing, or has another shape.
    """
    tally = Tally(_ID)
    for url, row in datasets_server.all_rows(bodies, _ID):
        if missing := [column for column in _COLUMNS if column not in row]:
            raise SourceError(f"{_ID}: the rows have no column '{missing[0]}' any more")
        benchmark = _BOARDS.get((datasets_server.config_of(url), text_of(row["category"])))
        if benchmark is None:
            tally.leave_out("another category")
            continue
        low, high = number(row.get("rating_lower")), number(row.get("rating_upper"))
        known = low is not None and high is not None and low <= high
        tally.figure(
            benchmark=benchmark,
            name=text_of(row["model_name"]),
            score=row["rating"],
            scale=Scale.ELO_1300,
            date=day(row.get("leaderboard_publish_date")),
            metric=f"rating, {low:.0f} to {high:.0f}" if known else "rating",
        )
    return tally.parsed()


SOURCE = BenchmarkSource(
    id=_ID,
    name="LMArena leaderboards (text with style control, code)",
    homepage=f"https://huggingface.co/datasets/{_DATASET}",
    format="JSON rows of a dataset viewer, 100 at a time",
    licence="CC BY 4.0",
    bundled=True,
    locations=tuple(
        Location(
            url=datasets_server.rows_url(_DATASET, config, "latest", f"\"category\"='{category}'"),
            name=f"{config}, {category}",
        )
        for config, category in _BOARDS
    ),
    parse=parse,
    follow=datasets_server.next_page,
)
