"""How much of one mail is looked at (sec:C-01, C-06, C-12). What lies beyond stays in the raw mail, and is said so."""

from __future__ import annotations

#: Levels of multiparts within multiparts; deeper parts become attachments as they are.
MAX_DEPTH = 30
#: Parts of all levels; the rest of the mail becomes one attachment.
MAX_PARTS = 1_000
#: Octets of one header block that are read.
MAX_HEADER_BLOCK = 256 * 1024
#: Fields of one header block that are read.
MAX_FIELDS = 2_000
#: Characters of a body as text; the whole of a longer one becomes an attachment too.
MAX_TEXT = 1_000_000
#: Characters of a subject; the raw mail keeps the rest.
#: Octets of a body that are decoded; of a longer one the whole is an attachment as well.
MAX_BODY = 8 * 1024 * 1024
MAX_SUBJECT = 1_000
MAX_REFERENCES = 200
#: Characters of HTML in which quotes are looked for.
MAX_FOLDED_HTML = 300_000
