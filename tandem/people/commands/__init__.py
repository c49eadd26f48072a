"""Every verb that changes people and groups, one in a file."""
