# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""The benchmark tables that may be bundled: which of their rows we take, and on which scale they are."""

import csv
import re
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
    self_reported: bool = False
    """Whether the vendor ran it; such a figure counts only where no independent one exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What one source publishes, in one table or several."""

    files: tuple[str, ...]
    source: Source
    takes: tuple[Take, ...]
    self_reported: bool = False
    """Whether vendors ran all of it."""
    own_ids: bool = False
    """Whether its model names are OpenRouter's ids."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """(name, benchmark or ``*``) of rows known to be wrong or to mean another model."""
    refused_rows: re.Pattern[str] | None = None
    """Found in ``name | metric`` of rows that are not of the model alone, or not to be passed on."""


_PERCENT, _FRACTION, _ARENA = Scale.PERCENT, Scale.FRACTION, Scale.ELO_1200
_STOPPED_EARLY = ("gpt-4-turbo-2024-04-09 (diff)", "o1-mini", "o1-mini-2024-09-12")
"""Runs of aider's older board over a part of its exercises, or over others."""
_MODELS_DEV = (
    ("SWE-Bench Pro", "swe-bench-pro"),
    ("SWE Bench Pro", "swe-bench-pro"),
    ("SWE-Bench Verified", "swe-bench-verified"),
    ("LiveCodeBench", "livecodebench"),
    ("GPQA Diamond", "gpqa"),
    ("SciCode", "scicode"),
)
"""Spelling in models.dev → benchmark. The table does not tell the harness of SWE-Atlas, which makes two benchmarks."""

BOARDS = (
    Board(
        files=("openrouter-benchmarks.csv",),
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
            Take(published="Design Arena models/codecategories", benchmark="design-arena-code", scale=_ARENA),
            Take(published="Design Arena models/website", benchmark="design-arena-website", scale=_ARENA),
            Take(published="Design Arena models/uicomponent", benchmark="design-arena-ui", scale=_ARENA),
            Take(published="Design Arena models/dataviz", benchmark="design-arena-dataviz", scale=_ARENA),
            Take(published="Design Arena models/gamedev", benchmark="design-arena-games", scale=_ARENA),
            Take(published="Design Arena agents/fullstack", benchmark="design-arena-fullstack", scale=_ARENA),
        ),
    ),
    Board(
        files=("lmarena.csv",),
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
        files=("epoch.csv",),
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
        files=("openai-simple-evals.csv",),
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
        files=("evalplus.csv",),
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
        files=("zeroeval.csv",),
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
            Take(published="MATH-L5", benchmark="math-l5", scale=_PERCENT),
            Take(published="CRUX", benchmark="crux", scale=_PERCENT),
            Take(published="ZebraLogic", benchmark="zebra-logic", scale=_PERCENT),
        ),
    ),
    Board(
        files=("aider-polyglot.csv", "aider-edit.csv"),
        source=Source(
            id="aider",
            name="aider leaderboards, polyglot and code editing",
            url="https://aider.chat/docs/leaderboards/",
            licence="Apache-2.0",
            date="2025-10-03",
            note="pass rate of the second try",
        ),
        takes=(
            Take(published="aider-polyglot", benchmark="aider-polyglot", scale=_PERCENT, metric="pass_rate_2"),
            Take(published="aider-edit", benchmark="aider-edit", scale=_PERCENT, metric="pass_rate_2"),
        ),
        # copies of lower precision, which nobody serves, and two models together
        refused_rows=re.compile(r"^ollama/|^[^|]*(:|GGUF|[-_]q\d_)|architect", re.IGNORECASE),
        refused=frozenset({(name, "aider-edit") for name in _STOPPED_EARLY}),
    ),
    Board(
        files=("arena-hard.csv",),
        source=Source(
            id="arena-hard",
            name="Arena-Hard-Auto v0.1",
            url="https://github.com/lmarena/arena-hard-auto",
            licence="Apache-2.0",
            date="2024-07-31",
            note="judged by a model",
        ),
        takes=(Take(published="Arena-Hard-Auto v0.1", benchmark="arena-hard", scale=_PERCENT),),
    ),
    Board(
        files=("models-dev.csv",),
        source=Source(
            id="models-dev",
            name="models.dev",
            url="https://github.com/anomalyco/models.dev",
            licence="MIT",
            date="2026-07-02",
            note="kept by hand, each figure with its link: Scale's boards, and what vendors report of themselves",
        ),
        takes=(
            *(
                Take(published=name, benchmark=benchmark, scale=_PERCENT, metric="labs.scale.com")
                for name, benchmark in _MODELS_DEV
            ),
            *(
                Take(published=name, benchmark=benchmark, scale=_PERCENT, self_reported=True)
                for name, benchmark in _MODELS_DEV
            ),
        ),
        refused_rows=re.compile(
            r"aider\.chat|artificialanalysis\.ai|openrouter\.ai|swebench\.com|livecodebench\.github"
        ),
    ),
    Board(
        files=("lmsys-leaderboard-table.csv",),
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
        files=("llm-stats.csv",),
        source=Source(
            id="llm-stats",
            name="llm-stats: scores of model cards",
            url="https://github.com/JonathanChavezTamales/llm-leaderboard",
            licence="CC BY 4.0",
            date="2025-10-16",
            note="almost all reported by the vendors themselves",
        ),
        self_reported=True,
        takes=(
            Take(published="aime-2024", benchmark="aime-2024", scale=_FRACTION),
            Take(published="aime-2025", benchmark="aime-2025", scale=_FRACTION),
            Take(published="humanity's-last-exam", benchmark="hle", scale=_FRACTION),
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


def read_figures(folder: Path) -> Iterator[Published]:
    """Yield the figures of all boards, whose tables lie in ``folder``."""
    for board in BOARDS:
        yield from read_rows(folder, board)


def read_rows(folder: Path, board: Board) -> Iterator[Published]:
    """Yield the rows of ``board`` that we take; of several for one name the independent, then the newest."""
    kept: dict[tuple[str, str], Published] = {}
    for file in board.files:
        with (folder / file).open(encoding="utf-8", newline="") as table:
            for row in filter(None, (_row(board, line) for line in csv.DictReader(table))):
                before = kept.get((row.name, row.benchmark))
                # the first of several rows of one date stands highest in the source
                if before is None or _rank(row) > _rank(before):
                    kept[row.name, row.benchmark] = row
    yield from kept.values()


def _rank(row: Published) -> tuple[bool, str]:
    return not row.self_reported, row.date


def _row(board: Board, line: dict[str, str]) -> Published | None:
    name, metric = line["model_name_as_in_source"], line["metric"]
    if board.refused_rows and board.refused_rows.search(f"{name} | {metric}"):
        return None
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
            self_reported=board.self_reported or take.self_reported,
        )
    return None
