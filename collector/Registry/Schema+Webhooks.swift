extension Schema {
    /// Who is told of accepted dossiers, and what is still to be told.
    static let webhooks = """
        CREATE TABLE webhook (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (length(name) BETWEEN 2 AND 32 AND name NOT GLOB '*[^a-z0-9._-]*'),
            url TEXT NOT NULL,
            -- The office whose subtree it is told of; NULL for the whole province.
            scope TEXT REFERENCES site (id),
            -- With the collector's key this gives the secret, which is kept nowhere.
            salt BLOB NOT NULL CHECK (length(salt) = 16),
            createdAt INTEGER NOT NULL,
            createdBy TEXT NOT NULL,
            removedAt INTEGER,
            -- While it cannot be reached: since when, how many attempts in a row, when to try next.
            failingSince INTEGER,
            failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
            nextAt INTEGER NOT NULL DEFAULT 0,
            lastProblem TEXT,
            -- Nothing is sent any more until somebody asks for it.
            parkedAt INTEGER,
            CHECK ((failingSince IS NULL) = (failures = 0))
        ) STRICT;
        CREATE UNIQUE INDEX webhookByName ON webhook (name) WHERE removedAt IS NULL;

        -- The outbox: written in the transaction that accepts a submission.
        CREATE TABLE webhookMessage (
            -- The order in which they are sent.
            id INTEGER PRIMARY KEY,
            webhook INTEGER NOT NULL REFERENCES webhook (id),
            receipt INTEGER NOT NULL REFERENCES receipt (number),
            -- What the receiver knows it by: the same at each attempt.
            name TEXT NOT NULL UNIQUE DEFAULT ('msg_' || lower(hex(randomblob(16)))),
            -- Attempts that the receiver answered with a refusal of this message.
            refusals INTEGER NOT NULL DEFAULT 0 CHECK (refusals >= 0),
            lastStatus INTEGER,
            deliveredAt INTEGER,
            parkedAt INTEGER,
            CHECK (deliveredAt IS NULL OR parkedAt IS NULL),
            UNIQUE (webhook, receipt)
        ) STRICT;
        CREATE INDEX webhookMessageWaiting ON webhookMessage (webhook, id)
            WHERE deliveredAt IS NULL AND parkedAt IS NULL;
        CREATE INDEX webhookMessageParked ON webhookMessage (webhook, id) WHERE parkedAt IS NOT NULL;
        CREATE INDEX webhookMessageDelivered ON webhookMessage (deliveredAt) WHERE deliveredAt IS NOT NULL;
        """
}
