-- The newest check weighing of each scale is read at start: switching the table off and on asks for no other.
CREATE INDEX checks ON journal(place) WHERE type = 'check_weighed';
