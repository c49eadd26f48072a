"""Benchmarks with their data: `python -m bench` prints how far each hot path is from the bare minimum, measured in one run."""
