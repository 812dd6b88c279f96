"""Proposals (kiến nghị): raised at the base, sent, received, answered at each level, done and made public."""
