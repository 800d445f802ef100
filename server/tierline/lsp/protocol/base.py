"""The base of all payloads, and what LSP and OpenRouter call by the same name everywhere."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel
from typing_extensions import TypeAliasType

Usd = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""US dollars; a JSON number on the wire. ``null`` always means unknown, never zero."""

TierMode = TypeAliasType("TierMode", Literal["auto", "minimum", "default", "maximum"])
"""The tier of all tasks, or ``auto``: chosen task by task."""


class Wire(BaseModel):
    """Base: camelCase aliases, frozen, unknown members refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        defer_build=True,
        json_schema_serialization_defaults_required=True,
    )


class Position(Wire):
    """LSP's position; ``character`` counts units of the negotiated encoding."""

    line: int = Field(ge=0)
    character: int = Field(ge=0)


class Range(Wire):
    """LSP's range, end exclusive."""

    start: Position
    end: Position
