-- Version 1 of the training log. A version is never changed once it was released: the next one is 0002.sql.
-- Plain enough for SQLite 3.26, which the oldest systems with a supported Python still bring.
-- NULL is "not known" or "not judged". Instants are milliseconds since 1970 in UTC; "local" is where it was.

CREATE TABLE athletes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                     -- as first given; empty: sets of nobody in particular
    name_key TEXT NOT NULL UNIQUE           -- the same in NFC and without capitals
);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    athlete_id INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    local_day TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_of_day ON sessions (athlete_id, local_day);

CREATE TABLE sets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never given twice: a link to a set stays a link to that set
    athlete_id INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    session_id INTEGER REFERENCES sessions (id) ON DELETE SET NULL,
    trained_at_ms INTEGER NOT NULL,
    utc_offset_s INTEGER NOT NULL CHECK (abs(utc_offset_s) < 86400),
    local_day TEXT NOT NULL CHECK (length(local_day) = 10),
    saved_at_ms INTEGER NOT NULL,
    deleted_at_ms INTEGER,                  -- NULL: not deleted
    source TEXT NOT NULL CHECK (source IN ('review', 'live', 'import', 'hand')),
    source_key TEXT NOT NULL DEFAULT '',    -- what makes it the same set when it is saved again
    source_name TEXT NOT NULL DEFAULT '',
    exercise_key TEXT NOT NULL,
    exercise_name TEXT NOT NULL,
    family TEXT NOT NULL,                   -- pattern of movement: hinge, row, bird_dog; empty: another
    load_kg REAL CHECK (load_kg >= 0),
    rpe REAL CHECK (rpe BETWEEN 1 AND 10),
    note TEXT NOT NULL DEFAULT '',
    count INTEGER NOT NULL CHECK (count >= 0),
    partial_count INTEGER NOT NULL DEFAULT 0 CHECK (partial_count >= 0),
    failed_count INTEGER NOT NULL DEFAULT 0 CHECK (failed_count >= 0),
    left_count INTEGER CHECK (left_count >= 0),
    right_count INTEGER CHECK (right_count >= 0),
    clean_count INTEGER CHECK (clean_count BETWEEN 0 AND count),
    score REAL,
    coverage REAL,
    range_mean REAL,
    range_median REAL,
    range_unit TEXT NOT NULL DEFAULT '',
    eccentric_s REAL,
    pause_stretched_s REAL,
    concentric_s REAL,
    pause_contracted_s REAL,
    range_variation REAL,
    concentric_variation REAL,
    slowing REAL,
    form_breakdown REAL,
    momentum REAL,
    duration_s REAL,
    view TEXT NOT NULL DEFAULT '',
    rate_hz REAL,
    is_calibrated INTEGER NOT NULL DEFAULT 0,
    track TEXT,                             -- name of a file in tracks/
    clip TEXT                               -- always NULL: clips lie with kept reviews
);
CREATE UNIQUE INDEX sets_by_source ON sets (athlete_id, source, source_key) WHERE source_key <> '';
CREATE INDEX sets_by_day ON sets (athlete_id, local_day) WHERE deleted_at_ms IS NULL;
CREATE INDEX sets_by_time ON sets (athlete_id, trained_at_ms) WHERE deleted_at_ms IS NULL;
CREATE INDEX sets_by_exercise ON sets (athlete_id, exercise_key, trained_at_ms) WHERE deleted_at_ms IS NULL;
CREATE INDEX sets_of_session ON sets (session_id);
CREATE INDEX sets_deleted ON sets (deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;

-- Apart from the sets, so that a table of sets is read without them.
CREATE TABLE reports (
    set_id INTEGER PRIMARY KEY REFERENCES sets (id) ON DELETE CASCADE,
    report BLOB NOT NULL,                   -- report.json, zlib
    corrections BLOB                        -- corrections.json, zlib
);

CREATE TABLE reps (
    set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),    -- in the order of time
    rep_index INTEGER,                              -- as it was counted; NULL: does not count
    kind TEXT NOT NULL CHECK (kind IN ('full', 'partial', 'pick-up', 'failed')),
    side TEXT NOT NULL CHECK (side IN ('both', 'left', 'right')),
    start_s REAL NOT NULL,
    turn_s REAL NOT NULL,
    end_s REAL NOT NULL,
    eccentric_s REAL,
    pause_stretched_s REAL,
    concentric_s REAL,
    pause_contracted_s REAL,
    range REAL,
    score REAL,
    coverage REAL,
    momentum REAL,
    is_changed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (set_id, number)
) WITHOUT ROWID;

CREATE TABLE faults (
    set_id INTEGER NOT NULL,
    rep_number INTEGER NOT NULL,
    rule TEXT NOT NULL,
    severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 3),
    value REAL,
    unit TEXT NOT NULL,
    threshold REAL,
    PRIMARY KEY (set_id, rep_number, rule),
    FOREIGN KEY (set_id, rep_number) REFERENCES reps (set_id, number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE verdicts (
    set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('present', 'absent', 'not_judged')),
    median REAL,                            -- of what the rule measured in the counted repetitions
    unit TEXT NOT NULL,
    PRIMARY KEY (set_id, rule)
) WITHOUT ROWID;

CREATE TABLE calibrations (
    id INTEGER PRIMARY KEY,
    athlete_id INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    camera TEXT NOT NULL,
    kind TEXT NOT NULL,
    made_on TEXT NOT NULL,
    content TEXT NOT NULL,                  -- JSON
    UNIQUE (athlete_id, camera, kind, made_on, content)
);

-- What must still be done although the process may be killed before it is.
CREATE TABLE chores (
    name TEXT PRIMARY KEY
);
