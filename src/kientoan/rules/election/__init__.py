"""Elections: the rule packs as data, the count, its arithmetic, and the comparison of what was keyed in."""
