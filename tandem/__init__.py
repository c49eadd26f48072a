"""Tandem: a help desk in which nobody answers twice by accident."""

__version__ = "0.1.0"
