# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""The benchmark tables that may be bundled: which of their rows we take, and on which scale they are."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tierline_scoring.benchmark import Scale, to_100
from tierline_scoring.evidence import Source
from tierline_scoring.published import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One kind of row we take: its benchmark as the source calls it, and what it is to us."""

    published: str
    benchmark: str
    scale: Scale
    metric: str = ""
    """Text that the row's ``metric`` must contain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One published table."""

    file: str
    source: Source
    takes: tuple[Take, ...]
    own_ids: bool = False
    """Whether its model names are OpenRouter's ids."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """(name, benchmark or ``*``) of rows known to be wrong or to mean another model."""


_PERCENT, _FRACTION = Scale.PERCENT, Scale.FRACTION

BOARDS = (
    Board(
        file="openrouter-benchmarks.csv",
        own_ids=True,
        source=Source(
            id="openrouter-benchmarks",
            name="OpenRouter: benchmarks of the listed models (Artificial Analysis, Design Arena)",
            url="https://openrouter.ai/api/v1/models",
            licence="CC BY 4.0",
            date="2026-08-22",
            note="keyed by OpenRouter's own ids; a stored copy of the public response",
        ),
        takes=(
            Take(published="AA coding_index", benchmark="aa-coding", scale=_PERCENT),
            Take(published="AA intelligence_index", benchmark="aa-intelligence", scale=_PERCENT),
            Take(published="AA agentic_index", benchmark="aa-agentic", scale=_PERCENT),
            Take(
                published="Design Arena models/codecategories",
                benchmark="design-arena-code",
                scale=Scale.ELO_1200,
            ),
        ),
    ),
    Board(
        file="lmarena.csv",
        source=Source(
            id="lmarena",
            name="LMArena leaderboards (text with style control, text, code)",
            url="https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset",
            licence="CC BY 4.0",
            date="2026-04-19",
            note="each row has its own date, 2025-12-17 to 2026-04-19; from lmarena/arena-catalog and a public copy",
        ),
        takes=(
            Take(
                published="LMArena text (style control) full",
                benchmark="lmarena-text",
                scale=Scale.ELO_1300,
            ),
            Take(published="LMArena text overall", benchmark="lmarena-text", scale=Scale.ELO_1300),
            Take(
                published="LMArena text (style control) coding",
                benchmark="lmarena-coding",
                scale=Scale.ELO_1300,
            ),
            Take(published="LMArena code overall", benchmark="lmarena-web", scale=Scale.ELO_1300),
        ),
    ),
    Board(
        file="epoch.csv",
        source=Source(
            id="epoch",
            name="Epoch AI Benchmarking Hub",
            url="https://epoch.ai/data/benchmark_data.zip",
            licence="CC BY 4.0",
            date="2026-04-19",
            note="Epoch's own runs; MMLU as run by Stanford CRFM's HELM",
        ),
        takes=(
            Take(published="MMLU", benchmark="mmlu", scale=_FRACTION, metric="Stanford CRFM"),
            Take(published="GPQA-Diamond", benchmark="gpqa", scale=_FRACTION, metric="fraction; "),
            Take(published="OTIS Mock AIME", benchmark="aime-otis", scale=_FRACTION, metric="fraction; "),
            Take(published="MATH-L5", benchmark="math-l5", scale=_FRACTION, metric="fraction; "),
            Take(published="SWE-bench Verified", benchmark="swe-bench-epoch", scale=_FRACTION, metric="fraction; "),
            Take(published="SimpleQA Verified", benchmark="simpleqa-verified", scale=_FRACTION, metric="fraction; "),
        ),
    ),
    Board(
        file="openai-simple-evals.csv",
        source=Source(
            id="simple-evals",
            name="OpenAI simple-evals",
            url="https://github.com/openai/simple-evals",
            licence="MIT",
            date="2025-07-09",
            note="zero-shot, chain of thought",
        ),
        takes=(
            Take(published="MMLU", benchmark="mmlu", scale=_PERCENT),
            Take(published="HumanEval", benchmark="humaneval", scale=_PERCENT),
            Take(published="GPQA", benchmark="gpqa", scale=_PERCENT),
            Take(published="MATH", benchmark="math", scale=_PERCENT),
            Take(published="MGSM", benchmark="mgsm", scale=_PERCENT),
            Take(published="DROP", benchmark="drop", scale=_PERCENT),
            Take(published="SimpleQA", benchmark="simpleqa", scale=_PERCENT),
        ),
    ),
    Board(
        file="evalplus.csv",
        source=Source(
            id="evalplus",
            name="EvalPlus leaderboard",
            url="https://evalplus.github.io",
            licence="Apache-2.0",
            date="2024-12-26",
            note="greedy pass@1",
        ),
        takes=(
            Take(published="HumanEval", benchmark="humaneval", scale=_PERCENT),
            Take(published="HumanEval+", benchmark="humaneval-plus", scale=_PERCENT),
            Take(published="MBPP+", benchmark="mbpp-plus", scale=_PERCENT),
        ),
    ),
    Board(
        file="zeroeval.csv",
        source=Source(
            id="zeroeval",
            name="ZeroEval",
            url="https://github.com/WildEval/ZeroEval",
            licence="Apache-2.0",
            date="2025-04-14",
            note="independent, zero-shot, greedy",
        ),
        takes=(
            Take(published="GSM8K", benchmark="gsm8k", scale=_PERCENT),
            Take(published="MMLU-Redux", benchmark="mmlu-redux", scale=_PERCENT),
            Take(published="CRUX", benchmark="crux", scale=_PERCENT),
            Take(published="ZebraLogic", benchmark="zebra-logic", scale=_PERCENT),
        ),
    ),
    Board(
        file="aider-polyglot.csv",
        source=Source(
            id="aider",
            name="aider polyglot leaderboard",
            url="https://aider.chat/docs/leaderboards/",
            licence="Apache-2.0",
            date="2025-10-03",
            note="pass rate of the second try",
        ),
        takes=(Take(published="aider-polyglot", benchmark="aider-polyglot", scale=_PERCENT, metric="pass_rate_2"),),
    ),
    Board(
        file="lmsys-leaderboard-table.csv",
        source=Source(
            id="lmsys-table",
            name="LMSYS leaderboard table",
            url="https://huggingface.co/spaces/lmarena-ai/arena-leaderboard",
            licence="Apache-2.0",
            date="2025-05-11",
            note="MT-Bench (0 to 10) and MMLU; the number of shots differs by row",
        ),
        takes=(
            Take(published="MMLU", benchmark="mmlu", scale=_FRACTION),
            Take(published="MT-Bench", benchmark="mt-bench", scale=Scale.TEN),
        ),
        refused=frozenset({("gpt-4-turbo", "*")}),  # the preview of November 2023, not the release of that name
    ),
    Board(
        file="llm-stats.csv",
        source=Source(
            id="llm-stats",
            name="llm-stats: scores of model cards",
            url="https://github.com/JonathanChavezTamales/llm-leaderboard",
            licence="CC BY 4.0",
            date="2025-10-16",
            note="almost all reported by the vendors themselves",
        ),
        takes=(
            Take(published="mmlu", benchmark="mmlu", scale=_FRACTION),
            Take(published="humaneval", benchmark="humaneval", scale=_FRACTION),
            Take(published="gsm8k", benchmark="gsm8k", scale=_FRACTION),
            Take(published="mt-bench", benchmark="mt-bench", scale=_FRACTION),
            Take(published="mmlu-pro", benchmark="mmlu-pro", scale=_FRACTION),
            Take(published="mmlu-redux", benchmark="mmlu-redux", scale=_FRACTION),
            Take(published="gpqa", benchmark="gpqa", scale=_FRACTION),
            Take(published="math", benchmark="math", scale=_FRACTION),
            Take(published="math-500", benchmark="math-500", scale=_FRACTION),
            Take(published="mgsm", benchmark="mgsm", scale=_FRACTION),
            Take(published="drop", benchmark="drop", scale=_FRACTION),
            Take(published="ifeval", benchmark="ifeval", scale=_FRACTION),
            Take(published="simpleqa", benchmark="simpleqa", scale=_FRACTION),
            Take(published="livecodebench", benchmark="livecodebench", scale=_FRACTION),
            Take(published="swe-bench-verified", benchmark="swe-bench-verified", scale=_FRACTION),
            Take(published="aider-polyglot", benchmark="aider-polyglot", scale=_FRACTION),
        ),
        refused=frozenset(
            {
                ("nvidia/llama-3.1-nemotron-70b-instruct", "mt-bench"),  # 0.0899 for 8.98 of 10
                ("google/gemma-2-9b-it", "humaneval"),  # these four are figures of the base models
                ("google/gemma-2-27b-it", "humaneval"),
                ("mistral/ministral-8b-instruct-2410", "humaneval"),
                ("qwen/qwen3-235b-a22b", "*"),
                ("ibm/granite-3.3-8b-base", "*"),  # and this one has those of the instruct model
            }
        ),
    ),
)
"""In the order of trust: own ids first, independent runs next, self-reported figures last."""

SELF_REPORTED = frozenset({"llm-stats"})
"""Sources whose figures count only where no independent run exists."""


def read_figures(folder: Path) -> Iterator[Published]:
    """Yield the figures of all boards, whose tables lie in ``folder``."""
    for board in BOARDS:
        yield from read_rows(folder, board)


def read_rows(folder: Path, board: Board) -> Iterator[Published]:
    """Yield the rows of ``board`` that we take; of several for one name and benchmark the newest."""
    newest: dict[tuple[str, str], Published] = {}
    with (folder / board.file).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            row = _row(board, line)
            if row is None:
                continue
            key = (row.name, row.benchmark)
            # the first of several rows of one date stands highest in the source
            if key not in newest or newest[key].date < row.date:
                newest[key] = row
    yield from newest.values()


def _row(board: Board, line: dict[str, str]) -> Published | None:
    name, metric = line["model_name_as_in_source"], line["metric"]
    for take in board.takes:
        if take.published != line["benchmark"] or take.metric not in metric:
            continue
        if take.metric == "fraction; " and metric.strip() != "fraction;":  # an external table within Epoch's
            return None
        if board.refused & {(name, take.benchmark), (name, "*")}:
            return None
        return Published(
            source=board.source.id,
            benchmark=take.benchmark,
            name=name,
            published=line["score"],
            scale=take.scale,
            value=to_100(float(line["score"]), take.scale),
            metric=metric.strip("; "),
            date=line["date"] or board.source.date,
            own_id=board.own_ids,
            self_reported=board.source.id in SELF_REPORTED,
        )
    return None
