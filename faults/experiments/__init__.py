"""The experiments, by their names in the specification."""

from __future__ import annotations

from typing import Final

from faults.experiments import (
    x01_kills,
    x02_zombies,
    x03_databases,
    x04_full_disk,
    x11_duplicates,
    x12_mailbox,
    x13_sending,
    x14_intake,
    x15_poison,
    x16_herd,
)
from faults.experiments.kinds import Experiment

EXPERIMENTS: Final[dict[str, Experiment]] = {
    module.EXPERIMENT.name: module.EXPERIMENT
    for module in (
        x01_kills,
        x02_zombies,
        x03_databases,
        x04_full_disk,
        x11_duplicates,
        x12_mailbox,
        x13_sending,
        x14_intake,
        x15_poison,
        x16_herd,
    )
}
