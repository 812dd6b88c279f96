"""The kernel: facts with two clocks, the operation door, the journal, decisions, the clock."""
