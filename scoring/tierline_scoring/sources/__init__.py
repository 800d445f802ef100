"""One module a source, each in that source's own published format: bytes in, figures out.

A module's name stands in ``BENCHMARK_SOURCES``; it defines ``SOURCE``, a ``BenchmarkSource``. What OpenRouter
lists (models, prices, endpoints) is read by ``openrouter_models`` and ``openrouter_endpoints``.
"""

from functools import cache
from importlib import import_module

from tierline_scoring.sources.source import BenchmarkSource, Location, Parsed, SourceError

__all__ = ["BENCHMARK_SOURCES", "BenchmarkSource", "Location", "Parsed", "SourceError", "benchmark_sources"]

BENCHMARK_SOURCES: tuple[str, ...] = (
    "openrouter_model_benchmarks",
    "openrouter_benchmarks",
    "artificial_analysis",
    "lmarena",
    "lmsys_table",
    "epoch",
    "simple_evals",
    "evalplus",
    "bigcodebench",
    "zeroeval",
    "aider",
    "livebench",
    "livecodebench",
    "swebench",
    "open_llm_leaderboard",
    "alpaca_eval",
    "arena_hard",
    "models_dev",
    "llm_stats",
)
"""In the order of trust: own ids first, independent runs next, self-reported figures last."""


@cache
def benchmark_sources() -> tuple[BenchmarkSource, ...]:
    """Return every source, imported at the first call."""
    return tuple(import_module(f"tierline_scoring.sources.{name}").SOURCE for name in BENCHMARK_SOURCES)
