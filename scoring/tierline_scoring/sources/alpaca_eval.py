"""AlpacaEval 1 and 2: win rates against a fixed model as GPT-4 judges them, frozen in 2024.

Community rows are run by those who trained the model, so they are marked as reported by the vendor.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources.decode import decode, parse_csv
from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed
from tierline_scoring.sources.tally import Tally

_FOLDER = "https://raw.githubusercontent.com/tatsu-lab/alpaca_eval/main/src/alpaca_eval/leaderboards"


@dataclass(frozen=True, slots=True)
class _Board:
    file: str
    benchmark: str
    score: str
    metric: str

    @property
    def url(self) -> str:
        return f"{_FOLDER}/{self.file}"


_BOARDS = (
    _Board(
        file="data_AlpacaEval_2/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv",
        benchmark="alpaca-eval-2",
        score="length_controlled_winrate",
        metric="length-controlled win rate against gpt4_1106_preview",
    ),
    _Board(
        file="data_AlpacaEval/alpaca_eval_gpt4_leaderboard.csv",
        benchmark="alpaca-eval-1",
        score="win_rate",
        metric="win rate against text_davinci_003",
    ),
)


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the win rates, in %, without the prompt variants that its makers tried (``gpt4_0613_verbose``).

    Raises:
        SourceError: A table lacks one of the columns, or none was fetched.
    """
    tally = Tally("alpaca-eval")
    for board in _BOARDS:
        if board.url not in bodies:
            tally.leave_out("file not fetched")
            continue
        # the column of names has no heading
        text = "name" + decode(bodies[board.url], "alpaca-eval").lstrip()
        for row in parse_csv(text, ("name", "mode", board.score), "alpaca-eval"):
            if row["mode"] == "dev":
                tally.leave_out("a prompt variant")
                continue
            tally.figure(
                benchmark=board.benchmark,
                name=row["name"],
                score=row[board.score],
                scale=Scale.PERCENT,
                metric=f"{board.metric}; {row['mode']}",
                self_reported=row["mode"] == "community",
            )
    return tally.parsed()


SOURCE = BenchmarkSource(
    id="alpaca-eval",
    name="AlpacaEval 1 and 2",
    homepage="https://tatsu-lab.github.io/alpaca_eval/",
    format="CSV",
    licence="Apache-2.0 for the code, CC BY-NC 4.0 for its data",
    bundled=False,
    locations=tuple(Location(url=board.url, name=board.benchmark) for board in _BOARDS),
    parse=parse,
    note="judged by a model; no dates in the tables; last row December 2024",
)
