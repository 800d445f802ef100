"""Settings from what others wrote: a file or an editor. A problem is a sentence, not a traceback."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from tierline.settings.model import Settings
from tierline.settings.sentences import nearest, shown
from tierline.task import TierlineError

EDITOR = "the editor's settings"

CLIENT_ONLY = frozenset({"server", "sandbox", "baseUrl", "trace", "cmd"})
"""Names that editors' clients keep for themselves in the same section."""


FILE_ONLY = ("keyCommand",)
"""Names that count in the user's own file alone: a folder that somebody else made must not say what is run here, and
no editor tells which of its settings come from one."""


class BadSettings(TierlineError):
    """The settings can't be used as they are; nothing was sent."""

    code = "bad-settings"


def parse_settings(raw: Any, origin: str) -> tuple[Settings, tuple[str, ...]]:
    """Return settings that always work, and one sentence for each value that was left out.

    ``origin`` says in the sentence where the settings stand (``the editor's settings``).
    """
    if raw is None:
        return Settings(), ()
    if not isinstance(raw, Mapping):
        return Settings(), (f"The settings in {origin} must be an object like {{}}, not {shown(raw)}; correct them.",)
    wanted: dict[str, Any] = {
        str(name): value for name, value in raw.items() if name not in CLIENT_ONLY and value is not None
    }
    problems: list[str] = []
    while True:
        try:
            return Settings.model_validate(wanted), tuple(problems)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            problems.append(_sentence(first, origin))
            wanted = _without(wanted, first["loc"])


def parse_editor_settings(raw: Any) -> tuple[Settings, tuple[str, ...]]:
    """Return what an editor says, without ``FILE_ONLY``, and a sentence for each value that was left out."""
    settings, problems = parse_settings(raw, EDITOR)
    said = settings.model_dump(by_alias=True, exclude_unset=True)
    refused = tuple(
        f"The setting {name} ({EDITOR}) is not read, for it decides which program is run; put it into your own "
        "settings file, and take it out there."
        for name in FILE_ONLY
        if isinstance(raw, Mapping) and raw.get(name)
    )
    return Settings.model_validate({name: said[name] for name in said if name not in FILE_ONLY}), (*problems, *refused)


def _without(said: Mapping[str, Any], place: tuple[int | str, ...]) -> dict[str, Any]:
    """Return ``said`` without the value at ``place``; its neighbours stay."""
    name, *rest = place
    kept = dict(said)
    inner = kept.pop(str(name), None)
    if rest and isinstance(inner, Mapping) and rest[0] in inner:
        kept[str(name)] = _without(inner, tuple(rest))
    return kept


def _sentence(error: Any, origin: str) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        close = nearest(str(error["loc"][-1]), _names(error["loc"][:-1]))
        hint = f"did you mean {'.'.join([*map(str, error['loc'][:-1]), close])}?" if close else "remove it."
        return f"There is no setting {place} ({origin}); {hint}"
    # What pydantic calls a tuple is a list in JSON.
    said = (error["msg"][0].lower() + error["msg"][1:]).replace("valid tuple", "list")
    return f"The setting {place} ({origin}) can't be {shown(error['input'])}: {said}; correct it."


def _names(place: tuple[int | str, ...]) -> list[str]:
    """Return the names of the settings at ``place``."""
    part: Any = Settings()
    for name in place:
        part = next(getattr(part, field) for field in type(part).model_fields if to_camel(field) == name)
    return [to_camel(field) for field in type(part).model_fields]


def merged(base: Settings, over: Settings) -> Settings:
    """Return ``base`` with everything that was said in ``over``."""
    said = base.model_dump(by_alias=True, exclude_unset=True)
    for name, value in over.model_dump(by_alias=True, exclude_unset=True).items():
        old = said.get(name)
        said[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return Settings.model_validate(said)
