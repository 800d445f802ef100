"""Who serves a model and how well, ``GET /models/{author}/{slug}/endpoints``: one answer a model."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from tierline_scoring.catalogue import Uptime
from tierline_scoring.evidence import Source
from tierline_scoring.sources.decode import as_mapping, number, parse_json, text_of
from tierline_scoring.sources.openrouter_models import usd_per_mtok
from tierline_scoring.sources.source import Location, SourceError

SOURCE = Source(
    id="openrouter-endpoints",
    name="OpenRouter: endpoints and their uptime",
    url="https://openrouter.ai/api/v1/models/{author}/{slug}/endpoints",
    licence="OpenRouter terms",
    date="",
    note="uptime of the best endpoint in service",
)
_FULL = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One provider's offer of a model. Whatever the answer does not say is ``None``."""

    provider: str
    tag: str
    """The provider's slug, as requests name it."""
    prompt_usd_per_mtok: Decimal | None
    completion_usd_per_mtok: Decimal | None
    context_length: int | None
    max_completion_tokens: int | None
    in_service: bool
    """Whether its status is not degraded (negative)."""
    uptime_30m: float | None
    """Answered requests in percent."""
    uptime_1d: float | None
    uptime_5m: float | None

    @property
    def uptime(self) -> float | None:
        """The longest known of a day, half an hour and five minutes: one bad minute says little."""
        known = (self.uptime_1d, self.uptime_30m, self.uptime_5m)
        return next((percent for percent in known if percent is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """All offers of one model."""

    model_id: str
    endpoints: tuple[Endpoint, ...]

    @property
    def providers(self) -> tuple[str, ...]:
        """Who serves it now, sorted; one alone is a single point of failure."""
        return tuple(sorted({offer.provider for offer in self.endpoints if offer.in_service and offer.provider}))

    @property
    def max_completion_tokens(self) -> int | None:
        """The most that any endpoint in service may answer."""
        limits = [endpoint.max_completion_tokens for endpoint in self.endpoints if endpoint.in_service]
        return max((limit for limit in limits if limit is not None), default=None)

    def uptime(self, seen: date) -> Uptime | None:
        """Return the uptime of the best endpoint in service; ``None`` where nothing is known of any."""
        known = [endpoint.uptime for endpoint in self.endpoints if endpoint.in_service]
        best = max((percent for percent in known if percent is not None), default=None)
        return None if best is None else Uptime(percent=round(best, 2), date=seen, source=SOURCE.id)


def location(model_id: str) -> Location:
    """Return where the endpoints of a model stand; a variant's colon stays as it is."""
    return Location(url=f"https://openrouter.ai/api/v1/models/{quote(model_id, safe='/:')}/endpoints", name=model_id)


def parse(body: bytes) -> Endpoints:
    """Read one answer.

    Raises:
        SourceError: It tells of an error (an unknown model), or has another shape.
    """
    document = as_mapping(parse_json(body, SOURCE.id))
    data = as_mapping(document.get("data"))
    if "error" in document and not data:
        said = as_mapping(document["error"]).get("message") or document["error"]
        raise SourceError(f"{SOURCE.id} answers with an error: {str(said)[:200]}")
    model_id, listed = text_of(data.get("id")), data.get("endpoints")
    if not model_id or not isinstance(listed, list):
        raise SourceError(f"{SOURCE.id}: the answer names no model and its endpoints any more")
    return Endpoints(model_id=model_id, endpoints=read_endpoints(listed))


def read_endpoints(listed: Iterable[Any]) -> tuple[Endpoint, ...]:
    """Read the list of endpoints; what is no endpoint is passed over."""
    return tuple(_endpoint(entry) for entry in listed if isinstance(entry, dict))


def _endpoint(entry: Mapping[str, Any]) -> Endpoint:
    pricing = as_mapping(entry.get("pricing"))
    status = number(entry.get("status"))
    return Endpoint(
        provider=text_of(entry.get("provider_name")),
        tag=text_of(entry.get("tag")),
        prompt_usd_per_mtok=usd_per_mtok(pricing.get("prompt")),
        completion_usd_per_mtok=usd_per_mtok(pricing.get("completion")),
        context_length=_tokens(entry.get("context_length")),
        max_completion_tokens=_tokens(entry.get("max_completion_tokens")),
        in_service=status is None or status >= 0,
        uptime_30m=_percent(entry.get("uptime_last_30m")),
        uptime_1d=_percent(entry.get("uptime_last_1d")),
        uptime_5m=_percent(entry.get("uptime_last_5m")),
    )


def _percent(value: Any) -> float | None:
    percent = number(value)
    return percent if percent is not None and 0.0 <= percent <= _FULL else None


def _tokens(value: Any) -> int | None:
    found = number(value)
    return int(found) if found is not None and found > 0 else None
