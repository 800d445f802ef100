"""Put a snapshot together from a catalogue and published figures, wherever both were read from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from tierline_scoring.accuracy import Accuracy, measure
from tierline_scoring.assess import Assessment, assess
from tierline_scoring.benchmark import BENCHMARKS, FAMILIES
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.evidence import Source
from tierline_scoring.identity import (
    UNSAID,
    How,
    Listed,
    OperatingPoint,
    base_id,
    build_index,
    match,
    thinks_unasked,
)
from tierline_scoring.published import Published, TaskCost
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.token_use import fit_token_use


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What OpenRouter offers on one day, and what it offered before."""

    as_of: date
    models: tuple[CatalogueModel, ...]
    """Those that can be chosen."""
    identities: tuple[Listed, ...]
    """All ids ever listed: a figure may be of a model that is gone, and must not be taken for its successor's."""
    sources: tuple[Source, ...]
    """Where prices, metadata and uptimes come from."""
    no_longer_listed: Mapping[str, date] = field(default_factory=dict)
    """Id → the day of the last listing that had it."""
    former: Mapping[str, CatalogueModel] = field(default_factory=dict)
    """Models that were listed before, as they stood then."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Listed ids that can't be chosen, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What all sources of benchmarks give together."""

    figures: Sequence[Published]
    sources: Sequence[Source]
    """Those of the figures and costs; the ones that gave none are left out of the snapshot."""
    costs: Sequence[TaskCost] = ()


def build_snapshot(
    catalogue: Catalogue, findings: Findings, before: Snapshot | None = None
) -> tuple[Snapshot, Assessment]:
    """Match, fit and estimate; return the snapshot, and how it came about.

    Of ``before`` stays what no source of these findings tells: token counts of models without a published run
    now, and runs by kind of task.
    """
    models = {model.id: model for model in sorted(catalogue.models, key=lambda model: model.id)}
    former = {name: catalogue.former[name] for name in sorted(catalogue.former.keys() - models.keys())}
    assessment = assess(findings.figures, catalogue.identities, (*models, *former))
    token_use = fit_token_use(_by_model(findings, catalogue.identities), {**former, **models})
    if before:
        token_use |= {
            name: use
            for name, use in before.token_use.items()
            if name in token_use and use.measured and not token_use[name].measured
        }
    used = {figure.source for figure in findings.figures} | {cost.source for cost in findings.costs}
    used |= {name for use in token_use.values() for name in use.sources}
    kind_runs = before.kind_runs if before else ()
    used |= {run.source for run in kind_runs}
    sources = {source.id: source for source in (*catalogue.sources, *findings.sources)}
    older = before.sources if before else {}
    snapshot = Snapshot(
        as_of=catalogue.as_of,
        sources={source.id: source for source in catalogue.sources}
        | {name: source for name, source in {**older, **sources}.items() if name in used},
        models=models,
        evidence=assessment.evidence,
        inferred=assessment.inferred,
        no_longer_listed=dict(sorted(catalogue.no_longer_listed.items())),
        accuracy={name: _rounded(value) for name, value in measure(assessment.table, FAMILIES).items()},
        token_use=token_use,
        former=former,
        left_out=dict(sorted(catalogue.left_out.items())),
        kind_runs=kind_runs,
    )
    return snapshot, assessment


def _by_model(findings: Findings, identities: Iterable[Listed]) -> Mapping[str, Sequence[TaskCost]]:
    """Return the costs as served by the id of their model; those of unknown or ambiguous names are left out."""
    named = {(figure.source, figure.name) for figure in findings.figures if not figure.own_id}
    named |= {(cost.source, cost.name) for cost in findings.costs if not cost.own_id}
    index = build_index(identities, sorted(named))
    found: defaultdict[str, list[tuple[TaskCost, OperatingPoint]]] = defaultdict(list)
    for cost in findings.costs:
        if cost.own_id:
            found[base_id(cost.name)].append((cost, UNSAID))
        else:
            hit = match(cost.name, index, cost.source)
            for model_id in hit.ids:
                found[model_id].append((cost, hit.point))
    return {model_id: _as_served(model_id, runs) for model_id, runs in found.items()}


def _as_served(model_id: str, runs: Sequence[tuple[TaskCost, OperatingPoint]]) -> Sequence[TaskCost]:
    """Keep, of several efforts in one source's run, those nearest to what one gets unasked: each costs its own."""
    nearest: dict[tuple[str, str], int] = {}
    for cost, point in runs:
        away = point.from_default(thinks_unasked=thinks_unasked(model_id))
        nearest[cost.source, cost.benchmark] = min(away, nearest.get((cost.source, cost.benchmark), away))
    return [
        cost
        for cost, point in runs
        if point.from_default(thinks_unasked=thinks_unasked(model_id)) == nearest[cost.source, cost.benchmark]
    ]


def catalogue_of(snapshot: Snapshot) -> Catalogue:
    """Return what a snapshot says of OpenRouter's catalogue."""
    used = {name for model in snapshot.models.values() for name in _sources_of(model)}
    identities = {model_id: Listed(id=model_id) for model_id in snapshot.no_longer_listed}
    identities |= {
        model.id: Listed(
            id=model.id,
            canonical_slug=model.canonical_slug,
            hugging_face_id=model.hugging_face_id,
            name=model.name,
            created=model.created,
            reasons=model.reasons,
        )
        for model in (*snapshot.former.values(), *snapshot.models.values())
    }
    return Catalogue(
        as_of=snapshot.as_of,
        models=tuple(snapshot.models.values()),
        identities=tuple(identities[model_id] for model_id in sorted(identities)),
        sources=tuple(source for name, source in snapshot.sources.items() if name in used),
        no_longer_listed=snapshot.no_longer_listed,
        former=snapshot.former,
        left_out=snapshot.left_out,
    )


def figures_of(snapshot: Snapshot, source: str, *, self_reported: bool = False) -> tuple[Published, ...]:
    """Return the figures of one source as a snapshot holds them, once each: those of listed models."""
    found = {
        (measurement.benchmark, measurement.name, measurement.published): Published(
            source=source,
            benchmark=measurement.benchmark,
            name=measurement.name,
            published=measurement.published,
            scale=measurement.scale,
            value=measurement.value,
            date=measurement.date,
            metric=measurement.metric,
            own_id=measurement.matched == How.OWN_ID,
            self_reported=self_reported,
        )
        for evidence in snapshot.evidence.values()
        for measurement in evidence.measurements
        if measurement.source == source and measurement.benchmark in BENCHMARKS
    }
    return tuple(found.values())


def _sources_of(model: CatalogueModel) -> tuple[str, ...]:
    uptime = (model.uptime.source,) if model.uptime else ()
    return (model.price_source, model.metadata_source, *uptime)


def _rounded(accuracy: Accuracy) -> Accuracy:
    figures = {entry.name: getattr(accuracy, entry.name) for entry in fields(accuracy)}
    # two digits of an error, three of a share: more would be noise, and would differ between machines
    digits = {name: 3 if name.startswith("within") else 2 for name in figures}
    return Accuracy(**{name: round(value, digits[name]) for name, value in figures.items()})
