"""The second Open LLM Leaderboard of Hugging Face, frozen since March 2025: one protocol over thousands of open models.

Its figures are of other protocols than those of the same name elsewhere, so they are benchmarks of their own.
"""

from collections.abc import Mapping

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources import datasets_server
from tierline_scoring.sources.decode import day, text_of
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_ID = "open-llm-leaderboard"
_DATASET = "open-llm-leaderboard/contents"
_COLUMNS = {
    "IFEval Raw": "oll-ifeval",
    "BBH Raw": "oll-bbh",
    "MATH Lvl 5 Raw": "oll-math-l5",
    "GPQA Raw": "oll-gpqa",
    "MUSR Raw": "oll-musr",
    "MMLU-PRO Raw": "oll-mmlu-pro",
}


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the rows of all pages, those of base models, merges and flagged entries left out.

    Raises:
        SourceError: A page is missing, or a column.
    """
    tally = Tally(_ID)
    for _, row in datasets_server.all_rows(bodies, _ID):
        if missing := [column for column in ("fullname", *_COLUMNS) if column not in row]:
            raise SourceError(f"{_ID}: the rows have no column '{missing[0]}' any more")
        if row.get("Flagged") is True or row.get("Merged") is True:
            tally.leave_out("flagged" if row.get("Flagged") is True else "merge of other models")
        elif "pretrained" in text_of(row.get("Type")):
            tally.leave_out("base model")
        else:
            template = "with" if row.get("Chat Template") is True else "without"
            for column, benchmark in _COLUMNS.items():
                tally.figure(
                    benchmark=benchmark,
                    name=text_of(row["fullname"]),
                    score=row[column],
                    scale=Scale.FRACTION,
                    date=day(row.get("Submission Date")),
                    metric=f"{text_of(row.get('Precision')) or 'unknown precision'}, {template} chat template",
                )
    return tally.parsed()


SOURCE = BenchmarkSource(
    id=_ID,
    name="Open LLM Leaderboard, second version",
    homepage="https://huggingface.co/datasets/open-llm-leaderboard/contents",
    format="JSON rows of a dataset viewer, 100 at a time",
    licence="none stated",
    bundled=False,
    locations=(Location(url=datasets_server.rows_url(_DATASET, "default", "train"), name="contents"),),
    parse=parse,
    follow=datasets_server.next_page,
    note="frozen since March 2025",
)
