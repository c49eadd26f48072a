"""PostgreSQL as a help desk uses it: many short statements, planned plainly."""
