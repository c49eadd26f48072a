"""A small house for the kernel alone: boats in harbours, with a logbook and flags. No ticket words."""
