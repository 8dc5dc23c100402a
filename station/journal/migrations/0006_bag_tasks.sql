-- What is still to do with bags that are made, and labels that bear an order's later names.
CREATE TABLE bag_task (
    kind TEXT NOT NULL,
    incarnation TEXT NOT NULL, seq INTEGER NOT NULL, -- the weighing or count
    position INTEGER NOT NULL,                       -- the feed entry that said it last
    PRIMARY KEY (kind, incarnation, seq)
) STRICT, WITHOUT ROWID;
ALTER TABLE label ADD COLUMN renamed INTEGER NOT NULL DEFAULT 0;
