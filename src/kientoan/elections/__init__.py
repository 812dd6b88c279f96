"""Elections: what is elected by whom, list, board, roll, ballots, result."""
