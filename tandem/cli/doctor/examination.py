"""All that is looked at, in the order in which it makes sense: without a database nothing behind it can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tandem.cli.doctor import contents, surroundings
from tandem.cli.doctor.finding import Finding, Level, bad
from tandem.infra.logs.redaction import Redaction, secrets_of

Examination = Callable[[bool], Iterator[Finding]]

_SURROUNDINGS: tuple[Examination, ...] = (
    surroundings.home, surroundings.secret_key, surroundings.disks, surroundings.addresses, surroundings.mail_doors,
    surroundings.mail_out, surroundings.redis, surroundings.processes, surroundings.web_part, surroundings.database,
)  # fmt: skip
_CONTENTS: tuple[Examination, ...] = (
    contents.integrity, contents.files, contents.outbox, contents.timers, contents.ledger, contents.deliveries,
    contents.clock, contents.backups,
)  # fmt: skip


def examine(*, everything: bool) -> Iterator[Finding]:
    """Every finding; `everything` reads all files and the whole database instead of a sample."""
    from django.conf import settings

    redaction = Redaction(secrets_of(settings))

    def shown(finding: Finding) -> Finding:
        # Sentences hold numbers and names of ours; what a driver says passes here as well.
        return Finding(finding.check, finding.level, redaction.text(" ".join(finding.says.split())))

    reachable = True
    for examination in _SURROUNDINGS:
        for finding in _looked(examination, everything):
            reachable = reachable and not (finding.check == "database" and finding.level == Level.BAD)
            yield shown(finding)
    for examination in _CONTENTS if reachable else ():
        yield from map(shown, _looked(examination, everything))


def _looked(examination: Examination, everything: bool) -> Iterator[Finding]:
    """One that fails is a finding too, and the others go on."""
    try:
        yield from examination(everything)
    except Exception as error:
        yield bad(examination.__name__, f"This could not be looked at: {type(error).__name__}: {str(error)[:300]}")
