"""Ways to choose a model for each type of task, from the runs of one half.

Shrinkage: a model's deviation at a type from its own mean over all types is noise in part. With ``v`` the squared
error of the deviation and ``t`` the variance of true deviations (by moments, over all cells), the best guess of the
true one is ``t / (t + v)`` of it (B. Efron & C. Morris, "Stein's estimation rule and its competitors", Journal of
the American Statistical Association 68, 1973). Scores are taken relative to the task's mean over the models, for
tasks differ far more than models do.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tierline_scoring.kind_evidence import KindScore
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.scored import ScoredModel, score_models
from tierline_scoring.snapshot import load_snapshot
from tierline_scoring.specialists import choose_specialists

from .runs import CHEAP, DOUBTFUL, STRONGEST, Run, by_type, mean

Table = Mapping[str, str]
"""Type of task → model."""
Chooser = Callable[[Sequence[Run]], Table]

POINTS = 5.0
"""What the strongest model's whole cost is worth, in points of quality: about what it asks for beyond the best cheap
model. A dearer choice must bring more than its share of that."""

KINDS: Mapping[str, str] = {
    "bug_fixing": "fix",
    "code_generation": "generate",
    "code_completion": "generate",
    "algorithm": "generate",
    "data_science": "generate",
    "multi_language": "generate",
    "code_refactoring": "refactor",
    "code_understanding": "explain",
    "test_generation": "test",
}
"""Type → the product's kind, as ``scoring/build_snapshot`` reads it."""


def always(model: str) -> Chooser:
    """Choose one model for all."""
    return lambda runs: dict.fromkeys(by_type(runs), model)


def best_single(runs: Sequence[Run]) -> Table:
    """Choose the cheap model that is best on average over the types."""
    return always(_primary(runs))(runs)


def highest_mean(runs: Sequence[Run]) -> Table:
    """Choose by the plain mean, whatever it costs."""
    return {
        name: max(CHEAP, key=lambda model: mean(run.score[model] for run in own)) for name, own in by_type(runs).items()
    }


def shrunk(runs: Sequence[Run], *, points: float = POINTS) -> Table:
    """Choose by shrunk mean less cost."""
    return _by_worth(runs, points)


def shrunk_by_kind(runs: Sequence[Run], *, points: float = POINTS) -> Table:
    """Do the same for the product's kinds, of which ``generate`` holds five types."""
    chosen = _by_worth([replace(run, type=KINDS[run.type]) for run in _even(runs)], points)
    return {name: chosen[KINDS[name]] for name in by_type(runs)}


def published(runs: Sequence[Run], *, kinds: Mapping[str, str] = KINDS) -> Table:
    """Choose as scoring publishes specialists: the primary, unless a gain is beyond its interval."""
    primary = _primary(runs)
    models = _as_scored()
    scores: dict[str, list[KindScore]] = {}
    for name, own in by_type(runs).items():
        for model in CHEAP:
            points = [run.score[model] for run in own]
            scores.setdefault(kinds[name], []).append(
                KindScore(
                    model=models[model].id,
                    benchmark=name,
                    source="coderouterbench",
                    score=mean(points),
                    stderr=_error(points),
                    paired_stderr=_error([run.score[model] - mean(run.score[other] for other in CHEAP) for run in own])
                    * math.sqrt(len(CHEAP) / (len(CHEAP) - 1)),
                    proxy=name in DOUBTFUL,
                )
            )
    others = [models[model] for model in CHEAP if model != primary]
    cells = choose_specialists(models[primary], others, scores, {}, ScoringPolicy())
    names = {scored.id: model for model, scored in models.items()}
    on = {kind: names[cell.model.id] for kind, cell in cells.items() if cell.on}
    return {name: on.get(kinds[name], primary) for name in by_type(runs)}


def published_by_type(runs: Sequence[Run]) -> Table:
    """Do the same as if each type were a kind of its own."""
    return published(runs, kinds={name: name for name in KINDS})


def _primary(runs: Sequence[Run]) -> str:
    types = by_type(runs)
    return max(CHEAP, key=lambda model: mean(mean(run.score[model] for run in own) for own in types.values()))


def _by_worth(runs: Sequence[Run], points: float) -> Table:
    types = by_type(runs)
    guess = _shrink(types)
    usd = {(name, model): mean(run.usd[model] for run in own) for name, own in types.items() for model in own[0].usd}
    return {
        name: max(CHEAP, key=lambda model: guess[name, model] - points * usd[name, model] / usd[name, STRONGEST])
        for name in types
    }


def _shrink(types: Mapping[str, Sequence[Run]]) -> Mapping[tuple[str, str], float]:
    """Return the guess of each model's true deviation from the mean of the cheap ones at each type, in points."""
    seen, noise = {}, {}
    for name, own in types.items():
        for model in CHEAP:
            beyond = [run.score[model] - mean(run.score[other] for other in CHEAP) for run in own]
            seen[name, model], noise[name, model] = mean(beyond), _error(beyond) ** 2
    overall = {model: mean(seen[name, model] for name in types) for model in CHEAP}
    true = max(0.0, mean((seen[cell] - overall[cell[1]]) ** 2 - noise[cell] for cell in seen))
    kept = {cell: true / (true + noise[cell]) if true else 0.0 for cell in seen}
    return {cell: overall[cell[1]] + (seen[cell] - overall[cell[1]]) * kept[cell] for cell in seen}


def _even(runs: Sequence[Run]) -> Sequence[Run]:
    """Return as many runs of every type, so that each counts the same within its kind."""
    types = by_type(runs)
    fewest = min(map(len, types.values()))
    return [run for own in types.values() for run in sorted(own, key=lambda run: run.task)[:fewest]]


def _error(values: Sequence[float]) -> float:
    middle = mean(values)
    return math.sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1) / len(values))


def _as_scored() -> Mapping[str, ScoredModel]:
    """Return the cheap models as scoring holds its own; only their ids matter here, for all of them were run."""
    pattern = next(iter(score_models(load_snapshot(), ScoringPolicy()).values()))
    return {model: replace(pattern, model=replace(pattern.model, id=f"cheap/{model.lower()}")) for model in CHEAP}
