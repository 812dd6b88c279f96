"""The face for programs: JSON under /api/v1/, with keys of limited scope. It keeps no models and writes through operations only."""
