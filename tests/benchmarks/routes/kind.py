"""The kind of a task from a free request: accuracy and macro-F1 by source, rules beside a trained model.

Leave one family of sources out: the model is fitted on all the others. The rules were written with parts of some
sources in sight; the column "rules saw" says which. Kinds that a source's labels don't tell apart are counted as one.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tierline.classify.kind import detect
from tierline.task import Kind
from train_classifier import kind_model
from train_classifier.labelled import Labelled, Source, own, public

from .bootstrap import Interval, interval, pick
from .metrics import accuracy, confusion, f1, macro_f1
from .section import Section

ACCURACY, MACRO_F1 = 0.86, 0.85
_REQUESTS = ("chat", "own")
"""Families whose texts are requests; the bars hold for their held halves."""
_WEIGHTS = {"own": 1.0, "chat": 1.0, "questions": 0.2, "commits": 0.1}
"""Of one row in the model's fit, so that long posts and commits don't drown what people ask."""
_COMMIT_STEP = 4
_BINS = ((0.0, 0.7), (0.7, 0.9), (0.9, 0.95), (0.95, 1.01))

Predict = Callable[[str], Kind]


def measure(data: Path) -> tuple[Section, ...]:
    """Return the tables of the kind, for the public sets in ``data``."""
    fitting, held = own()
    sources = (fitting, held, *public(data))
    return (
        _by_source(sources),
        _same_sort(sources),
        _by_kind(held),
        _confusion(held),
        _confusion(_joined(source for source in sources if source.family == "chat")),
        _calibration(held),
        _speed(sources),
    )


def _by_source(sources: Sequence[Source]) -> Section:
    models = {family: _models(sources, family) for family in dict.fromkeys(source.family for source in sources)}
    rows, failures = [], []
    for source in (*sources, _joined(source for source in sources if source.family == "chat")):
        rules = _intervals(source, _shipped(source.command))
        alone, both = (_scores(source, model) for model in models[source.family])
        kinds = len({source.same.get(row.kind, row.kind) for row in source.rows})
        cells = (f"{score:.3f}" for score in (*alone, *both))
        rows.append((source.name, str(len(source.rows)), str(kinds), str(rules[0]), str(rules[1]), *cells, source.seen))
        if source.family in _REQUESTS and source.seen == "not read":
            failures += _missed(source.name, rules[0].value, rules[1].value)
    return Section(
        "Kind of a free request, by source: accuracy and macro-F1 of rules, a linear model, both",
        ("source", "requests", "kinds", "rules", "F1", "model", "F1", "both", "F1", "rules saw"),
        tuple(rows),
        (
            "The rules are what ships. The models were fitted on the other families of sources, every time anew.",
            "Own list: written before the rules; its author wrote the rules too, so it flatters them.",
            "Chats were run as typed into 'ask', the own list and commits as typed into 'edit'.",
            "Stackeval and infibench are long posts, fix against question: no bar is held against them.",
            "Nor against commits: subjects, not requests; 'add', 'update' and 'use' stand under every type.",
        ),
        tuple(failures),
    )


def _same_sort(sources: Sequence[Source]) -> Section:
    """Give the model what it was denied: rows of the same sort."""
    rows = []
    for source in sources:
        if source.family in ("own", "commits") and not source.name.endswith("fitting half"):
            others = [
                (other.rows, _WEIGHTS[other.family] if source.family == "own" else float(other.family == source.family))
                for other in sources
                if other is not source
                and (other.family == source.family or (source.family, other.family) == ("own", "chat"))
            ]
            found = [kind_model.fit(others, with_rules=with_rules) for with_rules in (False, True)]
            scores = [_scores(source, predict) for predict in (_shipped(source.command), *found)]
            rows.append((source.name, *(f"{score:.3f}" for pair in scores for score in pair)))
    return Section(
        "Kind: the model fitted on requests of the same sort",
        ("source", "rules", "F1", "model", "F1", "both", "F1"),
        tuple(rows),
        ("Own list: fitted on its other half and the chats. Commits: fitted on the other three repositories.",),
    )


def _missed(name: str, right: float, mean_f1: float) -> list[str]:
    wanted = (("accuracy", right, ACCURACY), ("macro-F1", mean_f1, MACRO_F1))
    return [f"{name}: {what} {value:.3f} is below {bar}" for what, value, bar in wanted if value < bar]


def _models(sources: Sequence[Source], family: str) -> tuple[Predict, Predict]:
    parts: list[tuple[Sequence[Labelled], float]] = [
        (source.rows[::_COMMIT_STEP] if source.family == "commits" else source.rows, _WEIGHTS[source.family])
        for source in sources
        if source.family != family and source.name != "own list, held half"
    ]
    return kind_model.fit(parts, with_rules=False), kind_model.fit(parts, with_rules=True)


def _shipped(command: Kind) -> Predict:
    return lambda text: detect(text, command).kind


def _labels(source: Source, predict: Predict) -> tuple[list[str], list[str]]:
    said = [predict(row.text) for row in source.rows]
    gold = [source.same.get(row.kind, row.kind).value for row in source.rows]
    return gold, [source.same.get(kind, kind).value for kind in said]


def _scores(source: Source, predict: Predict) -> tuple[float, float]:
    gold, said = _labels(source, predict)
    return accuracy(gold, said), macro_f1(gold, said)


def _intervals(source: Source, predict: Predict) -> tuple[Interval, Interval]:
    gold, said = _labels(source, predict)

    def over(measured: Callable[[Sequence[str], Sequence[str]], float]) -> Interval:
        return interval(lambda drawn: measured(pick(gold, drawn), pick(said, drawn)), len(gold))

    return over(accuracy), over(macro_f1)


def _joined(sources: Iterable[Source]) -> Source:
    parts = list(sources)
    name = f"{parts[0].name.split(',')[0]}, both halves"
    return Source(
        name, parts[0].command, tuple(row for part in parts for row in part.rows), "half read", family=parts[0].family
    )


def _by_kind(source: Source) -> Section:
    gold, said = _labels(source, _shipped(source.command))
    return Section(
        f"Kind, {source.name}: each kind",
        ("kind", "requests", "F1"),
        tuple((kind, str(gold.count(kind)), f"{score:.3f}") for kind, score in f1(gold, said).items()),
    )


def _confusion(source: Source) -> Section:
    gold, said = _labels(source, _shipped(source.command))
    counts = confusion(gold, said)
    kinds = [kind.value for kind in Kind if kind.value in {*gold, *said}]
    rows = ((kind, *(str(counts[kind, other] or "") for other in kinds)) for kind in kinds)
    return Section(f"Kind, {source.name}: confusion", ("labelled", *kinds), tuple(rows))


def _calibration(source: Source) -> Section:
    found = [(detect(row.text, source.command), row.kind) for row in source.rows]
    rows = []
    for low, high in _BINS:
        within = [(one.confidence, one.kind is kind) for one, kind in found if low <= one.confidence < high]
        if within:
            said, right = (sum(pair[at] for pair in within) / len(within) for at in (0, 1))
            rows.append((f"{low:.2f} to {min(high, 1):.2f}", str(len(within)), f"{said:.2f}", f"{right:.2f}"))
    return Section(
        f"Kind, {source.name}: is the confidence right?", ("confidence", "requests", "said", "right"), tuple(rows)
    )


def _speed(sources: Sequence[Source]) -> Section:
    rows = []
    for source in sources:
        if source.family != "commits":
            spent = sorted(_spent_ms(row.text, source.command) for row in source.rows)
            cells = (spent[len(spent) // 2], spent[len(spent) * 99 // 100])
            rows.append((source.name, *(f"{value:.2f}" for value in cells)))
    return Section("Kind: time a request, ms", ("source", "p50", "p99"), tuple(rows), ("Warm; processor time.",))


def _spent_ms(text: str, command: Kind) -> float:
    detect(text, command)
    before = time.process_time()
    detect(text, command)
    return (time.process_time() - before) * 1000
