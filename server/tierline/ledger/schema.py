"""The ledger's tables, and how older ones become today's.

Money is TEXT: a decimal to the last digit, which SQLite's own numbers could not hold. Times are ISO 8601; ``at_utc``
is what sorts, ``utc_offset_s`` gives back the clock on the user's wall. NULL is always "not known".

``spending`` holds running totals, so that a cap is checked in a time that no length of the ledger changes. A span is a
local day (``2026-03-02``), a local month (``2026-03``), or a day in UTC (``2026-03-02Z``), under which requests to free
models are counted, as OpenRouter counts them. ``holds`` has a row for each paid call on its way (``owner`` is the
process) and for each one whose cost is not known yet (``owner`` is empty); ``at_risk_usd`` is the sum of the latter.
Its ``cost_usd`` is set where the cost became known before the row in ``calls`` was there to take it. ``marks`` also
holds the ledger's own name, by which a process knows that another file stands where its own stood.
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
    (
        """CREATE TABLE spending (
            span TEXT PRIMARY KEY,
            cost_usd TEXT NOT NULL,
            at_risk_usd TEXT NOT NULL,
            unknown_costs INTEGER NOT NULL,
            calls INTEGER NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE holds (
            key TEXT PRIMARY KEY,
            at_utc TEXT NOT NULL,
            day TEXT NOT NULL,
            worst_usd TEXT NOT NULL,
            owner TEXT NOT NULL,
            generation_id TEXT NOT NULL DEFAULT '',
            cost_usd TEXT
        ) WITHOUT ROWID""",
        "CREATE INDEX holds_in_flight ON holds (owner) WHERE owner <> ''",
        "CREATE INDEX holds_at_risk ON holds (at_utc) WHERE owner = ''",
        "ALTER TABLE tasks ADD COLUMN project TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE calls ADD COLUMN charge TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX calls_by_charge ON calls (charge) WHERE charge <> ''",
        """INSERT INTO spending
            SELECT date(at_utc, utc_offset_s || ' seconds'), exact_sum(cost_usd), '0', sum(cost_usd IS NULL), count(*)
            FROM calls JOIN tasks ON key = task_key GROUP BY 1""",
        """INSERT INTO spending
            SELECT substr(span, 1, 7), exact_sum(cost_usd), '0', sum(unknown_costs), sum(calls)
            FROM spending GROUP BY 1""",
        """INSERT INTO spending
            SELECT date(at_utc) || 'Z', '0', '0', 0, count(*)
            FROM calls JOIN tasks ON key = task_key WHERE calls.model LIKE '%:free' GROUP BY 1""",
        "INSERT INTO marks (at_utc, what) VALUES ('', 'ledger ' || hex(randomblob(16)))",
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
    "project",
)
_CALL_COLUMNS = (
    *("task_key", "attempt", "tier", "model", "answered", "prompt_tokens", "completion_tokens"),
    *("reasoning_tokens", "cost_usd", "latency_ms", "score", "charge"),
)


def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 names of our own


INSERT_TASK = _insert("tasks", _TASK_COLUMNS)
INSERT_CALL = _insert("calls", _CALL_COLUMNS)
"""The values are those of ``columns.task_values`` and ``columns.call_values``."""
