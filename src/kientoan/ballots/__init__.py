"""Ballots: what stands on them, what was read off them, totals. Knows no person, no unit and no moment."""
