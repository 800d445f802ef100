"""The ``benchmarks`` block that OpenRouter adds to each model of ``GET /models``, keyed by its own ids.

It holds the indices of Artificial Analysis and the ratings of Design Arena, by arena and category; it is undated.
"""

from collections.abc import Mapping
from typing import Any

from tierline_scoring.benchmark import Scale
from tierline_scoring.sources import openrouter_models
from tierline_scoring.sources.decode import as_mapping, text_of
from tierline_scoring.sources.source import BenchmarkSource, Parsed, SourceError
from tierline_scoring.sources.tally import Tally

_ID = "openrouter-benchmarks"
INDICES = {
    "coding_index": "aa-coding",
    "intelligence_index": "aa-intelligence",
    "agentic_index": "aa-agentic",
}
ARENAS = {
    ("models", "codecategories"): "design-arena-code",
    ("models", "website"): "design-arena-website",
    ("models", "uicomponent"): "design-arena-ui",
    ("models", "dataviz"): "design-arena-dataviz",
    ("models", "gamedev"): "design-arena-games",
    ("agents", "fullstack"): "design-arena-fullstack",
}
"""(arena, category) → benchmark. The others draw pictures or make slides, or hold too few models."""


def parse(bodies: Mapping[str, bytes]) -> Parsed:
    """Read the blocks of all models.

    Raises:
        SourceError: The listing has another shape, or no model has a block any more.
    """
    tally = Tally(_ID)
    blocks = 0
    for entry in openrouter_models.entries(bodies):
        model_id = text_of(entry.get("id"))
        block = as_mapping(entry.get("benchmarks"))
        if not block or entry.get("alias_target") or model_id.startswith("~"):
            tally.leave_out("alias" if block else "no benchmarks")
            continue
        blocks += 1
        take_indices(tally, model_id, as_mapping(block.get("artificial_analysis")))
        arena = block.get("design_arena")
        for rating in arena if isinstance(arena, list) else ():
            take_rating(tally, model_id, as_mapping(rating))
    if not blocks:
        raise SourceError(f"{_ID}: no model has a block 'benchmarks' any more")
    return tally.parsed()


def take_indices(tally: Tally, model_id: str, entry: Mapping[str, Any], *, own_id: bool = True, date: str = "") -> None:
    """Take the indices of Artificial Analysis from an object that holds them; null means none."""
    for key, benchmark in INDICES.items():
        if entry.get(key) is not None:
            tally.figure(
                benchmark=benchmark,
                name=model_id,
                score=entry[key],
                scale=Scale.PERCENT,
                date=date,
                metric="index",
                own_id=own_id,
            )


def take_rating(tally: Tally, model_id: str, entry: Mapping[str, Any], *, own_id: bool = True, date: str = "") -> None:
    """Take one rating of Design Arena, if it is one of code."""
    benchmark = ARENAS.get((text_of(entry.get("arena")), text_of(entry.get("category"))))
    if benchmark is None:
        tally.leave_out("another category")
        return
    tally.figure(
        benchmark=benchmark,
        name=model_id,
        score=entry.get("elo"),
        scale=Scale.ELO_1200,
        date=date,
        metric="elo",
        own_id=own_id,
    )


SOURCE = BenchmarkSource(
    id=_ID,
    name="OpenRouter: benchmarks of the listed models (Artificial Analysis, Design Arena)",
    homepage="https://openrouter.ai/models",
    format="JSON, a block in each model of the listing",
    licence="CC BY 4.0",
    bundled=True,
    locations=(openrouter_models.LOCATION,),
    parse=parse,
    follow=openrouter_models.follow,
    own_ids=True,
    note="keyed by OpenRouter's own ids",
)
