"""Every message beyond standard LSP: what it is called, who sends it, what it carries and what comes back."""

from dataclasses import dataclass
from enum import StrEnum

from tierline.lsp import protocol as wire

VERSION = 1
"""Of the protocol; it rises when a client written for the one before would no longer work."""


class Form(StrEnum):
    """How a message travels."""

    COMMAND = "command"
    """``workspace/executeCommand`` with one object as argument, from client to server."""
    REQUEST = "request"
    """A request of its own, from client to server."""
    NOTIFICATION = "notification"
    """From server to client."""


@dataclass(frozen=True, slots=True)
class Message:
    """One of them. ``params`` is ``None`` where it carries nothing, ``result`` where nothing comes back."""

    name: str
    form: Form
    params: type[wire.Wire] | None
    result: type[wire.Wire] | None
    meaning: str
    """A sentence."""
    may_be_null: bool = False
    """Whether the result can be ``null``."""


_COMMANDS = (
    ("tierline.run", wire.TaskParams, wire.RunResult, "Runs a task on a selection and delivers its answer."),
    ("tierline.route", wire.TaskParams, wire.RouteResult, "Says where a task would go, and why; nothing is spent."),
    ("tierline.preview", wire.TaskParams, wire.PreviewResult, "Shows what a task would send; nothing is sent."),
    ("tierline.commitMessage", wire.CommitMessageParams, wire.RunResult, "Writes a message for the staged changes."),
    (
        "tierline.clearFindings",
        wire.ClearFindingsParams,
        wire.Cleared,
        "Takes away the diagnostics of the last review.",
    ),
    ("tierline.commands", wire.CommandsParams, wire.Commands, "Lists what can be asked for by name."),
    ("tierline.status", None, wire.Status, "Says what the connection is at."),
    ("tierline.setTier", wire.SetTierParams, wire.Status, "Chooses the tier of this session's tasks."),
    ("tierline.models", None, wire.Models, "Lists the models of each tier."),
    ("tierline.usage", None, wire.Usage, "Sums up what this session has spent."),
    (
        "tierline.usageReport",
        wire.UsageReportParams,
        wire.UsageReport,
        "Sums up the ledger, over all editors and the command line.",
    ),
    ("tierline.refresh", wire.RefreshParams, wire.RefreshReport, "Renews prices and benchmarks."),
    ("tierline.cancel", wire.CancelParams, wire.Cancelled, "Cancels one task, or all of them."),
    ("tierline.feedback", wire.FeedbackParams, wire.Feedback, "Says what the user made of an answer."),
    ("tierline.lastAnswer", wire.LastAnswerParams, wire.KeptAnswer, "Gives a kept answer; null where there is none."),
    ("tierline.answers", wire.AnswersParams, wire.Answers, "Lists the answers that are kept."),
    ("tierline.apply", wire.HunksParams, wire.ApplyResult, "Puts hunks of a kept answer into the text."),
    ("tierline.discard", wire.HunksParams, wire.KeptAnswer, "Rejects hunks of a kept answer."),
    ("tierline.again", wire.AgainParams, wire.RunResult, "Asks the same tier once more; both answers stay kept."),
    (
        "tierline.oneTierUp",
        wire.OneTierUpParams,
        wire.RunResult,
        "Asks the next better tier, once its price is agreed to.",
    ),
    ("tierline.schema", None, None, "Gives the JSON Schema of all these messages."),
)
_NOTIFICATIONS = (
    ("tierline/started", wire.Started, "A task has begun."),
    ("tierline/chunk", wire.Chunk, "A piece of an answer that is being written; at most about 30 a second."),
    ("tierline/finished", wire.Finished, "A task has ended, whatever the end is; exactly one for each that began."),
    ("tierline/answer", wire.KeptAnswer, "An answer that waits for the user has changed."),
    ("tierline/status", wire.Status, "What the connection is at has changed."),
)

MESSAGES = (
    *(
        Message(name, Form.COMMAND, params, result, meaning, may_be_null=name == "tierline.lastAnswer")
        for name, params, result, meaning in _COMMANDS
    ),
    Message("tierline/setKey", Form.REQUEST, wire.SetKeyParams, wire.KeySet, "Gives the server a key to use."),
    *(Message(name, Form.NOTIFICATION, params, None, meaning) for name, params, meaning in _NOTIFICATIONS),
)
"""All of them, in the order they are documented."""

BY_NAME = {message.name: message for message in MESSAGES}
