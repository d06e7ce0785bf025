"""Recognition of movements: drawn sets to learn from and to be tested on, and the commands that do both."""
