"""What can stop a refresh as a whole. A source that fails stops nothing; it is in the report."""

from tierline.task import TierlineError


class FetchFailed(TierlineError):
    """One thing could not be fetched; only its source goes without it."""

    code = "provider-failed"


class Unreachable(FetchFailed):
    """Its host could not be reached at all."""

    code = "no-network"


class NeedsKey(FetchFailed):
    """It wants a key that the user has not given, which is no fault."""

    code = "no-key"


class NothingReached(TierlineError):
    """No source could be reached: the snapshot in force stays."""

    code = "no-network"


class SnapshotRefused(TierlineError):
    """The new snapshot is worse than the one in force, which therefore stays."""

    code = "worse-snapshot"


class RefreshRunning(TierlineError):
    """Another refresh, of another window or terminal, is at work."""

    code = "refresh-running"


class NothingToRollBack(TierlineError):
    """No snapshot of the user's own is kept."""

    code = "no-rollback"
