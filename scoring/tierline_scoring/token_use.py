"""How many completion tokens a model spends on one task, reasoning included: from published runs, else from its like.

The logarithm of what a model spent on one task of a published run is taken as a sum

    class + vendor within the class + model + run + noise

fitted by backfitting (A. Buja, T. Hastie & R. Tibshirani, "Linear smoothers and additive models", Annals of
Statistics 17, 1989), each effect drawn to 0 by the variance that is expected of it. Classes are what the listing
says of reasoning: thinks unless told not to, can think, can't. One task is one of CodeRouterBench's: a request
of a single turn about a piece of code; other runs differ from it by a factor, which is fitted too.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.estimate import INTERVAL_Z, Interval
from tierline_scoring.identity import base_id
from tierline_scoring.published import TaskCost

ANCHOR = "coderouterbench"
"""The benchmark whose tasks are the unit."""
_ROUNDS = 60
_TYPICAL: Mapping[str, float] = {"thinks": 1700.0, "can think": 800.0, "can't think": 370.0}
"""Class → completion tokens of a task before anything is fitted: CodeRouterBench's means; for models that can
think, of which it holds some with and some without, the middle of both."""
_CLASS, _VENDOR, _MODEL, _RUN = 0.35, 0.35, 0.55, 1.2
"""Standard deviations of the effects, in logarithms: two models of one class differ by a factor of about 1.7."""
_NOISE_TOKENS, _NOISE_USD = 0.3, 0.6
"""The same of a run's noise. Dollars say less: prices moved since, and prompts were cached or not."""
_RUN_PROMPT_TOKENS: Mapping[str, float] = {"aider-polyglot": 7_500.0}
"""Benchmark → prompt tokens of one task, to read completion tokens out of dollars. Aider's is what makes the
plain models' bills agree: gpt-4.1 at $0.044, gpt-4.1-mini at $0.009 and claude-sonnet-4 at $0.070 a task."""
_FEWEST = 50.0
"""No task of a published run was done with less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUse:
    """Completion tokens that a model spends on one task, with their 90% interval."""

    tokens: Interval
    measured: bool
    """Whether a published run of this very model went into it."""
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Spent:
    model: str
    kin: str
    vendor: str
    run: str
    log: float
    noise: float
    cost: TaskCost

    @property
    def keys(self) -> tuple[str, str, str, str]:
        return self.kin, f"{self.vendor} {self.kin}", self.model, f"run {self.run}"


def kin_of(model: CatalogueModel) -> str:
    """Return the class of models that spend alike."""
    if model.thinks_by_default:
        return "thinks"
    return "can think" if model.reasons else "can't think"


def guess(model: CatalogueModel) -> TokenUse:
    """Return what is expected of a model of which no fit knows: its class alone, widely."""
    kin = kin_of(model)
    return _use(
        math.log(_TYPICAL[kin]),
        _CLASS**2 + _VENDOR**2 + _MODEL**2,
        note=f"a guess, as for all models of its class ({kin})",
    )


def fit_token_use(costs: Mapping[str, Sequence[TaskCost]], models: Mapping[str, CatalogueModel]) -> dict[str, TokenUse]:
    """Estimate the tokens of every one of ``models``, by id; a free variant spends what its paid twin does.

    ``costs`` holds the published runs by model id. Deterministic; the order of neither matters.
    """
    bases = {base_id(model_id): model for model_id, model in sorted(models.items(), reverse=True)}
    spent = [one for model_id in sorted(costs) if model_id in bases for one in _spent(bases[model_id], costs[model_id])]
    effects = _backfit(spent)
    own: dict[str, list[_Spent]] = {}
    for one in spent:
        own.setdefault(one.model, []).append(one)
    uses = {model_id: _one(model_id, model, own, effects) for model_id, model in bases.items()}
    return {model_id: uses[base_id(model_id)] for model_id in models}


def _spent(model: CatalogueModel, rows: Iterable[TaskCost]) -> Iterable[_Spent]:
    for row in sorted(rows, key=lambda row: (row.source, row.benchmark, row.name, row.date, row.metric)):
        tokens, noise = row.tokens_per_task, _NOISE_TOKENS
        if not tokens and row.usd_per_task and row.benchmark in _RUN_PROMPT_TOKENS and model.priced:
            tokens, noise = _from_dollars(row.usd_per_task, _RUN_PROMPT_TOKENS[row.benchmark], model), _NOISE_USD
        if tokens and math.isfinite(tokens) and tokens > 0:
            logarithm = math.log(max(_FEWEST, tokens))
            yield _Spent(base_id(model.id), kin_of(model), model.vendor, row.benchmark, logarithm, noise, row)


def _from_dollars(usd: float, prompt_tokens: float, model: CatalogueModel) -> float | None:
    """Take the prompt off the bill; ``None`` for one that today's price of the prompt alone exceeds."""
    if not model.completion_usd_per_mtok:
        return None
    rest = usd * 1e6 - prompt_tokens * float(model.prompt_usd_per_mtok)
    return rest / float(model.completion_usd_per_mtok) if rest > 0 else None


