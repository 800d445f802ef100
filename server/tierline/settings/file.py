"""The user's settings file: read, of this shape or an older one, or refused in a sentence."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tierline.settings.model import Settings
from tierline.settings.parse import BadSettings, parse_settings
from tierline.settings.sentences import shown

Migration = Callable[[Mapping[str, Any]], Mapping[str, Any]]

MIGRATIONS: tuple[Migration, ...] = ()
"""The first leads from version 1 to 2, and so on. Who renames a setting, or changes what a value means, adds one."""

ABOUT_THE_FILE = ("version", "$schema")
"""Names that say how the file is to be read, and set nothing."""


def read_file(path: Path, origin: str | None = None) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings in ``path``, and one sentence for each value that was left out; defaults without a file.

    ``origin`` says in the sentences where the settings stand; the path by default.

    Raises:
        BadSettings: it can't be read, is no JSON, or of a later version.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"The settings file {path} can't be read ({_cause(error)}); check it.") from None
    except (ValueError, RecursionError) as error:
        raise BadSettings(f"The settings file {path} is not valid JSON ({error}); correct it.") from None
    origin = origin or str(path)
    return parse_settings(migrated(raw, origin) if isinstance(raw, Mapping) else raw, origin)


def load_file(path: Path) -> Settings:
    """Return the settings in ``path``; the defaults where there is no such file.

    Raises:
        BadSettings: it can't be read, is no JSON, of a later version, or has a value that doesn't fit.
    """
    settings, problems = read_file(path)
    if problems:
        raise BadSettings(problems[0])
    return settings


def migrated(raw: Mapping[str, Any], origin: str, migrations: Sequence[Migration] = MIGRATIONS) -> Mapping[str, Any]:
    """Return what was written in today's shape. A file that says no ``version`` is of the first one.

    Raises:
        BadSettings: it is of a later version, or of one that there never was.
    """
    version, newest = raw.get("version", 1), 1 + len(migrations)
    if type(version) is not int or version < 1:
        raise BadSettings(f"The version of {origin} can't be {shown(version)}; write {newest}, or take it out.")
    if version > newest:
        raise BadSettings(
            f"The settings in {origin} are of version {version}, of a later Tierline; this one reads up to {newest}: "
            "update Tierline."
        )
    settings = {name: value for name, value in raw.items() if name not in ABOUT_THE_FILE}
    for migrate in migrations[version - 1 :]:
        settings = dict(migrate(settings))
    return settings


def _cause(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8 text"
