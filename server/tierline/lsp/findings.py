"""What reviews found, as diagnostics: they move with the text, and go when it changes or its document closes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from tierline.edit.tracked import TrackedRange
from tierline.lsp.code_actions import OWN_SOURCE, RUN, lsp_kind, wanted
from tierline.lsp.convert import line_index
from tierline.lsp.document import is_open, same_document
from tierline.lsp.pace import Pace
from tierline.task import Kind

if TYPE_CHECKING:
    from tierline.answer.placing import Placed
    from tierline.edit.changes import Change
    from tierline.lsp.protocol import FindingInfo

ASKED_FOR = "tierline review"
"""The source of a finding that its own action sends along; others of ours are never sent to a model."""
EVERY_S = 0.25
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, where it stands now."""

    where: TrackedRange
    severity: int
    message: str
    fix: str

    @property
    def words(self) -> str:
        """What is wrong, and what would mend it."""
        return f"{self.message}. Fix: {self.fix}" if self.fix and self.fix != self.message else self.message


class Findings:
    """The findings of one connection, by document."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._found: dict[str, list[Finding]] = {}
        self._moved: set[str] = set()
        self._pace = Pace(self._tell, EVERY_S)

    def put(self, uri: str, source: str, placed: "Sequence[Placed]", *, publish: bool) -> "tuple[FindingInfo, ...]":
        """Show what a review of ``source`` found, in the place of what the one before has found in the document.

        What was changed meanwhile is left out of the document, not of the result.
        """
        from tierline.lsp.protocol import FindingInfo

        found = [
            Finding(TrackedRange(source, one.start, one.end), one.remark.severity, one.remark.message, one.remark.fix)
            for one in placed
        ]
        if publish and is_open(self._server, uri):
            text = self._server.workspace.get_text_document(uri).source
            self._found[uri] = self._standing(
                Finding(f.where.follow(text), f.severity, f.message, f.fix) for f in found
            )
            self._publish(uri)
        return tuple(
            FindingInfo.model_validate(
                {
                    "range": _plain(self._range(one.where)),
                    "severity": one.severity,
                    "message": one.message,
                    "fix": one.fix,
                }
            )
            for one in found
        )

    def changed(self, uri: str, text: str, changes: "tuple[Change, ...] | None") -> None:
        """Carry the findings of a document along."""
        for known in self._known(uri):
            self._found[known] = self._standing(
                Finding(one.where.carried(text, changes), one.severity, one.message, one.fix)
                for one in self._found[known]
            )
            self._moved.add(known)
            self._pace.soon()

    def closed(self, uri: str) -> None:
        """Forget what was found in a document."""
        for known in self._known(uri):
            del self._found[known]
            self._publish(known)

    def clear(self, uri: str = "") -> int:
        """Forget what was found in a document, or in all; return how many findings these were."""
        chosen = self._known(uri) if uri else list(self._found)
        count = sum(len(self._found[known]) for known in chosen)
        for known in chosen:
            self.closed(known)
        return count

    def stop(self) -> None:
        """Tell nothing any more."""
        self._pace.drop()

    def fixes(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return an action that mends it for each finding on the lines of a range."""
        if not wanted(Kind.FIX, params.context.only):
            return []
        first, last = params.range.start.line, params.range.end.line
        return [
            self._fix(known, one)
            for known in self._known(params.text_document.uri)
            for one in self._found[known]
            if (place := self._range(one.where)).start.line <= last and first <= place.end.line
        ]

    def _fix(self, uri: str, finding: Finding) -> types.CodeAction:
        from tierline.answer.placing import whole

        diagnostic = self._diagnostic(finding)
        short = finding.message if len(finding.message) <= _LONGEST_TITLE else f"{finding.message[:_LONGEST_TITLE]}…"
        title = f"Tierline: Fix: {short}"
        where = finding.where
        start, end = whole(where.text, where.start, where.end)
        argument = {
            "uri": uri,
            "range": _plain(self._range(TrackedRange(where.text, start, end))),
            "kind": Kind.FIX.value,
            "instruction": "",
            "diagnostics": [
                {
                    "range": _plain(diagnostic.range),
                    "message": finding.words,
                    "severity": finding.severity,
                    "source": ASKED_FOR,
                }
            ],
        }
        return types.CodeAction(
            title=title,
            kind=lsp_kind(Kind.FIX),
            diagnostics=[diagnostic],
            command=types.Command(title=title, command=RUN, arguments=[argument]),
        )

    def _known(self, uri: str) -> list[str]:
        return [known for known in self._found if same_document(known, uri)]

    @staticmethod
    def _standing(found: Iterable[Finding]) -> list[Finding]:
        return [one for one in found if not one.where.conflict]

    def _tell(self) -> None:
        moved, self._moved = self._moved, set()
        for uri in moved & {*self._found}:
            self._publish(uri)

    def _publish(self, uri: str) -> None:
        found = self._found.get(uri, [])
        version = self._server.workspace.get_text_document(uri).version if found else None
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=uri, diagnostics=[self._diagnostic(one) for one in found], version=version
            )
        )

    def _diagnostic(self, finding: Finding) -> types.Diagnostic:
        return types.Diagnostic(
            range=self._range(finding.where),
            message=finding.words,
            severity=types.DiagnosticSeverity(finding.severity),
            source=OWN_SOURCE,
            code="review",
        )

    def _range(self, where: TrackedRange) -> types.Range:
        index = line_index(self._server, where.text)
        return types.Range(*(types.Position(*index.position(offset)) for offset in (where.start, where.end)))


def _plain(value: types.Range) -> dict[str, dict[str, int]]:
    return dict(_ends(value))


def _ends(value: types.Range) -> Iterator[tuple[str, dict[str, int]]]:
    for name, position in (("start", value.start), ("end", value.end)):
        yield name, {"line": position.line, "character": position.character}
