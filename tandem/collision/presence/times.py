"""How long things hold, in milliseconds."""

from __future__ import annotations

from typing import Final

#: A tab that is not heard of for so long is not there any more; it speaks every ten seconds.
LIFETIME: Final = 30_000
#: Whoever closes the page may only be loading it anew: so long nobody is told that they left.
RELOADING: Final = 8_000
#: Whoever comes back within this time after a connection was lost or a page closed has not been away.
SAME_VISIT: Final = 30_000
#: Those who left are listed for so long, and so are acts.
REMEMBERED: Final = 30 * 60_000
#: A lease that nobody types under ends.
LEASE: Final = 90_000
#: Whoever has just taken a lease over has so long to begin; whoever asked for five minutes has them.
TAKEN: Final = 15_000
FIVE_MINUTES: Final = 5 * 60_000
#: A node that says nothing for so long has died, and those on it are gone.
NODE_LIFETIME: Final = 30_000
#: Every so often a node says that it lives.
NODE_BEAT: Final = 10_000
