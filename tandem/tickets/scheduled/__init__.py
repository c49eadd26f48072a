"""Replies that leave later: what was composed waits here, and passes every check at the moment when it leaves."""
