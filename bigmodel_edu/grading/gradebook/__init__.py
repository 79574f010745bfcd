"""What was recorded, for good: SQLite, append-only. What counts today is a view over everything that was ever recorded."""
