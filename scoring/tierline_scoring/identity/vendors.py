"""Who makes models, who only serves them, and what a bare name means where it is published."""

from collections.abc import Mapping
from enum import StrEnum

VENDORS: Mapping[str, str] = {
    "alibaba": "qwen",
    "allenai": "allenai",
    "amazon": "amazon",
    "cohereforai": "cohere",
    "coherelabs": "cohere",
    "deepseek-ai": "deepseek",
    "ibm": "ibm-granite",
    "meta": "meta-llama",
    "minimaxai": "minimax",
    "mistral": "mistralai",
    "stepfun-ai": "stepfun",
    "xai": "x-ai",
    "xiaomimimo": "xiaomi",
    "zai": "z-ai",
    "zai-org": "z-ai",
    "zhipuai": "z-ai",
}
"""A vendor as other sources spell it → as OpenRouter does."""

HOSTS = frozenset({"bedrock", "chutes", "fireworks", "hyperbolic", "openrouter", "parasail", "sambanova", "together"})
"""Who serves others' models unchanged."""

MAKERS: Mapping[str, str] = {
    "amazon": "nova",
    "anthropic": "claude",
    "arcee": "trinity",
    "c4ai": "command",
    "google": "gem",
    "meta": "llama",
    "microsoft": "phi",
    "nvidia": "",
    "openai": "",
    "perplexity": "sonar",
    "xai": "grok",
}
"""A maker's name that may stand before a family's → the family; empty: before any."""


class Bare(StrEnum):
    """What an open-weight model's name without ``instruct`` or ``base`` means in a source."""

    CHAT = "the chat model, for the source tests chat models only"
    CARD = "the chat model, for the source lists no other of that name"
    AS_WRITTEN = "what is so named: the base model, where the chat model has a word for it"


BARE: Mapping[str, Bare] = dict.fromkeys(
    (
        "aider",
        "alpaca-eval",
        "arena-hard",
        "artificial-analysis",
        "livebench",
        "livecodebench",
        "lmarena",
        "lmsys-table",
        "simple-evals",
        "swe-bench",
        "zeroeval",
    ),
    Bare.CHAT,
) | dict.fromkeys(("llm-stats", "models-dev"), Bare.CARD)
"""By id of the source; any other is taken as written, as papers and repositories are."""
