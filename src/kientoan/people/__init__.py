"""Persons, posts and who holds them; membership of the Party; qualifications."""
