"""The staff face: server-rendered pages, one query or one operation a view."""
