"""The ledger's tables, and how older ones become today's.

Money is TEXT: a decimal to the last digit, which SQLite's own numbers could not hold. Times are ISO 8601; ``at_utc``
is what sorts, ``utc_offset_s`` gives back the clock on the user's wall. NULL is always "not known".
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE tasks (
            key TEXT PRIMARY KEY,
            task_id TEXT NOT NULL,
            at_utc TEXT NOT NULL,
            utc_offset_s INTEGER NOT NULL,
            kind TEXT NOT NULL,
            detected TEXT NOT NULL,
            language TEXT NOT NULL,
            path TEXT NOT NULL,
            lines INTEGER NOT NULL,
            difficulty REAL NOT NULL,
            complexity TEXT NOT NULL,
            importance TEXT NOT NULL,
            prototyping INTEGER NOT NULL,
            signals TEXT NOT NULL,
            pin TEXT,
            out TEXT NOT NULL,
            spent_usd TEXT NOT NULL,
            tier TEXT NOT NULL,
            model TEXT NOT NULL,
            rule TEXT NOT NULL,
            state TEXT NOT NULL,
            answered_tier TEXT,
            answered_model TEXT NOT NULL,
            score REAL,
            escalated INTEGER NOT NULL,
            latency_ms INTEGER NOT NULL,
            fate TEXT NOT NULL DEFAULT 'unknown'
        )""",
        "CREATE INDEX tasks_by_time ON tasks (at_utc, key)",
        """CREATE TABLE calls (
            task_key TEXT NOT NULL REFERENCES tasks (key) ON DELETE CASCADE,
            attempt INTEGER NOT NULL,
            tier TEXT NOT NULL,
            model TEXT NOT NULL,
            answered INTEGER NOT NULL,
            prompt_tokens INTEGER,
            completion_tokens INTEGER,
            reasoning_tokens INTEGER,
            cost_usd TEXT,
            latency_ms INTEGER NOT NULL,
            score REAL,
            PRIMARY KEY (task_key, attempt)
        )""",
        "CREATE TABLE marks (at_utc TEXT NOT NULL, what TEXT NOT NULL)",
    ),
)
"""The statements that lead from each version to the next; the first ones start from an empty file."""

VERSION = len(MIGRATIONS)

APPLICATION_ID = 0x5449_4552
"""``TIER``: tells a ledger from the databases of other programs."""

_TASK_COLUMNS = (
    *("key", "task_id", "at_utc", "utc_offset_s", "kind", "detected", "language", "path", "lines", "difficulty"),
    *("complexity", "importance", "prototyping", "signals", "pin", "out", "spent_usd", "tier", "model", "rule"),
    *("state", "answered_tier", "answered_model", "score", "escalated", "latency_ms", "fate"),
)
_CALL_COLUMNS = (
    *("task_key", "attempt", "tier", "model", "answered", "prompt_tokens", "completion_tokens"),
    *("reasoning_tokens", "cost_usd", "latency_ms", "score"),
)


def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 names of our own


INSERT_TASK = _insert("tasks", _TASK_COLUMNS)
INSERT_CALL = _insert("calls", _CALL_COLUMNS)
"""The values are those of ``columns.task_values`` and ``columns.call_values``."""
