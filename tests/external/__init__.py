"""Files that nobody here wrote."""
