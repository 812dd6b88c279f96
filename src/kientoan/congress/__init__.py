"""The congress season: calendars by level, plans, steps, clocks."""
