"""Pages of the register of papers."""
