"""The installation under test: a home, a database, and the processes that serve it."""
