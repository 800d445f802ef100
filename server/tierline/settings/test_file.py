"""The file for the tests of a source, found in its project, read, and with new tests in it. Nothing is written."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tierline.answer.block import code_of
from tierline.classify.syntax import error_count
from tierline.settings.checkout import read_small
from tierline.settings.ignored import ignored
from tierline.settings.project_files import files_in
from tierline.task import Attachment, TierlineError
from tierline.testing import CONVENTIONS, added, is_test_file, place
from tierline.testing.conventions import Joins

LARGEST_BYTES = 512 * 1024
_EXAMPLE_BYTES = 64 * 1024


class NoTestFile(TierlineError):
    """New tests can't go into a file; the sentence, a clause, says why."""

    code = "no-test-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteFile:
    """Where the tests go."""

    path: Path
    shown: str
    """Relative to the project, with ``/``."""
    language: str
    exists: bool
    attachments: tuple[Attachment, ...]

    def read(self) -> str | None:
        """Return the text that the file has on the disk now; ``None`` where there is no file.

        Raises:
            NoTestFile: it can't be read.
        """
        return _read(self.path, self.shown) if os.path.lexists(self.path) else None


def suite_file(root: Path, source: Path, language: str, text: str, opened: Mapping[Path, str]) -> SuiteFile:
    """Return where the tests of ``source`` go, in the project in ``root``.

    ``text`` is what the source holds, ``opened`` what the editor shows of files, on the disk or not. Blocks for as
    long as the disk takes.

    Raises:
        NoTestFile: nobody can say where they go, or the file there may not be sent.
    """
    files = {*files_in(root), *_relative(opened, root)}
    found = place(source.relative_to(root).as_posix(), language, files)
    if found is None:
        raise NoTestFile(f"it is not known where tests of {language or 'this language'} stand")
    path = root / found.path
    attachments: tuple[Attachment, ...]
    if found.inline:
        attachments = (_inline(text),)
    elif found.exists or path in opened or os.path.lexists(path):
        if ignored(path, root):
            raise NoTestFile(f"{found.path} is kept back by an ignore file")
        there = opened[path] if path in opened else _read(path, found.path)
        attachments = (_existing(found.path, there, language),)
    else:
        attachments = (_new(found.path), *_example(root, found.path, files, language, opened))
    return SuiteFile(path=path, shown=found.path, language=language, exists=found.exists, attachments=attachments)


def with_tests(file: SuiteFile, text: str | None, reply: str) -> str:
    """Return the text of the file with the tests of a reply in it; ``text`` is what it holds now, if there is one.

    Raises:
        NoTestFile: the reply holds none, or it is not certain that nothing would be lost.
    """
    code = code_of(reply)
    if code is None:
        raise NoTestFile("the answer holds no complete block of code")
    if text is None:
        if error_count(code, file.language):
            raise NoTestFile("the tests in the answer do not parse")
        return code
    found = added(text, code, file.language)
    if found.text is None:
        raise NoTestFile(f"they can't be added to {file.shown}: {found.why}")
    return found.text


def _relative(paths: Iterable[Path], root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in paths if path.is_relative_to(root)]


def _read(path: Path, shown: str) -> str:
    try:
        return read_small(path, LARGEST_BYTES)
    except (OSError, ValueError) as error:
        raise NoTestFile(f"{shown} can't be read ({error})") from None


def _inline(text: str) -> Attachment:
    at = text.find("#[cfg(test)]")
    if at < 0:
        return Attachment(
            name="test file", heading="The file has no module `tests` yet; write it whole, with #[cfg(test)]", text=""
        )
    heading = (
        "Existing tests at the end of the file, to which yours are added; write functions alone, without the module"
    )
    return Attachment(name="existing tests", heading=heading, text=text[at:], language="rust")


def _existing(shown: str, text: str, language: str) -> Attachment:
    within = CONVENTIONS[language].joins is Joins.LAST_BLOCK
    where = "; they go into its class, so write methods alone, without the class" if within else ""
    heading = f"Existing tests in {_printable(shown)}, to which yours are added{where}"
    return Attachment(name="existing tests", heading=heading, text=text, language=language)


def _new(shown: str) -> Attachment:
    return Attachment(name="test file", heading=f"The tests go into the new file {_printable(shown)}", text="")


def _example(
    root: Path, shown: str, files: Iterable[str], language: str, opened: Mapping[Path, str]
) -> tuple[Attachment, ...]:
    """Return another test file, the nearest: it shows the framework and the style."""
    folder = os.path.dirname(shown)  # noqa: PTH120 a path within the project, not one of the disk
    tests = sorted(file for file in files if is_test_file(file, language))
    for file in sorted(tests, key=lambda name: os.path.dirname(name) != folder):  # noqa: PTH120 the same
        path = root / file
        if ignored(path, root):
            continue
        try:
            text = opened[path] if path in opened else read_small(path, _EXAMPLE_BYTES)
        except (OSError, ValueError):
            continue
        heading = f"Other tests of the project, {_printable(file)}, as an example of its framework and style"
        return (Attachment(name="other tests", heading=heading, text=text, language=language),)
    return ()


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)
