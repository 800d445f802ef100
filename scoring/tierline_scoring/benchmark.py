"""The benchmarks we read: their names, their scales, and which of them measure coding."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Scale(StrEnum):
    """The unit in which a source publishes a benchmark."""

    PERCENT = "percent"
    FRACTION = "fraction"
    TEN = "0 to 10"
    ELO_1300 = "rating, as the chance in % to win against a model rated 1300"
    ELO_1200 = "rating, as the chance in % to win against a model rated 1200"


FULL = 100.0
"""The top of the one scale on which all scores are kept."""


def _win_chance(rating: float, opponent: float) -> float:
    return 100.0 / (1.0 + math.pow(10.0, (opponent - rating) / 400.0))


_TO_100: Mapping[Scale, Callable[[float], float]] = {
    Scale.PERCENT: lambda score: score,
    Scale.FRACTION: lambda score: score * 100.0,
    Scale.TEN: lambda score: score * 10.0,
    Scale.ELO_1300: lambda rating: _win_chance(rating, 1300.0),
    Scale.ELO_1200: lambda rating: _win_chance(rating, 1200.0),
}


def to_100(score: float, scale: Scale) -> float:
    """Put a published score on 0..100, higher being better.

    Ratings become the expected win rate against a fixed opponent, the definition of Elo's scale
    (A. Elo, *The Rating of Chessplayers*, 1978): ``100 / (1 + 10^((opponent - rating) / 400))``.

    Raises:
        ValueError: The result lies outside 0..100, so the source's scale is not what it was.
    """
    value = _TO_100[scale](score)
    if not 0.0 <= value <= FULL:
        raise ValueError(f"{score} is no score on the scale '{scale}'")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One benchmark, whoever publishes figures of it."""

    id: str
    name: str
    coding: bool = False
    """Whether it measures writing or repairing code."""
    family: str = ""
    """Benchmarks of one run or vote, which a model has all of or none; empty for one that stands alone."""


REFERENCE = ("mmlu", "humaneval", "gsm8k", "mt-bench")
"""The four benchmarks of the reference formula, in its order."""

