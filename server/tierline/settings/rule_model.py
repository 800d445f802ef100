"""The shape of a rule, camelCase as users write it."""

import re
from datetime import time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from tierline.switch.conditions import WEEKDAYS
from tierline.switch.globs import matcher
from tierline.task import Complexity, Importance, Kind, Tier

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def _wrong(sentence: str) -> PydanticCustomError:
    """Return an error whose sentence goes on after the name of what is wrong (``must be HH:MM``)."""
    return PydanticCustomError("tierline_rule", "{said}", {"said": sentence})


def _pattern(value: str) -> str:
    try:
        matcher((value,))
    except ValueError:
        raise _wrong("must be a pattern as in .gitignore") from None
    return value


def _clock(value: Any) -> time:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise _wrong("must be HH:MM")
    return time(int(found[1]), int(found[2]))


def _plain(value: str) -> str:
    # What a project's file says is shown in status bars, Markdown and terminals.
    if not value.isprintable() or set(value) & set("<>[]`|\\*"):
        raise _wrong("must be plain words in one line, without brackets and marks")
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[\w.+#-]{1,40}", value):
        raise _wrong("must be a language id like python or typescriptreact")
    return value


def _day(value: str) -> str:
    if value not in WEEKDAYS:
        raise _wrong(f"must be one of {', '.join(WEEKDAYS)}")
    return value


Text = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_plain)]
Name = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_plain)]
Language = Annotated[str, AfterValidator(_language)]
Pattern = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_pattern)]
Clock = Annotated[time, BeforeValidator(_clock)]
Weekday = Annotated[str, AfterValidator(_day)]
_OneOrMore = BeforeValidator(lambda value: value if isinstance(value, list | tuple) else (value,))
_SOME = Field(min_length=1, max_length=50)


class RulePart(BaseModel):
    """Base: camelCase, frozen, unknown members refused; at least one of the members is said."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=False, validate_by_alias=True
    )

    @model_validator(mode="after")
    def _says_something(self) -> "RulePart":
        if all(getattr(self, name) is None for name in self.model_fields_set):
            names = ", ".join(to_camel(name) for name in type(self).model_fields)
            raise _wrong(f"must say at least one of {names}")
        return self


class LinesModel(RulePart):
    """Lines of the selection."""

    at_least: Annotated[int, Field(ge=0)] | None = None
    below: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "LinesModel":
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise _wrong("must have atLeast smaller than below")
        return self


class TimeOfDayModel(RulePart):
    """Local time, ``HH:MM``; it may go past midnight."""

    from_: Annotated[Clock, Field(alias="from")]
    to: Clock

    @model_validator(mode="after")
    def _some_time(self) -> "TimeOfDayModel":
        if self.from_ == self.to:
            raise _wrong("must have from and to apart")
        return self


class WhenModel(RulePart):
    """The conditions of a rule: all of them must hold; of a list, one."""

    language: Annotated[tuple[Language, ...], _OneOrMore, _SOME] | None = None
    kind: Annotated[tuple[Kind, ...], _OneOrMore, _SOME] | None = None
    path: Annotated[tuple[Pattern, ...], _OneOrMore, _SOME] | None = None
    lines: LinesModel | None = None
    complexity: Annotated[tuple[Complexity, ...], _OneOrMore, _SOME] | None = None
    importance: Importance | None = None
    prototyping: Annotated[bool, Field(strict=True)] | None = None
    time_of_day: TimeOfDayModel | None = None
    weekday: Annotated[tuple[Weekday, ...], _OneOrMore, _SOME] | None = None
    budget_left_below_usd: Annotated[Decimal, Field(ge=0)] | None = None
    budget_used_above: Annotated[float, Field(ge=0, le=1)] | None = None


class RuleModel(RulePart):
    """A rule of the user's own or of a project's."""

    name: Name
    when: WhenModel
    tier: Tier
    reason: Text | None = None


class OffModel(RulePart):
    """A shipped rule that is left out."""

    off: Literal["critical", "cost", "prototype", "complex", "simple"]
