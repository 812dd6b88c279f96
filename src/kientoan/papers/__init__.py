"""Official documents: one model of a paper, PDF out of it. Knows the form of papers, not what they are about."""
