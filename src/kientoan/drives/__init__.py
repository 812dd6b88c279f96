"""Contribution drives (vận động đóng góp): what the households decided, the plan, the book that only grows, its publications and its closing."""
