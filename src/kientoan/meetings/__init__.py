"""Meetings at the base: a cell's every month, a hamlet's of its households; who came, what was decided, minutes."""
