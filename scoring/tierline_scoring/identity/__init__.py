"""From a model's name as published to its OpenRouter id, or to nothing: a wrong match is worse than none.

A name is *read* into a stem, a day, a tuning and the way it was run; each listed model is known by the
readings of its id, its permanent slug, its Hugging Face id and its display name. Stems must be equal,
token by token and in order; for every other difference there is one rule, and each rule that a match
needed is told in its trace and lowers its confidence. What rules cannot know stands in ``known``.
"""

from tierline_scoring.identity.index import How, Index, build_index
from tierline_scoring.identity.listed import Listed, base_id
from tierline_scoring.identity.match import Match, match
from tierline_scoring.identity.operating_point import UNSAID, OperatingPoint, thinks_unasked
from tierline_scoring.identity.reading import model_key, read
from tierline_scoring.identity.tokens import normalise

__all__ = [
    "UNSAID",
    "How",
    "Index",
    "Listed",
    "Match",
    "OperatingPoint",
    "base_id",
    "build_index",
    "match",
    "model_key",
    "normalise",
    "read",
    "thinks_unasked",
]
