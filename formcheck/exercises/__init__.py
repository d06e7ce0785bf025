"""The movements: one TOML each, what is in it as types, and the judging of its rules."""
