-- Version 2: what training logs of other apps know of a set, where form held, and the plan of the next session.

ALTER TABLE sets ADD COLUMN set_type TEXT NOT NULL DEFAULT 'normal'
    CHECK (set_type IN ('normal', 'warmup', 'drop', 'failure'));
ALTER TABLE sets ADD COLUMN distance_m REAL CHECK (distance_m >= 0);
ALTER TABLE sets ADD COLUMN workout_s REAL CHECK (workout_s >= 0);  -- of the whole workout it was part of
ALTER TABLE sets ADD COLUMN stop_rep INTEGER;                       -- NULL: form held, or nobody looked

-- A plan as somebody changed it; what is only suggested is worked out anew each time and not kept.
CREATE TABLE plans (
    athlete_id INTEGER PRIMARY KEY REFERENCES athletes (id) ON DELETE CASCADE,
    saved_at_ms INTEGER NOT NULL,
    content TEXT NOT NULL                   -- JSON
);
