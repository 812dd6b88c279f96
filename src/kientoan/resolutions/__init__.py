"""Resolutions with their clauses, what units below answer, and the tasks that come of them."""
