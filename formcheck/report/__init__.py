"""The SetReport, a plain value, and its writers: one format a file."""
