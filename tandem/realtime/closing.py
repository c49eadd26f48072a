"""Why a socket is closed. 4000 to 4999 are free for applications (RFC 6455, 7.4.2)."""

from __future__ import annotations

#: Too many messages that are no JSON object or of no known type.
MALFORMED = 4400
#: Signed out, disabled, or the session has ended: do not come back without signing in.
SIGNED_OUT = 4401
#: Nothing came from the client for too long.
IDLE = 4408
#: Something may have been missed: connect again and fetch what is on screen.
MISSED = 4409
#: More messages than a person can cause.
TOO_MANY = 4429
#: The server failed; RFC 6455 has a code for that.
FAILED = 1011
