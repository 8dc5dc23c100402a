-- Half a year without a hub is a million weighings. Payloads are kept packed (station/journal/packing.h; what is unpacked
-- is byte for byte what was written), projections keep no text that the journal has, and what a start needs is found by
-- index, however long the journal is.

-- Rows of before keep their payload. Of a packed row it is ''.
ALTER TABLE journal ADD COLUMN packed BLOB;

DROP TABLE record;
CREATE TABLE record (
    place INTEGER PRIMARY KEY,              -- of the weighing or count; what it says stands in the journal
    in_force INTEGER NOT NULL
) STRICT;

DROP INDEX label_of;

-- What was done for a line here: the sums in force, and the newest event that names it.
CREATE TABLE line_sum (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    net_mg INTEGER NOT NULL, count INTEGER NOT NULL, in_force INTEGER NOT NULL,
    last_place INTEGER NOT NULL,
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_sum_last ON line_sum (last_place);

DROP TABLE task;
CREATE TABLE task (
    order_no TEXT NOT NULL, line_no TEXT NOT NULL,
    position INTEGER NOT NULL,              -- the feed entry with its content
    ordered TEXT NOT NULL, ordered_unit TEXT NOT NULL,
    amount_position INTEGER NOT NULL,       -- the feed entry that last changed the amount, 0 = as first given
    active INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    wanted INTEGER,                         -- enough from here on: milligrams or pieces; NULL = any weighing is
    open INTEGER NOT NULL,                  -- wants something; follows from this row, line_sum and line_state
    PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_open ON task (order_no, line_no) WHERE open;
