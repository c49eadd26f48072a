"""One experiment, from an empty world to a verdict."""

from __future__ import annotations

import time
import traceback
import zlib
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from faults.checker.everything import judge
from faults.checker.evidence import gather
from faults.disk import small_disk, small_disks
from faults.experiments.kinds import Experiment, Skipped
from faults.report import Result
from faults.stage import Budget, Health, staged
from faults.world.small_database import on_a_small_disk
from faults.world.world import Template

QUIET: Final = 1.0
LONG_QUIET: Final = 20.0


def seed_of(seed: int, name: str, database: str) -> int:
    """Each experiment has a seed of its own, so that one alone can be seen again."""
    return seed ^ zlib.crc32(f"{name} {database}".encode())


def _turn(experiment: Experiment, template: Template) -> AbstractContextManager[None]:
    if template.server is None:
        return nullcontext()
    return template.server.turns.take(alone=experiment.kills_server)


def perform(experiment: Experiment, template: Template, folder: Path, seed: int, *, long: bool) -> Result:
    """Do it, let everything come to rest, and judge."""
    began = time.monotonic()
    result = Result(experiment.name, template.vendor, seed)
    budget = Budget(
        seconds=experiment.long_seconds if long else experiment.seconds,
        scale=10 if long else 1,
        quiet=LONG_QUIET if long else QUIET,
        real_times=long and experiment.long_times,
    )
    place = folder / f"{experiment.name.replace(' ', '-')}-{template.vendor}"
    try:
        with (
            _turn(experiment, template),
            small_disk(experiment.disk) as home,
            small_disks(experiment.parts_disk) as parts,
            on_a_small_disk(experiment.database_disk, template, place / "server") as installed,
            staged(
                installed,
                place,
                seed_of(seed, experiment.name, template.vendor),
                budget,
                inside=experiment.inside,
                imap=experiment.imap,
                pop=experiment.pop,
                moved=experiment.moved,
                home=home,
                parts=parts,
                before=experiment.before,
            ) as stage,
        ):
            health = Health(stage.world, stage.journal)
            try:
                experiment.perform(stage)
                stage.settle()
            finally:
                health.end()
            result.evidence = gather(stage)
            result.problems = list(stage.problems)
    except Skipped as reason:
        result.skipped = str(reason)
        return result
    except Exception:
        # The rig itself has failed, or the product so that nothing could be seen: not a reason to leave the others out.
        result.problems = [traceback.format_exc()]
        result.seconds = time.monotonic() - began
        return result
    result.verdicts = judge(result.evidence)
    result.seconds = time.monotonic() - began
    return result
