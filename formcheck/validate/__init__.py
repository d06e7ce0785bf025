"""Reports against truth files: the accuracy table."""
