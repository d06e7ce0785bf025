"""One fault a file: a window of signals to a measured value, never a threshold.

A measure is a module of this package with one function ``measure(window) -> Measure | NotJudged``. An
exercise's TOML names it and holds its thresholds, its cue and its source; nothing else changes.
"""
