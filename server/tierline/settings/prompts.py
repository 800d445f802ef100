"""Prompt files and project notes, read from where they lie: nothing here fails, what is wrong is a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from tierline.prompt.command import Command, Origin
from tierline.prompt.prompt_file import parse_prompt
from tierline.settings.checkout import read_small

PROMPTS_FOLDER = Path(".tierline", "prompts")
NOTES_FILE = Path(".tierline", "instructions.md")
LARGEST_BYTES = 64 * 1024
MOST_FILES = 200

Read = TypeVar("Read")
_known: dict[tuple[Path, str], tuple[tuple[int, int, int], object]] = {}
"""By path and use: how the file stood when it was read, and what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """The commands of a folder, and a sentence for each thing in it that is wrong."""

    commands: tuple[Command, ...] = ()
    problems: tuple[str, ...] = ()


NONE = Prompts()


def prompts_of_user(folder: Path) -> Prompts:
    """Return the commands that the user's own prompt files make."""
    return _prompts(folder, "user", str(folder))


def prompts_of_project(root: Path | None) -> Prompts:
    """Return the commands that the project in ``root`` brings; ask only where the user trusts it."""
    return NONE if root is None else _prompts(root / PROMPTS_FOLDER, "project", PROMPTS_FOLDER.as_posix(), root)


def notes_of_project(root: Path | None) -> tuple[str, str]:
    """Return what the project in ``root`` says of itself, and what is wrong with the file; both are mostly empty."""
    if root is None:
        return "", ""
    try:
        _stays_within(root, root / NOTES_FILE)
        return _read_once(root / NOTES_FILE, "notes", str), ""
    except FileNotFoundError:
        return "", ""
    except (OSError, ValueError) as error:
        return "", _unreadable(NOTES_FILE.as_posix(), error)


def _prompts(folder: Path, origin: Origin, shown: str, within: Path | None = None) -> Prompts:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".md")
    except OSError:
        return NONE
    commands: dict[str, Command] = {}
    problems: list[str] = []
    for path in files[:MOST_FILES]:
        file = f"{shown}/{path.name}"
        try:
            if within is not None:
                _stays_within(within, path)
            command, said = _read_once(path, origin, partial(parse_prompt, stem=path.stem, file=file, origin=origin))
        except (OSError, ValueError) as error:
            problems.append(_unreadable(file, error))
            continue
        problems += said
        if command is not None and command.name in commands:
            problems.append(f"{file}: {commands[command.name].file} has the name {command.name} too; rename one.")
        elif command is not None:
            commands[command.name] = command
    if len(files) > MOST_FILES:
        problems.append(f"Only the first {MOST_FILES} prompts in {shown} are used, of {len(files)}; remove some.")
    return Prompts(commands=tuple(commands.values()), problems=tuple(problems))


def _read_once(path: Path, use: str, parse: Callable[[str], Read]) -> Read:
    """Return what ``parse`` makes of a file; the file is read again only where it has changed.

    Raises:
        OSError, ValueError: it can't be read.
    """
    found = path.stat()
    as_it_stands = (found.st_mtime_ns, found.st_size, found.st_ino)
    known = _known.get((path, use))
    if known is None or known[0] != as_it_stands:
        known = (as_it_stands, parse(read_small(path, LARGEST_BYTES).replace("\r\n", "\n")))
        _known[path, use] = known
    return known[1]  # type: ignore[return-value]  # each use has one parse


def _stays_within(root: Path, file: Path) -> None:
    # What a project names is sent: a link must not make that a file of the user's own.
    if not file.resolve().is_relative_to(root.resolve()):
        raise ValueError("it is a link to a file outside the project")


def _unreadable(file: str, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        cause = "it is not UTF-8 text"
    else:
        cause = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return f"{file} can't be read ({cause}); correct it."
