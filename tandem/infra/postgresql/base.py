"""Django's backend, with connections that plan for short statements.

To start workers or to compile a statement takes longer than any of ours may take, and the planner is led to both by estimates that
are far off for words (`search.newest`): a search of 5 ms took 60 to 130.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.postgresql import base

_SETTINGS: Final = "SET jit = off; SET max_parallel_workers_per_gather = 0"


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's. Set after connecting and not while, since poolers between refuse settings in the first packet."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute(_SETTINGS)
        if not self.connection.autocommit:
            self.connection.commit()
