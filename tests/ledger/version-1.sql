PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE calls (
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
        );
INSERT INTO "calls" VALUES('00000000000000000000000000000000',1,'default','acme/plain',1,600,400,NULL,'0.00023800000000000000000000001',2000,9.0);
INSERT INTO "calls" VALUES('00000000000000000000000000000001',1,'default','acme/plain',1,600,400,NULL,NULL,2000,9.0);
INSERT INTO "calls" VALUES('00000000000000000000000000000001',2,'default','acme/plain',1,600,400,NULL,'0.000238',2000,9.0);
INSERT INTO "calls" VALUES('00000000000000000000000000000001',3,'default','acme/plain',1,600,400,NULL,'0.000238',2000,9.0);
INSERT INTO "calls" VALUES('00000000000000000000000000000002',1,'minimum','acme/gratis:free',1,600,400,NULL,'0',2000,9.0);
CREATE TABLE marks (at_utc TEXT NOT NULL, what TEXT NOT NULL);
CREATE TABLE tasks (
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
        );
INSERT INTO "tasks" VALUES('00000000000000000000000000000000','a task','2026-03-02T18:29:00.000000+00:00',19800,'fix','fix','python','shop/cart.py',12,0.4,'moderate','normal',0,'kind',NULL,'','0','default','acme/plain','otherwise','applied',NULL,'',9.0,0,2100,'unknown');
INSERT INTO "tasks" VALUES('00000000000000000000000000000001','a task','2026-03-02T18:31:00.000000+00:00',19800,'fix','fix','python','shop/cart.py',12,0.4,'moderate','normal',0,'kind',NULL,'','0','default','acme/plain','otherwise','applied',NULL,'',9.0,0,2100,'unknown');
INSERT INTO "tasks" VALUES('00000000000000000000000000000002','a task','2026-03-03T03:30:00.000000+00:00',19800,'fix','fix','python','shop/cart.py',12,0.4,'moderate','normal',0,'kind',NULL,'','0','minimum','acme/gratis:free','otherwise','applied',NULL,'',9.0,0,2100,'unknown');
CREATE INDEX tasks_by_time ON tasks (at_utc, key);
COMMIT;
PRAGMA application_id = 1414088018;
PRAGMA user_version = 1;
