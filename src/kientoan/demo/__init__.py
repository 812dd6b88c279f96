"""The article as a story told through operations, with invented people. Never part of a real installation."""
