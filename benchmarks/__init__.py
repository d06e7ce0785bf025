"""Commands that print the numbers we publish: ``python -m benchmarks.NAME``."""
