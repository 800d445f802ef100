"""The settings, camelCase as users write them. Unknown names are refused; everything has a default."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from tierline.ledger.budget import NEARLY
from tierline.switch import ProjectRules
from tierline.task import Tier

Usd = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=6)]
Seconds = Annotated[float, Field(gt=0, le=3600)]
Tokens = Annotated[int, Field(ge=0, le=200_000)]
ModelId = Annotated[str, Field(pattern=r"^[~@]?[^\s/]+(?:/[^\s/]+)*$", max_length=200)]
Paths = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=100)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=False, validate_by_alias=True
    )


class PrivacySettings(_Part):
    """What providers may do with the text."""

    data_collection: Literal["allow", "deny"] = "allow"
    """``deny``: only providers that do not keep what is sent, or learn from it."""
    zdr: bool = False
    """Only providers with zero data retention."""


class BudgetSettings(_Part):
    """Hard caps in USD, checked before anything is sent."""

    per_task_usd: Usd | None = None
    """Of one task, with all that it asks; ``null`` is no cap."""
    per_session_usd: Usd | None = None
    """From the start of an editor's server, or of a command."""
    per_day_usd: Usd | None = None
    """Of the user's local day, over all editors and the command line."""
    per_month_usd: Usd | None = None
    """Of the user's local month, over all editors and the command line."""
    used_above: Annotated[Decimal, Field(ge=0, le=1)] = NEARLY
    """The share of a cap from which money is tight: then the rule ``cost`` chooses MINIMUM."""


class ModelSettings(_Part):
    """OpenRouter ids that take the place of the computed ones, in the order they are tried."""

    minimum: tuple[ModelId, ...] = ()
    default: tuple[ModelId, ...] = ()
    maximum: tuple[ModelId, ...] = ()

    def of(self, tier: Tier) -> tuple[str, ...]:
        """Return the user's own models for ``tier``; empty where the computed ones stand."""
        return {Tier.MINIMUM: self.minimum, Tier.DEFAULT: self.default, Tier.MAXIMUM: self.maximum}[tier]


class ContextSettings(_Part):
    """The most tokens that go along with a selection (imports, lines around it, notes), by tier."""

    minimum: Tokens = 1_500
    default: Tokens = 3_000
    maximum: Tokens = 6_000

    def of(self, tier: Tier) -> int:
        """Return the most that goes along with a task of ``tier``."""
        return {Tier.MINIMUM: self.minimum, Tier.DEFAULT: self.default, Tier.MAXIMUM: self.maximum}[tier]


class TimeSettings(_Part):
    """Seconds after which waiting for OpenRouter ends with an error."""

    connect_s: Seconds = 10.0
    """Until a connection stands."""
    first_token_s: Seconds = 60.0
    """From then until the first word of the answer."""
    stall_s: Seconds = 30.0
    """Between two words."""
    total_s: Seconds = 600.0
    """For all of one call."""


class CacheSettings(_Part):
    """Answers that are given again for nothing, in memory alone; zero of either turns it off."""

    minutes: Annotated[float, Field(ge=0, le=1440)] = 10.0
    """How long an answer is given again."""
    megabytes: Annotated[float, Field(ge=0, le=256)] = 8.0
    """How much is held; the oldest answers go first."""


class Settings(_Part):
    """All settings. ``ask`` means that the user is asked; where nobody can answer, it means no."""

    tier: Literal["auto", "minimum", "default", "maximum"] = "auto"
    """The tier of every task; ``auto`` leaves it to the rules."""
    cost_concern: Literal["normal", "high"] = "normal"
    """``high``: the rule ``cost`` sends what is not critical to free models."""
    escalate: Literal["auto", "ask", "off"] = "auto"
    """Whether an answer that scores below 7 of 10 is asked for once more, of the maximum tier."""
    when_free_is_out: Literal["ask", "default", "fail"] = "ask"
    """Whether the default tier may answer where no free model can."""
    privacy: PrivacySettings = PrivacySettings()
    budget: BudgetSettings = BudgetSettings()
    models: ModelSettings = ModelSettings()
    context_tokens: ContextSettings = ContextSettings()
    time_limits: TimeSettings = TimeSettings()
    cache: CacheSettings = CacheSettings()
    log_level: Literal["debug", "info", "warning", "error", "off"] = "info"
    """What the log file holds; the rest of the levels is left out."""
    rules: Annotated[tuple[Any, ...], Field(max_length=1000)] = ()
    """Asked in their order, before the shipped ones. As they were written: ``read_rules`` reads them one by one, so
    that a bad one does not stop the others."""
    project_rules: ProjectRules = "lowerOnly"
    """What the rules in a project's ``.tierline/rules.json`` may do."""
    critical_paths: Paths = ()
    """Globs and words that make a path important, beyond those that come along."""
    prototype_paths: Paths = ()
    """Globs and words that make work in a path provisional, beyond those that come along."""
    mask_secrets: Literal["on", "off"] = "on"
    """Whether secrets are masked in all that is sent, and restored in answers."""
    send_ignored: Literal["never", "ask"] = "never"
    """What becomes of a task on a file that ``.aiignore`` names or git ignores."""
    confirm_edits: Literal["on", "off"] = "off"
    """Whether the editor is to show each edit and ask before it makes it, where it can."""
    review_diagnostics: Literal["on", "off"] = "on"
    """Whether what a review finds is shown in the text, as diagnostics, and not in the answer alone."""
    judge: Literal["off", "free"] = "off"
    """Whether a free model is asked about an answer of doubtful score before a dearer one is."""
    key_command: Annotated[str, Field(max_length=1000)] = ""
    """A command that prints the OpenRouter key, run without a shell where the environment holds none. Read from the
    user's own settings file alone."""
    learning: Literal["on", "off"] = "on"
    """Whether what became of answers moves the cut points between simple, moderate and complex."""
    refresh: Literal["daily", "off"] = "daily"
    """Whether the server renews prices and benchmarks by itself, once a day."""

    @property
    def pin(self) -> Tier | None:
        """The tier that every task is to use; ``None`` leaves it to the rules."""
        return None if self.tier == "auto" else Tier(self.tier)
