"""The rig: real processes, faults by a seeded schedule, and a checker that looks from the outside. `python -m faults --help`."""
