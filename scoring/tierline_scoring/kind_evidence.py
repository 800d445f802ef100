"""Which published figures tell of one kind of task, and how exact they are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tierline_scoring.identity import base_id
from tierline_scoring.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class KindScore:
    """One model's score at one kind of task, 0..100, with its standard error."""

    model: str
    """Id without the variant."""
    benchmark: str
    source: str
    score: float
    stderr: float
    paired_stderr: float | None = None
    """See ``KindRun``."""
    proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    kind: str
    tasks: int = 0
    """Tasks of the benchmark, each passed or failed; 0 for a vote, whose error is ``stderr``."""
    stderr: float = 0.0


KINDS: Mapping[str, _Kind] = {
    "aider-polyglot": _Kind(kind="edit", tasks=225),
    "swe-bench-epoch": _Kind(kind="fix", tasks=484),
    "humaneval-plus": _Kind(kind="generate", tasks=164),
    # a rating's error of about 9, at 0.14 points of win chance each
    "lmarena-web": _Kind(kind="generate", stderr=1.3),
    "lmarena-coding": _Kind(kind="ask", stderr=0.8),
}
"""Benchmark → the kind of task it measures. Left out are those that say nothing of their error (Design Arena
publishes no count of votes) or that each vendor runs in its own way (LiveCodeBench, SWE-bench as reported)."""

SELF_REPORTED = frozenset({"llm-stats", "models-dev"})
"""Sources that hold what vendors say of themselves, each by its own rules: no two can be compared."""


def kind_scores(snapshot: Snapshot) -> Mapping[str, tuple[KindScore, ...]]:
    """Return the scores by kind of task: of benchmarks of one kind, and of runs split by kind."""
    found: dict[str, dict[tuple[str, str, str], KindScore]] = {}
    for run in snapshot.kind_runs:
        score = KindScore(
            model=base_id(run.model),
            benchmark=run.benchmark,
            source=run.source,
            score=run.score,
            stderr=run.stderr,
            paired_stderr=run.paired_stderr,
            proxy=run.proxy,
        )
        found.setdefault(run.kind, {})[score.model, run.benchmark, run.source] = score
    for model_id, evidence in sorted(snapshot.evidence.items()):
        for seen in evidence.chosen:
            if (kind := KINDS.get(seen.benchmark)) and seen.source not in SELF_REPORTED:
                share = min(0.99, max(0.01, seen.value / 100.0))
                error = 100.0 * math.sqrt(share * (1.0 - share) / kind.tasks) if kind.tasks else kind.stderr
                model = base_id(model_id)
                found.setdefault(kind.kind, {})[model, seen.benchmark, seen.source] = KindScore(
                    model=model, benchmark=seen.benchmark, source=seen.source, score=seen.value, stderr=error
                )
    return {kind: tuple(scores[key] for key in sorted(scores)) for kind, scores in sorted(found.items())}
