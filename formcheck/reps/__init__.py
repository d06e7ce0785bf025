"""One signal to phases to Reps: a causal counter, and the timing of its phases on top."""
