"""Arena-Hard-Auto v0.1: 500 hard prompts, win rate against gpt-4-0314 as a model judges it, frozen in July 2024."""

from collections.abc import Mapping

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import decode, number, parse_csv
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed
from tierline_scoring.sources.tally import Tally

_DAY = "2024-07-31"
_URL = (
    "https://raw.githubusercontent.com/lmarena/arena-hard-auto/main/leaderboard/"
    f"arena_hard_leaderboard_{_DAY.replace('-', '')}.csv"
)
_BENCHMARK = "arena-hard"


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the win rate (in %), and from ``avg_tokens`` how long one answer is.

    Raises:
        SourceError: The table lacks one of the columns.
    """
    text = decode(bodies.get(_URL, b""), "arena-hard")
    tally = Tally("arena-hard")
    for row in parse_csv(text, ("model", "score", "avg_tokens"), "arena-hard"):
        tally.figure(
            benchmark=_BENCHMARK,
            name=row["model"],
            score=row["score"],
            scale=Scale.PERCENT,
            date=_DAY,
            metric="win rate against gpt-4-0314",
        )
        tokens = number(row["avg_tokens"])
        tally.cost(
            benchmark=_BENCHMARK,
            name=row["model"],
            tokens_per_task=tokens if tokens and tokens > 0.0 else None,
            date=_DAY,
            metric="tokens of the answer",
        )
    return tally.parsed()


SOURCE = BenchmarkSource(
    id="arena-hard",
    name="Arena-Hard-Auto v0.1",
    homepage="https://github.com/lmarena/arena-hard-auto",
    format="CSV",
    licence="Apache-2.0",
    bundled=True,
    locations=(Location(url=_URL),),
    parse=parse,
    note="judged by a model; its version 2 is another benchmark and is not read",
)
