"""The training log: sets, what was counted and found in them, and what happened since. One SQLite file.

``<data folder>/log/`` holds ``log.sqlite``, the pose tracks beside it, and backups; clips lie with the
reviews that are kept. `formcheck.history.log_book.LogBook` writes it, `formcheck.history.queries` reads what
a history shows, `formcheck.history.advice` says what to do next, and `formcheck.history.exchange` brings sets
in and out. Nothing of it leaves the machine.
"""
