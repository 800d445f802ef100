"""From published figures to what is known of each listed model: match, choose, fit, estimate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tierline_scoring.benchmark import BENCHMARKS, CODING, FAMILIES, REFERENCE
from tierline_scoring.estimate import AbilityModel, Interval, Table, fit
from tierline_scoring.evidence import Evidence, Measurement
from tierline_scoring.identity import How, Index, Listed, Match, base_id, build_index, match, model_key, thinks_unasked
from tierline_scoring.inferred import InferredAbility, infer_ability
from tierline_scoring.published import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What all figures together say."""

    evidence: Mapping[str, Evidence]
    """By id, for every listed model of which anything is known."""
    inferred: Mapping[str, InferredAbility]
    """By id, for listed models without a figure, whose relatives have some."""
    table: Table
    """What the ability model was fitted on: current, past and unlisted models, each release once."""
    chosen: Mapping[str, Mapping[str, Published]]
    """The figure behind each cell of ``table``."""
    ability_model: AbilityModel
    matches: Mapping[tuple[str, str], Match]
    """How each (source, published name) was understood; the ambiguous ones name their rivals."""


def assess(figures: Sequence[Published], identities: Iterable[Listed], listed: Iterable[str]) -> Assessment:
    """Match every figure to its model, choose one for each benchmark, fit abilities and fill the gaps.

    ``identities`` are all ids ever listed; ``listed`` those now listed, for which evidence is returned.
    """
    index = build_index(identities, ((figure.source, figure.name) for figure in figures if not figure.own_id))
    matches = {(figure.source, figure.name): _match(figure, index) for figure in figures}
    found: defaultdict[str, list[Published]] = defaultdict(list)
    for figure in figures:
        hit = matches[figure.source, figure.name]
        # an unlisted model's figures still teach what a benchmark is worth
        for key in hit.ids or (() if hit.rivals else (f"unlisted {model_key(figure.name)}",)):
            found[key].append(figure)
    chosen = {model: _choose(model, own, matches) for model, own in found.items()}
    twins = _twins(matches.values())
    kept = {model: dict(sorted(chosen[model].items())) for model in sorted(chosen) if model not in twins}
    table = {model: {name: figure.value for name, figure in own.items()} for model, own in kept.items()}
    ability_model = fit(table, FAMILIES)
    evidence = {}
    ids = sorted(listed)
    for model_id in ids:
        base = base_id(model_id)
        if own := found.get(base):
            evidence[model_id] = _evidence(model_id, own, matches, ability_model)
    return Assessment(
        evidence=evidence,
        inferred=_infer(
            [name for name in ids if name not in evidence or not evidence[name].ability], table, ability_model
        ),
        table=table,
        chosen=kept,
        ability_model=ability_model,
        matches=matches,
    )


def _infer(unknown: Iterable[str], table: Table, ability_model: AbilityModel) -> Mapping[str, InferredAbility]:
    known = {
        model: ability_model.coding_ability(scores, CODING)
        for model, scores in table.items()
        if scores.keys() & ability_model.columns.keys()
    }
    found = {model_id: infer_ability(base_id(model_id), ability_model.field.kin, known) for model_id in unknown}
    return {name: replace(it, ability=_rounded(it.ability)) for name, it in found.items() if it}


def _match(figure: Published, index: Index) -> Match:
    if figure.own_id:
        told = How.OWN_ID.value
        return Match(name=figure.name, ids=(base_id(figure.name),), how=How.OWN_ID, confidence=1.0, trace=(told,))
    return match(figure.name, index, figure.source)


def _twins(matches: Iterable[Match]) -> frozenset[str]:
    """Return the second ids of releases that have two, so that no figure is counted twice."""
    return frozenset(twin for hit in matches for twin in hit.ids[1:])


def _choose(model: str, figures: Sequence[Published], matches: Mapping[tuple[str, str], Match]) -> dict[str, Published]:
    """Choose one figure a benchmark: the lower median of independent runs, else of reported ones.

    Of several efforts those nearest to the default count. A median, because one run out of five can be
    17 points off; the lower one, because it is a figure that somebody published.
    """

    def from_default(run: Published) -> int:
        return matches[run.source, run.name].point.from_default(thinks_unasked=thinks_unasked(model))

    by_benchmark: defaultdict[str, list[Published]] = defaultdict(list)
    for figure in figures:
        by_benchmark[figure.benchmark].append(figure)
    chosen = {}
    for benchmark, all_runs in by_benchmark.items():
        trusted = [run for run in all_runs if not run.self_reported] or all_runs
        nearest = min(map(from_default, trusted))
        usual = [run for run in trusted if from_default(run) == nearest]
        runs = sorted(usual, key=lambda run: (run.value, run.source, run.name))
        chosen[benchmark] = runs[(len(runs) - 1) // 2]
    return chosen


def _evidence(
    model_id: str, figures: Sequence[Published], matches: Mapping[tuple[str, str], Match], ability_model: AbilityModel
) -> Evidence:
    base = base_id(model_id)
    # a variant with a figure of its own needs no inherited copy of it, and the base never takes a variant's
    own = {(figure.source, figure.benchmark) for figure in figures if figure.name == model_id}
    seen = [
        figure
        for figure in figures
        if not figure.own_id or figure.name == model_id or (figure.source, figure.benchmark) not in own
    ]
    chosen = _choose(model_id, seen, matches)
    measurements = tuple(
        Measurement(
            benchmark=figure.benchmark,
            value=round(figure.value, 2),
            published=figure.published,
            scale=figure.scale,
            name=figure.name,
            matched="; ".join(matches[figure.source, figure.name].trace),
            confidence=matches[figure.source, figure.name].confidence,
            effort=matches[figure.source, figure.name].point.said,
            source=figure.source,
            date=figure.date,
            metric=figure.metric,
            chosen=chosen[figure.benchmark] is figure,
            inherited_from=base if model_id not in {figure.name, base} else "",
        )
        for figure in sorted(seen, key=lambda f: (list(BENCHMARKS).index(f.benchmark), f.source, f.name))
    )
    scores = {name: figure.value for name, figure in chosen.items()}
    fed = scores.keys() & ability_model.columns.keys()
    return Evidence(
        measurements=measurements,
        ability=_rounded(ability_model.coding_ability(scores, CODING).interval) if fed else None,
        estimates=tuple(
            (name, _rounded(ability_model.estimate(name, base, scores)))
            for name in REFERENCE
            if fed and name not in scores and name in ability_model.columns
        ),
    )


def _rounded(interval: Interval) -> Interval:
    return replace(
        interval,
        value=round(interval.value, 3),
        low=round(interval.low, 3),
        high=round(interval.high, 3),
    )
