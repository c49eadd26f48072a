"""Verbs on rules, one in a file."""
