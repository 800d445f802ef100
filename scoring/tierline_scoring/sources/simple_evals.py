"""OpenAI's simple-evals: a table in the README of its repository, frozen in July 2025."""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import decode
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_URL = "https://raw.githubusercontent.com/openai/simple-evals/main/README.md"
_BENCHMARKS = {
    "MMLU": "mmlu",
    "GPQA": "gpqa",
    "MATH": "math",
    "HumanEval": "humaneval",
    "MGSM": "mgsm",
    "DROP": "drop",
    "SimpleQA": "simpleqa",
}
_FOOTNOTE = re.compile(r"\[\^\w+\]")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the table of results, in %. Rows under a heading that says "Reported" are other vendors' own figures.

    Raises:
        SourceError: The README has no such table any more, or one of its benchmarks is gone.
    """
    table = list(_table(decode(bodies.get(_URL, b""), "simple-evals")))
    if not table:
        raise SourceError("simple-evals: the README has no table that begins with 'Model' and 'Prompt' any more")
    columns = [column.split("<br>")[0].strip() for column in table[0]]
    if missing := sorted(_BENCHMARKS.keys() - set(columns)):
        raise SourceError(f"simple-evals: the table has no column {missing[0]!r} any more")
    tally = Tally("simple-evals")
    reported = False
    for cells in table[1:]:
        row = dict(zip_longest(columns, cells[: len(columns)], fillvalue=""))
        if row["Model"].startswith("**"):
            reported = "reported" in row["Model"].lower()
            continue
        for column, benchmark in _BENCHMARKS.items():
            tally.figure(
                benchmark=benchmark,
                name=_LINK.sub(r"\1", row["Model"]),
                score=row[column],
                scale=Scale.PERCENT,
                metric=f"zero-shot, chain of thought; prompt={row['Prompt']}",
                self_reported=reported,
            )
    return tally.parsed()


def _table(text: str) -> Iterator[list[str]]:
    """Yield the heading and the rows of the table of results, without its rule and its footnotes."""
    inside = False
    for line in text.splitlines():
        if not line.lstrip().startswith("|"):
            if inside:
                return
            continue
        cells = [
            _FOOTNOTE.sub("", cell).strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")
        ]
        inside = inside or cells[:2] == ["Model", "Prompt"]
        if inside and not set("".join(cells)) <= set(":- "):
            yield cells


SOURCE = BenchmarkSource(
    id="simple-evals",
    name="OpenAI simple-evals",
    homepage="https://github.com/openai/simple-evals",
    format="a table in a Markdown file",
    licence="MIT",
    bundled=True,
    locations=(Location(url=_URL),),
    parse=parse,
    note="zero-shot, chain of thought; MATH is MATH-500 for models from o1 on; no dates; last row July 2025",
)
