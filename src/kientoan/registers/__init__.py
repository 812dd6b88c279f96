"""The numbers of papers that our own units issue: by issuer, term or year, and series, without gaps (DF-05, DF-06, DF-14)."""
