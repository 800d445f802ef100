"""The shapes of ``GET /models``, ``/model/…`` and ``/models/…/endpoints``, as of autumn 2026."""

from collections.abc import Sequence
from typing import Any

from tierline.sandbox.catalogue import CatalogueEntry
from tierline.sandbox.exact_json import number

PROVIDER = "Sandbox"
"""The display name of the one provider; its tag is the same in lower case."""

PARAMETERS = ("max_tokens", "temperature", "top_p", "seed", "stop", "response_format", "reasoning")
ARCHITECTURE = {
    "modality": "text->text",
    "input_modalities": ["text"],
    "output_modalities": ["text"],
    "tokenizer": "Other",
    "instruct_type": None,
}
PERCENTILES = ("p50", "p75", "p90", "p99")


def model_shape(entry: CatalogueEntry) -> dict[str, Any]:
    """Return one model of the list."""
    return {
        "id": entry.id,
        "canonical_slug": entry.slug,
        "hugging_face_id": None,
        "name": entry.name,
        "created": entry.created,
        "description": f"{entry.name}, played by the Tierline sandbox. No model is called.",
        "context_length": entry.context_length,
        "architecture": ARCHITECTURE,
        "pricing": _pricing(entry),
        "top_provider": {
            "context_length": entry.context_length,
            "max_completion_tokens": entry.max_completion_tokens,
            "is_moderated": False,
        },
        "per_request_limits": None,
        "supported_parameters": list(PARAMETERS),
        "default_parameters": {},
        "supported_voices": None,
        "knowledge_cutoff": None,
        "expiration_date": None,
        "links": {"details": f"/api/v1/models/{entry.slug}/endpoints"},
    }


def models_page(entries: Sequence[CatalogueEntry], offset: int, limit: int | None) -> dict[str, Any]:
    """Return ``limit`` models from ``offset`` on; all of them without a limit."""
    end = len(entries) if limit is None else offset + limit
    following = f"/api/v1/models?offset={end}&limit={limit}" if end < len(entries) else None
    return {
        "data": [model_shape(entry) for entry in entries[offset:end]],
        "total_count": len(entries),
        "links": {"next": following},
    }


def endpoints_shape(entry: CatalogueEntry, *, known: bool) -> dict[str, Any]:
    """Return the endpoints of a model. Latency (ms) and throughput (tokens/s) are null unless the caller is known."""
    latency = dict(zip(PERCENTILES, (420, 610, 900, 2100), strict=True)) if known else None
    throughput = dict(zip(PERCENTILES, (88, 70, 55, 20), strict=True)) if known else None
    endpoint = {
        "name": f"{PROVIDER} | {entry.slug}",
        "model_id": entry.id,
        "model_name": entry.name,
        "provider_name": PROVIDER,
        "tag": PROVIDER.lower(),
        "quantization": "bf16",
        "service_tier": None,
        "context_length": entry.context_length,
        "max_completion_tokens": entry.max_completion_tokens,
        "max_prompt_tokens": None,
        "pricing": _pricing(entry) | {"discount": 0},
        "supported_parameters": list(PARAMETERS),
        "supports_implicit_caching": False,
        "supports_tool_choice": {"auto": False, "none": False, "required": False, "function": False},
        "supports_diarization": False,
        "native_tools": {},
        "status": 0,
        "uptime_last_30m": 100,
        "uptime_last_5m": None,
        "uptime_last_1d": 100,
        "latency_last_30m": latency,
        "throughput_last_30m": throughput,
    }
    model = {key: model_shape(entry)[key] for key in ("id", "name", "created", "description", "architecture")}
    return {"data": model | {"endpoints": [endpoint]}}


def _pricing(entry: CatalogueEntry) -> dict[str, Any]:
    return {"prompt": number(entry.prompt_usd_per_token), "completion": number(entry.completion_usd_per_token)}
