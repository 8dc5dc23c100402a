-- Events that this disk lost and that were entered again from their labels. The entry stands for the lost event, should
-- that come back.
CREATE TABLE recovered (
    incarnation TEXT NOT NULL, seq INTEGER NOT NULL, -- the lost event
    place INTEGER NOT NULL,                          -- of the entry that stands for it
    PRIMARY KEY (incarnation, seq)
) STRICT, WITHOUT ROWID;
