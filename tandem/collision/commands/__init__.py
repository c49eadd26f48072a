"""Verbs on collision avoidance, one in a file."""
