"""One small picture for every fault of a set, with the measure drawn on it: judge it at a glance."""