def _backfit(spent: Sequence[_Spent]) -> dict[str, float]:
    """Return each effect by its key. The anchor's run has none: its tasks are the unit."""
    scales = (_CLASS, _VENDOR, _MODEL, _RUN)
    effects: dict[str, float] = dict.fromkeys((key for one in spent for key in one.keys), 0.0)
    for _ in range(_ROUNDS):
        for place, scale in enumerate(scales):
            weights: dict[str, float] = {}
            sums: dict[str, float] = {}
            for one in spent:
                key, weight = one.keys[place], one.noise**-2
                rest = one.log - math.log(_TYPICAL[one.kin]) - sum(effects[other] for other in one.keys if other != key)
                weights[key] = weights.get(key, scale**-2) + weight
                sums[key] = sums.get(key, 0.0) + weight * rest
            effects |= {key: sums[key] / weights[key] for key in sums if key != f"run {ANCHOR}"}
    return effects


def _one(
    model_id: str, model: CatalogueModel, own: Mapping[str, Sequence[_Spent]], effects: Mapping[str, float]
) -> TokenUse:
    kin, vendor = kin_of(model), f"{model.vendor} {kin_of(model)}"
    middle = math.log(_TYPICAL[kin]) + effects.get(kin, 0.0) + effects.get(vendor, 0.0)
    like = {one.model for runs in own.values() for one in runs if one.kin == kin}
    of_vendor = {one.model for runs in own.values() for one in runs if one.keys[1] == vendor}
    if runs := own.get(model_id):
        variance = 1.0 / (_MODEL**-2 + sum(one.noise**-2 for one in runs))
        told = "; ".join(_told(one.cost) for one in runs)
        sources = tuple(sorted({one.cost.source for one in runs}))
        return _use(middle + effects[model_id], variance, measured=True, sources=sources, note=told)
    variance = _MODEL**2 + 1.0 / (_VENDOR**-2 + len(of_vendor) / _MODEL**2) + 1.0 / (_CLASS**-2 + len(like))
    sources = tuple(sorted({one.cost.source for runs in own.values() for one in runs if one.kin == kin}))
    note = f"from {len(like)} models of its class ({kin}), {len(of_vendor)} of them of {model.vendor}"
    return _use(middle, variance, sources=sources, note=note)


def _told(cost: TaskCost) -> str:
    spent = f"{cost.tokens_per_task:,.0f} tokens" if cost.tokens_per_task else f"${cost.usd_per_task:.4f}"
    return f"{spent} a task of {cost.benchmark} as {cost.name}"


def _use(
    logarithm: float, variance: float, *, measured: bool = False, sources: tuple[str, ...] = (), note: str
) -> TokenUse:
    reach = INTERVAL_Z * math.sqrt(variance)
    low, value, high = (round(math.exp(logarithm + side * reach), 0) for side in (-1, 0, 1))
    return TokenUse(tokens=Interval(value=value, low=low, high=high), measured=measured, sources=sources, note=note)
