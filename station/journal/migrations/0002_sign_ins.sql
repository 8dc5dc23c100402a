-- The wrong PINs in a row are read at start, so that switching the table off and on does not reset them.
CREATE INDEX sign_ins ON journal(place) WHERE type IN ('signed_in', 'sign_in_failed');
