"""Benchmarks: what the product costs beside the same work written by hand, measured in one run. They print; they prove nothing."""
