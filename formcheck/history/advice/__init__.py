"""Advice from the log: what to do next, the numbers it rests on, and who says so.

Everything is worked out from sets and a moment that is given; nothing here asks what time it is. Where the
sets do not carry an advice, that is said instead. A set that was not judged is neither clean nor bad.
"""
