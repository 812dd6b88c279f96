"""Pages about elections."""