BENCHMARKS: Mapping[str, Benchmark] = {
    benchmark.id: benchmark
    for benchmark in (
        Benchmark(id="mmlu", name="MMLU"),
        Benchmark(id="humaneval", name="HumanEval", coding=True, family="evalplus"),
        Benchmark(id="gsm8k", name="GSM8K"),
        Benchmark(id="mt-bench", name="MT-Bench"),
        Benchmark(id="aa-coding", name="Artificial Analysis coding index", coding=True, family="aa"),
        Benchmark(id="aa-intelligence", name="Artificial Analysis intelligence index", family="aa"),
        Benchmark(id="aa-agentic", name="Artificial Analysis agentic index", family="aa"),
        Benchmark(id="design-arena-code", name="Design Arena, code categories", coding=True, family="design-arena"),
        Benchmark(id="lmarena-text", name="LMArena text", family="lmarena"),
        Benchmark(id="lmarena-coding", name="LMArena text, coding", coding=True, family="lmarena"),
        Benchmark(id="lmarena-web", name="LMArena code (web development)", coding=True),
        Benchmark(id="humaneval-plus", name="HumanEval+", coding=True, family="evalplus"),
        Benchmark(id="mbpp-plus", name="MBPP+", coding=True, family="evalplus"),
        Benchmark(id="aider-polyglot", name="aider polyglot", coding=True),
        Benchmark(id="livecodebench", name="LiveCodeBench", coding=True),
        Benchmark(id="swe-bench-verified", name="SWE-bench Verified, as vendors report it", coding=True),
        Benchmark(id="swe-bench-epoch", name="SWE-bench Verified, run by Epoch AI", coding=True),
        Benchmark(id="crux", name="CRUX", coding=True),
        Benchmark(id="mmlu-pro", name="MMLU-Pro"),
        Benchmark(id="mmlu-redux", name="MMLU-Redux"),
        Benchmark(id="gpqa", name="GPQA Diamond"),
        Benchmark(id="math", name="MATH"),
        Benchmark(id="math-500", name="MATH-500"),
        Benchmark(id="math-l5", name="MATH level 5"),
        Benchmark(id="aime-otis", name="OTIS mock AIME"),
        Benchmark(id="mgsm", name="MGSM"),
        Benchmark(id="drop", name="DROP"),
        Benchmark(id="ifeval", name="IFEval"),
        Benchmark(id="zebra-logic", name="ZebraLogic"),
        Benchmark(id="simpleqa", name="SimpleQA"),
        Benchmark(id="simpleqa-verified", name="SimpleQA Verified"),
        Benchmark(id="aa-math", name="Artificial Analysis math index", family="aa"),
        Benchmark(id="hle", name="Humanity's Last Exam"),
        Benchmark(id="scicode", name="SciCode", coding=True),
        Benchmark(id="aa-lcr", name="Long-context reasoning (Artificial Analysis)"),
        Benchmark(id="ifbench", name="IFBench"),
        Benchmark(id="tau2-telecom", name="tau2-Bench telecom"),
        Benchmark(id="tau-banking", name="tau-Bench banking"),
        Benchmark(id="tau-airline", name="tau-Bench airline, run by OpenRouter"),
        Benchmark(id="terminal-bench-hard", name="Terminal-Bench Hard", coding=True),
        Benchmark(id="terminal-bench-2.1", name="Terminal-Bench 2.1", coding=True),
        Benchmark(id="terminal-bench-4.0", name="Terminal-Bench 4.0", coding=True),
        Benchmark(id="aime-2024", name="AIME 2024"),
        Benchmark(id="aime-2025", name="AIME 2025"),
        Benchmark(id="swe-bench-pro", name="SWE-Bench Pro, public set", coding=True),
        Benchmark(id="swe-atlas-qna", name="SWE-Atlas, questions about a codebase", coding=True, family="swe-atlas"),
        Benchmark(id="swe-atlas-tests", name="SWE-Atlas, writing tests", coding=True, family="swe-atlas"),
        Benchmark(id="swe-atlas-refactoring", name="SWE-Atlas, refactoring", coding=True, family="swe-atlas"),
        Benchmark(id="design-arena-website", name="Design Arena, websites", coding=True, family="design-arena"),
        Benchmark(id="design-arena-ui", name="Design Arena, UI components", coding=True, family="design-arena"),
        Benchmark(id="design-arena-dataviz", name="Design Arena, data charts", coding=True, family="design-arena"),
        Benchmark(id="design-arena-games", name="Design Arena, games", coding=True, family="design-arena"),
        Benchmark(
            id="design-arena-fullstack", name="Design Arena, full-stack agents", coding=True, family="design-arena"
        ),
        Benchmark(id="oll-ifeval", name="IFEval, Open LLM Leaderboard", family="open-llm-leaderboard"),
        Benchmark(id="oll-bbh", name="BBH, Open LLM Leaderboard", family="open-llm-leaderboard"),
        Benchmark(id="oll-math-l5", name="MATH level 5, Open LLM Leaderboard", family="open-llm-leaderboard"),
        Benchmark(id="oll-gpqa", name="GPQA, Open LLM Leaderboard", family="open-llm-leaderboard"),
        Benchmark(id="oll-musr", name="MuSR, Open LLM Leaderboard", family="open-llm-leaderboard"),
        Benchmark(id="oll-mmlu-pro", name="MMLU-Pro, Open LLM Leaderboard", family="open-llm-leaderboard"),
        Benchmark(id="bigcodebench", name="BigCodeBench, Instruct", coding=True, family="bigcodebench"),
        Benchmark(id="bigcodebench-hard", name="BigCodeBench-Hard, Instruct", coding=True, family="bigcodebench"),
        Benchmark(id="livebench-coding", name="LiveBench coding", coding=True, family="livebench"),
        Benchmark(id="livebench-agentic-coding", name="LiveBench agentic coding", coding=True, family="livebench"),
        Benchmark(id="livebench-reasoning", name="LiveBench reasoning", family="livebench"),
        Benchmark(id="livebench-mathematics", name="LiveBench mathematics", family="livebench"),
        Benchmark(id="livebench-data-analysis", name="LiveBench data analysis", family="livebench"),
        Benchmark(id="livebench-language", name="LiveBench language", family="livebench"),
        Benchmark(id="livebench-if", name="LiveBench instruction following", family="livebench"),
        Benchmark(id="swe-bench-mini-1", name="SWE-bench Verified, mini-SWE-agent 1", coding=True),
        Benchmark(id="swe-bench-mini-2", name="SWE-bench Verified, mini-SWE-agent 2", coding=True),
        Benchmark(id="alpaca-eval-1", name="AlpacaEval 1"),
        Benchmark(id="alpaca-eval-2", name="AlpacaEval 2, length-controlled"),
        Benchmark(id="arena-hard", name="Arena-Hard-Auto v0.1"),
        Benchmark(id="aider-edit", name="aider code editing", coding=True),
    )
}
"""Every benchmark a snapshot may hold, by id."""

CODING = frozenset(benchmark.id for benchmark in BENCHMARKS.values() if benchmark.coding)
"""Ids of the benchmarks of coding."""
FAMILIES: Mapping[str, str] = {b.id: b.family for b in BENCHMARKS.values() if b.family}
"""Benchmark → family, for those that have one."""
