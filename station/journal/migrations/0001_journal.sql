-- The two logs (journal, feed), what belongs to them, and their projections.
-- place = life × 2^40 + sequence: one growing integer key that keeps the events of an incarnation together.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE incarnation (
    life INTEGER PRIMARY KEY,               -- 1, 2, 3 … in the order of this file
    incarnation TEXT NOT NULL UNIQUE,
    acknowledged INTEGER NOT NULL DEFAULT 0 -- the hub's highest contiguous sequence
) STRICT;

CREATE TABLE journal (
    place INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Device signatures over heads: at each start of an incarnation, every 256 events and at a clean end.
CREATE TABLE signature (
    place INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

CREATE TABLE feed (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;

-- Projections. Each is a function of one log alone, so the order in which the two logs grew does not matter.
CREATE TABLE task (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    position INTEGER NOT NULL,              -- the feed entry with its content
    ordered TEXT NOT NULL, ordered_unit TEXT NOT NULL,
    amount_position INTEGER NOT NULL,       -- the feed entry that last changed the amount, 0 = as first given
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE person (id TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE lot_given (sku TEXT PRIMARY KEY, lot TEXT NOT NULL, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE lot_changed (sku TEXT PRIMARY KEY, lot TEXT NOT NULL, feed_position INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
CREATE TABLE line_state (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    ended INTEGER NOT NULL,
    shorted INTEGER NOT NULL,               -- place of the `shorted` in force, 0 = none
    skipped INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,            -- feed position under which it was ended or shorted
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE record (
    place INTEGER PRIMARY KEY,
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    kind INTEGER NOT NULL,                  -- 0 weighed, 1 counted
    net_mg INTEGER NOT NULL, gross_mg INTEGER NOT NULL, count INTEGER NOT NULL,
    in_force INTEGER NOT NULL, manual INTEGER NOT NULL, preset_tare INTEGER NOT NULL,
    product TEXT NOT NULL, customer_code TEXT NOT NULL, sku TEXT NOT NULL,
    ordered TEXT NOT NULL, ordered_unit TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX record_line ON record (order_no, line_no);
CREATE TABLE label (
    place INTEGER PRIMARY KEY,              -- of the label_queued event
    of_place INTEGER NOT NULL,              -- of the weighing or count; 0 when it is not in this file
    copy INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX label_of ON label (of_place);
CREATE INDEX label_open ON label (place) WHERE state IN ('queued', 'sending', 'unknown', 'failed');
