"""The road from selection to the slate: plans, processes with their steps, ballots, findings, announcement."""
