"""Hypothesis for the rules: no clock, since a slow machine is no wrong rule, and nothing kept between runs."""

from hypothesis import settings

settings.register_profile("rules", deadline=None, database=None)
settings.load_profile("rules")
