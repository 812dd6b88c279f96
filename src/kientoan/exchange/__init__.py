"""Workbooks in, workbooks and open formats out."""
