"""The benchmarks' own world, and the numbers counted by the database against the rows behind them."""
