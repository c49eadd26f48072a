"""The experiments, by their names in the specification."""

from __future__ import annotations

from typing import Final

from faults.experiments import x01_kills, x13_sending
from faults.experiments.kinds import Experiment

EXPERIMENTS: Final[dict[str, Experiment]] = {one.name: one for one in (x01_kills.EXPERIMENT, x13_sending.EXPERIMENT)}
