"""The user's ledger, as commands find it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from support.rows import START

from tierline.app import user_ledger
from tierline.ledger import TaskRow
from tierline.ledger.store import Ledger


def filled(rows: Sequence[TaskRow]) -> Ledger:
    """Put rows into the user's ledger as if the last one had begun an hour ago."""
    ledger = user_ledger()
    later = datetime.now(UTC) - timedelta(hours=1) - max((one.at for one in rows), default=START)
    for one in rows:
        ledger.add(replace(one, at=one.at + later))
    return ledger
