"""Questions about standards, strength, the plan of a unit and training. The only place of `quality` with joins; answers are frozen rows."""
