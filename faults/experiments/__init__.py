"""The experiments, by their names in the specification."""

from __future__ import annotations

from typing import Final

from faults.experiments import (
    x01_kills,
    x02_zombies,
    x03_databases,
    x04_database,
    x04_full_disk,
    x04_parts,
    x11_duplicates,
    x12_mailbox,
    x12_old_mail,
    x12_pop,
    x13_days,
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
        x04_parts,
        x04_database,
        x11_duplicates,
        x12_mailbox,
        x12_old_mail,
        x12_pop,
        x13_sending,
        x13_days,
        x14_intake,
        x15_poison,
        x16_herd,
    )
}
