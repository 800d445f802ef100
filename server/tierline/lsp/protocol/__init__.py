"""The payloads of commands and notifications, camelCase on the wire: one source for every client.

Nothing here knows LSP or pygls; the command line prints the same shapes with ``--json``.
"""

from tierline.lsp.protocol.answers import (
    AgainParams,
    Answers,
    AnswersParams,
    AnswerState,
    AnswerSummary,
    ApplyResult,
    HunksParams,
    KeptAnswer,
    LastAnswerParams,
    NextTier,
    OneTierUpParams,
)
from tierline.lsp.protocol.base import Position, Range, TierMode, Usd, Wire
from tierline.lsp.protocol.hunk import HunkInfo
from tierline.lsp.protocol.keys import KeySet, SetKeyParams
from tierline.lsp.protocol.models import FigureInfo, ModelInfo, Models, TierInfo
from tierline.lsp.protocol.prompts import CommandInfo, Commands, CommandsParams, MessageInfo, PieceInfo, PreviewResult
from tierline.lsp.protocol.refresh import (
    PriceChangeInfo,
    RefreshParams,
    RefreshReport,
    SnapshotSize,
    SourceInfo,
    TierChangeInfo,
)
from tierline.lsp.protocol.result import AttemptInfo, FindingInfo, MaskedInfo, OtherAnswer, RunResult, ScoreInfo
from tierline.lsp.protocol.route import (
    DecisionInfo,
    ExpectedInfo,
    ProfileInfo,
    RouteResult,
    SignalInfo,
    SurroundingsInfo,
)
from tierline.lsp.protocol.running import Chunk, Finished, Started
from tierline.lsp.protocol.status import CapInfo, FreeLimits, LastTask, Phase, RestInfo, State, Status, TaskInfo
from tierline.lsp.protocol.task import (
    Cancelled,
    CancelParams,
    Cleared,
    ClearFindingsParams,
    CommitMessageParams,
    DiagnosticInfo,
    Feedback,
    FeedbackParams,
    SetTierParams,
    TaskParams,
)
from tierline.lsp.protocol.usage import TierUsage, Usage

__all__ = [
    "AgainParams",
    "AnswerState",
    "AnswerSummary",
    "Answers",
    "AnswersParams",
    "ApplyResult",
    "AttemptInfo",
    "CancelParams",
    "Cancelled",
    "CapInfo",
    "Chunk",
    "ClearFindingsParams",
    "Cleared",
    "CommandInfo",
    "Commands",
    "CommandsParams",
    "CommitMessageParams",
    "DecisionInfo",
    "DiagnosticInfo",
    "ExpectedInfo",
    "Feedback",
    "FeedbackParams",
    "FigureInfo",
    "FindingInfo",
    "Finished",
    "FreeLimits",
    "HunkInfo",
    "HunksParams",
    "KeptAnswer",
    "KeySet",
    "LastAnswerParams",
    "LastTask",
    "MaskedInfo",
    "MessageInfo",
    "ModelInfo",
    "Models",
    "NextTier",
    "OneTierUpParams",
    "OtherAnswer",
    "Phase",
    "PieceInfo",
    "Position",
    "PreviewResult",
    "PriceChangeInfo",
    "ProfileInfo",
    "Range",
    "RefreshParams",
    "RefreshReport",
    "RestInfo",
    "RouteResult",
    "RunResult",
    "ScoreInfo",
    "SetKeyParams",
    "SetTierParams",
    "SignalInfo",
    "SnapshotSize",
    "SourceInfo",
    "Started",
    "State",
    "Status",
    "SurroundingsInfo",
    "TaskInfo",
    "TaskParams",
    "TierChangeInfo",
    "TierInfo",
    "TierMode",
    "TierUsage",
    "Usage",
    "Usd",
    "Wire",
]
