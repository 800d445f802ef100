"""What can be wrong with the ledger on disk. A task never stops because of it."""

from tierline.task import TierlineError


class LedgerError(TierlineError):
    """The ledger can't be used now; tasks go on without it."""

    code = "bad-ledger"


class NoLedger(LedgerError):
    """There is no such file."""

    code = "no-ledger"


class NotALedger(LedgerError):
    """The file is something else, or damaged."""


class NewerLedger(LedgerError):
    """A later version of Tierline wrote it."""

    code = "newer-ledger"
