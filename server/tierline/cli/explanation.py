"""An explanation as a tree that a person can follow: a number, its parts under it, its source beside it."""

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from tierline.cli.show import exact
from tierline.cli.terminal import TIER_STYLE, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from tierline_scoring.explain import Explanation, Standing
    from tierline_scoring.figure import Figure, Part

_NAME, _VALUE, _INTERVAL = 27, 9, 19
"""Widths of the columns of figures; with origin and source they fit in 80."""

_FORMULAS = {
    "Overall": "0.3 MMLU + 0.3 HumanEval + 0.2 GSM8K + 0.2 MT-Bench",
    "Value": "Overall / (average cost + 0.01)",
}


class Explained:
    """Numbers the sources, letters the notes that several figures share, and yields the lines."""

    def __init__(self, found: "Explanation", width: int | None) -> None:
        """``width`` is in columns; ``None`` never wraps."""
        self._found = found
        self._width = width
        self._numbers = {name: number for number, name in enumerate(found.sources, start=1)}
        self._figures = _figures(found)
        notes = Counter(figure.note for top in self._figures.values() for figure in _tree(top))
        shared = (note for note, times in notes.items() if note and times > 1)
        self._letters = {note: f"({chr(ord('a') + index)})" for index, note in enumerate(shared)}

    def lines(self) -> "Iterator[Text]":
        """Yield the whole explanation."""
        found = self._found
        yield _heading(found.model.id)
        yield from self._wrapped(f"{found.model.name}, as listed on {found.as_of}", 0)
        yield from self._section("Tiers")
        for standing in found.standings.values():
            yield from self._standing(standing)
        yield from self._section("Listing")
        yield from self._listing()
        yield from self._section("Figures, with 90% intervals")
        for name, figure in self._figures.items():
            yield from self._figure(name, figure, 2)
        for note, letter in self._letters.items():
            yield from self._wrapped(f"{letter} {note}", 2, 4)
        if not self._figures:
            yield from self._wrapped(f"not scored: {found.unscored}", 2)
        yield from self._section("Measurements (* counts for its benchmark)")
        yield from self._measurements()
        yield from self._section("Sources")
        for source in found.sources.values():
            yield from self._wrapped(
                f"{self._cited(source.id)} {source.name}; {source.date}; {source.licence}; {source.url}", 2, 4
            )

    def _standing(self, standing: "Standing") -> "Iterator[Text]":
        from rich.text import Text

        tier = standing.tier.value
        rank = f", rank {standing.rank} of {standing.of} eligible" if standing.rank else ""
        yield Text.assemble("  ", (f"{tier:9}", TIER_STYLE[tier]), f"{standing.place or 'not chosen'}{rank}")
        if standing.specialist_for:
            yield from self._wrapped(f"asked first to {', '.join(standing.specialist_for)}", 11)
        conditions = standing.eligibility.conditions if standing.eligibility else ()
        if all(holds for holds, _ in conditions):
            # What does not hold says by itself why it is not chosen.
            yield from self._wrapped(standing.why, 11)
        for holds, sentence in conditions:
            yield from self._wrapped(f"{'yes' if holds else 'no '} {sentence}", 11, 4)

    def _listing(self) -> "Iterator[Text]":
        model = self._found.model
        price, metadata = self._cited(model.price_source), self._cited(model.metadata_source)
        per = "per million tokens"
        rows = [
            ("prompt", f"{exact(model.prompt_usd_per_mtok)} {per}", price),
            ("completion", f"{exact(model.completion_usd_per_mtok)} {per}", price),
            ("average cost", f"{exact(model.average_usd_per_mtok)} = (prompt + completion) / 2", price),
            ("context", f"{model.context_length:,} tokens", price),
        ]
        if model.max_completion_tokens:
            rows.append(("answer", f"at most {model.max_completion_tokens:,} tokens", price))
        if model.expires:
            rows.append(("ends", f"on {model.expires}, as announced", metadata))
        for name, value, source in rows:
            yield from self._wrapped(f"{name:14}{value} {source}", 2, 14)

    def _figure(self, name: str, figure: "Figure", indent: int) -> "Iterator[Text]":
        interval = "" if figure.low == figure.high else f"{figure.low:,.2f}..{figure.high:,.2f}"
        letter = self._letters.get(figure.note, "")
        cells = f"{' ' * indent + name:{_NAME}}{figure.value:{_VALUE},.2f}{interval:>{_INTERVAL}} "
        # A sum is called after the weakest of its parts, which need not be much of it.
        whole = all(part.figure.origin is figure.origin for part in figure.parts)
        origin = figure.origin if whole else f"partly {figure.origin}"
        yield from self._wrapped(f"{cells}{origin}{letter} {self._cited(*figure.sources)}", 0, _NAME)
        formula = _FORMULAS.get(name, "")
        explained = [formula, "" if letter else figure.note]
        if any(explained):
            yield from self._wrapped("= " * bool(formula) + " = ".join(filter(None, explained)), indent + 2, 2)
        for part in _parts(figure):
            yield from self._figure(f"{part.weight:g} x {part.name}", part.figure, indent + 2)

    def _measurements(self) -> "Iterator[Text]":
        from tierline_scoring.benchmark import BENCHMARKS

        for entry in self._found.evidence.measurements:
            mark, name = "*" if entry.chosen else " ", BENCHMARKS[entry.benchmark].name
            yield from self._wrapped(f"{mark} {name}: {entry.value:.2f}, {entry.date} {self._cited(entry.source)}", 2)
            inherited = f"; inherited from {entry.inherited_from}" if entry.inherited_from else ""
            yield from self._wrapped(
                f'published as {entry.published} for "{entry.name}"{inherited}; matched: {entry.matched}', 6
            )
        if not self._found.evidence.measurements:
            yield from self._wrapped("none is known", 2)

    def _cited(self, *sources: str) -> str:
        """Return ``[1,4-9]``: the numbers of the sources, neighbours taken together."""
        runs: list[list[int]] = []
        for number in sorted(self._numbers[source] for source in sources):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return f"[{','.join(f'{run[0]}-{run[-1]}' if run[1:] else str(run[0]) for run in runs)}]" if runs else ""

    def _section(self, name: str) -> "Iterator[Text]":
        yield _heading("")
        yield _heading(name)

    def _wrapped(self, text: str, indent: int, hanging: int = 0) -> "Iterator[Text]":
        from rich.text import Text

        pad = " " * indent
        width = self._width or len(text) + indent + 1
        for line in textwrap.wrap(
            safe(text),
            width,
            initial_indent=pad,
            subsequent_indent=pad + " " * hanging,
            drop_whitespace=True,
            break_long_words=False,
            break_on_hyphens=False,
            replace_whitespace=False,
        ):
            yield Text(line)


def _heading(text: str) -> "Text":
    from rich.text import Text

    return Text(text, "bold")


def _figures(found: "Explanation") -> "dict[str, Figure]":
    scored = found.scored
    if scored is None:
        return {}
    return {
        "Overall": scored.overall,
        "Value": scored.value,
        "Criteria": scored.criteria,
        "Coding ability, std. dev.": scored.ability,
    }


def _parts(figure: "Figure") -> "tuple[Part, ...]":
    # Value's one part is Overall, whose own parts stand above.
    return figure.parts if len(figure.parts) > 1 else ()


def _tree(figure: "Figure") -> "Iterator[Figure]":
    yield figure
    for part in _parts(figure):
        yield from _tree(part.figure)
