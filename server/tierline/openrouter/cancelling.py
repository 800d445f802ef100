"""Which providers stop billing when a stream is cancelled, as OpenRouter's documentation lists them. Pure."""

import re

_STOPPING = """
    openai azure anthropic fireworks mancer recursal anyscale lepton octoai novita deepinfra together cohere hyperbolic
    infermatic avian xai cloudflare sfcompute nineteen liquid friendli chutes deepseek
"""
_GOING_ON = """
    amazonbedrock bedrock groq modal google googlevertex aistudio googleaistudio minimax huggingface replicate
    perplexity mistral ai21 featherless lynn lambda reflection sambanova inflection zeroone zerooneai aionlabs alibaba
    nebius kluster targon inferencenet
"""
"""Names in small letters, without spaces and marks (docs: API reference, Streaming, Stream cancellation)."""

STOP, GO_ON = frozenset(_STOPPING.split()), frozenset(_GOING_ON.split())


def after_cancel(provider: str) -> str:
    """Return a sentence on whether ``provider`` goes on at the user's expense after a cancel.

    ``provider`` is OpenRouter's name for it (``Amazon Bedrock``); empty where the answer had not begun.
    """
    name = _plain(provider)
    if name in STOP:
        return f"Stopped; {provider} stops billing at once."
    if name in GO_ON:
        return f"Stopped here; {provider} can't be stopped, and may go on writing and billing the whole answer."
    if provider:
        return f"Stopped here; whether {provider} stops billing too is not known."
    return "Stopped here, before it was told who answers; what had begun may still be billed."


def _plain(provider: str) -> str:
    return re.sub(r"[\W_]", "", provider.casefold())
