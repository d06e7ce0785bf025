"""The parts of the History page: what was trained, how it changes, the sets themselves."""
