"""The log in and out: files of other training logs, one file with everything in it, tables to read.

Nothing here knows which movements there are: who calls tells (`formcheck.history.exchange.movements`).
"""
