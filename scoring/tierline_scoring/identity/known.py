"""What rules can't know: vendors' own aliases, names that moved, habits of single sources; each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tierline_scoring.identity.reading import Reading, read
from tierline_scoring.identity.tokens import normalise


@dataclass(frozen=True, slots=True)
class Known:
    """What a name stands for, and how one knows. Without ids it stands for nothing that may be listed."""

    because: str
    ids: tuple[str, ...] = ()


TWINS: Mapping[str, tuple[str, ...]] = {
    model_id: twins
    for twins in (
        ("openai/gpt-4o-mini", "openai/gpt-4o-mini-2024-07-18"),
        ("mistralai/mistral-large-2407", "mistralai/mistral-large"),
    )
    for model_id in twins
}
"""One release that OpenRouter lists under two ids → both, the main one first."""

_OPENAI, _MISTRAL, _DEEPSEEK = "OpenAI's name for it", "Mistral's own name of that release", "DeepSeek's own name"
_LARGE_2 = TWINS["mistralai/mistral-large"]

_ANYWHERE: Mapping[str, Known] = {
    "gpt-4-0613": Known("OpenAI's gpt-4 is the release 0613", ("openai/gpt-4",)),
    "gpt-3.5-turbo-0125": Known("OpenAI's gpt-3.5-turbo is the release 0125", ("openai/gpt-3.5-turbo",)),
    "gpt-3.5-turbo-16k-0613": Known("OpenAI's gpt-3.5-turbo-16k is the release 0613", ("openai/gpt-3.5-turbo-16k",)),
    "gpt-4-0125-preview": Known("OpenAI's gpt-4-turbo-preview is the release 0125", ("openai/gpt-4-turbo-preview",)),
    "gpt-4-turbo-2024-04-09": Known("OpenAI's gpt-4-turbo is that release", ("openai/gpt-4-turbo",)),
    "gpt-4-turbo-0409": Known("OpenAI's gpt-4-turbo is that release", ("openai/gpt-4-turbo",)),
    "gpt-4-turbo-1106": Known("the preview of November 2023", ("openai/gpt-4-1106-preview",)),
    "gpt-4-turbo (nov 2023)": Known("the preview of November 2023", ("openai/gpt-4-1106-preview",)),
    "gpt-4 (may 2023)": Known("in May 2023 that was 0314, not today's gpt-4", ("openai/gpt-4-0314",)),
    "gpt-5.3-chat-latest": Known(_OPENAI, ("openai/gpt-5.3-chat",)),
    "gpt-5.3-instant": Known(_OPENAI, ("openai/gpt-5.3-chat",)),
    "gpt-5.2-instant": Known(_OPENAI, ("openai/gpt-5.2-chat",)),
    "gpt-5.1-instant": Known(_OPENAI, ("openai/gpt-5.1-chat",)),
    "deepseek-chat": Known("DeepSeek's alias for whatever model is newest"),
    "deepseek-reasoner": Known("DeepSeek's alias for whatever model is newest"),
    "deepseek-v3": Known(_DEEPSEEK, ("deepseek/deepseek-chat",)),
    "deepseek-v3 (nov 2024)": Known("V3 before it was public", ("deepseek/deepseek-chat",)),
    "deepseek-v3 (dec 2024)": Known("the first release of V3", ("deepseek/deepseek-chat",)),
    "deepseek-v3-1226": Known("the first release of V3", ("deepseek/deepseek-chat",)),
    "deepseek-chat-v3 (prev)": Known("V3 before 0324", ("deepseek/deepseek-chat",)),
    "deepseek-r1-0120": Known("the first release of R1", ("deepseek/deepseek-r1",)),
    "kimi-k2-thinking-turbo": Known("the same weights, served faster", ("moonshotai/kimi-k2-thinking",)),
    "command-r": Known("the release of March 2024, not that of August"),
    "command-r-plus": Known("the release of April 2024, not that of August"),
    "mistral-large-2402": Known("the first Mistral Large; OpenRouter's is 2407"),
    "mistral-large-2": Known("Large 2 is the release 2407", _LARGE_2),
    "mistral-large-2-2407": Known("Large 2 is the release 2407", _LARGE_2),
    "mistral-medium-2505": Known(_MISTRAL, ("mistralai/mistral-medium-3",)),
    "mistral-medium-2508": Known(_MISTRAL, ("mistralai/mistral-medium-3.1",)),
    "mistral-medium-2604": Known(_MISTRAL, ("mistralai/mistral-medium-3-5",)),
    "mistral-small-2501": Known(_MISTRAL, ("mistralai/mistral-small-24b-instruct-2501",)),
    "mistral-small-2503": Known(_MISTRAL, ("mistralai/mistral-small-3.1-24b-instruct",)),
    "mistral-small-2506": Known(_MISTRAL, ("mistralai/mistral-small-3.2-24b-instruct",)),
    "mistral-small-3": Known("the 24B of January 2025", ("mistralai/mistral-small-24b-instruct-2501",)),
    "mistral-small-3.1": Known("there is one size", ("mistralai/mistral-small-3.1-24b-instruct",)),
    "mistral-small-3.2": Known("there is one size", ("mistralai/mistral-small-3.2-24b-instruct",)),
    "mistral-nemo-12b-instruct": Known("there is one size", ("mistralai/mistral-nemo",)),
    "open-mistral-nemo-2407": Known(_MISTRAL, ("mistralai/mistral-nemo",)),
    "open-mistral-nemo": Known(_MISTRAL, ("mistralai/mistral-nemo",)),
    "open-mixtral-8x22b": Known("Mistral's own name of the instruct model", ("mistralai/mixtral-8x22b-instruct",)),
    "qwen3-moe-2507": Known("there is one such model of July 2025", ("qwen/qwen3-235b-a22b-2507",)),
    "llama-3.2-11b-instruct": Known("the 11B is the vision model", ("meta-llama/llama-3.2-11b-vision-instruct",)),
    "llama-4-maverick-17b-instruct": Known("there is one Maverick", ("meta-llama/llama-4-maverick",)),
    "llama-4-scout-17b-instruct": Known("there is one Scout", ("meta-llama/llama-4-scout",)),
    "gemini-1.5-flash": Known("OpenRouter had the version behind", ("google/gemini-flash-1.5",)),
    "gemini-1.5-flash-8b": Known("OpenRouter had the version before the size", ("google/gemini-flash-1.5-8b",)),
    "gemini-1.5-pro": Known("OpenRouter had the version behind", ("google/gemini-pro-1.5",)),
    "phi-3.5-mini-instruct": Known("there is one size of context", ("microsoft/phi-3.5-mini-128k-instruct",)),
    "granite-4.0-micro": Known("another model than h-micro, whatever OpenRouter's title says"),
    "llama-nemotron-super-49b-v1.5": Known("there is one v1.5", ("nvidia/llama-3.3-nemotron-super-49b-v1.5",)),
    "hermes-4-llama-3.1-405b": Known("names the weights it was trained from", ("nousresearch/hermes-4-405b",)),
    "hermes-4-llama-3.1-70b": Known("names the weights it was trained from", ("nousresearch/hermes-4-70b",)),
}  # fmt: skip

_IN_SOURCE: Mapping[str, Mapping[str, Known]] = {
    "artificial-analysis": {
        "gpt-4o": Known("titled 'GPT-4o (Nov '24)' there", ("openai/gpt-4o-2024-11-20",)),
        "gpt-4-turbo": Known("of November 2023 there", ("openai/gpt-4-1106-preview",)),
        "gpt-5-chatgpt": Known("titled 'GPT-5 (ChatGPT)' there", ("openai/gpt-5-chat",)),
        "deepseek-r1": Known("titled 'DeepSeek R1 0528 (May '25)' there", ("deepseek/deepseek-r1-0528",)),
        "deepseek-v3-2-0925": Known("titled 'DeepSeek V3.2 Exp' there", ("deepseek/deepseek-v3.2-exp",)),
        "deepseek-v3-2-reasoning-0925": Known("titled 'DeepSeek V3.2 Exp' there", ("deepseek/deepseek-v3.2-exp",)),
        "hy3-non-reasoning": Known("titled 'Hy3-preview' there", ("tencent/hy3-preview",)),
        "mistral-large": Known("of February 2024 there; OpenRouter's is 2407"),
        "mistral-large-2": Known("titled 'Mistral Large 2 (Nov '24)' there", ("mistralai/mistral-large-2411",)),
        "mistral-8x22b-instruct": Known("titled 'Mixtral 8x22B Instruct' there", ("mistralai/mixtral-8x22b-instruct",)),
        "qwen3-235b-a22b": Known("those of July are titled '2507' there", ("qwen/qwen3-235b-a22b",)),
        "qwen3-235b-a22b-instruct": Known("those of July are titled '2507' there", ("qwen/qwen3-235b-a22b",)),
        "qwen3-30b-a3b": Known("those of July are titled '2507' there", ("qwen/qwen3-30b-a3b",)),
        "qwen3-30b-a3b-instruct": Known("those of July are titled '2507' there", ("qwen/qwen3-30b-a3b",)),
        "step-3-5-flash": Known("titled 'Step 3.5 Flash 2603' there, a later release"),
        "step-3-5-flash-0202": Known("titled 'Step 3.5 Flash' there", ("stepfun/step-3.5-flash",)),
        "mimo-v2-0206": Known("titled 'MiMo-V2-Flash (Feb 2026)' there, a later release"),
        "mimo-v2-5-0424": Known("titled 'MiMo-V2.5' there", ("xiaomi/mimo-v2.5",)),
    },
    "livebench": {
        "qwen3-235b-a22b-thinking": Known("from before there was a thinking-2507", ("qwen/qwen3-235b-a22b",)),
    },
    "lmsys-table": {
        "gpt-4-turbo": Known("the preview of November 2023 in that table", ("openai/gpt-4-1106-preview",)),
    },
    "vendor-cards": {
        "deepseek-v3": Known("the base model in one card and the chat model in another"),
    },
}  # fmt: skip


def known(name: str, reading: Reading, source: str) -> Known | None:
    """Look up a name, spelled and run in whatever way; a source's own habit comes first."""
    spelled = normalise(name)
    core = _core(reading)
    for of_source in (source, ""):
        by_spelling, by_core = _tables(of_source)
        told = by_spelling.get(spelled) or by_core.get(core)
        if told and (not reading.publisher or not told.ids or told.ids[0].startswith(f"{reading.publisher}/")):
            return told
    return None


@cache
def _tables(source: str) -> tuple[Mapping[str, Known], Mapping[object, Known]]:
    table = _IN_SOURCE.get(source, {}) if source else _ANYWHERE
    by_core = {_core(read(name)): told for name, told in table.items() if not read(name).runs}
    return {normalise(name): told for name, told in table.items()}, by_core


def _core(reading: Reading) -> object:
    """Return what makes the model, without how it was run."""
    return (reading.stem, reading.day, reading.preview, reading.tuned, reading.whole) if reading.whole else None
