"""HTML that other people wrote: made inert, shown, read as text; and the HTML that our agents write.

`sanitise` for what comes in, `sanitise_authored` for what agents write, `show_images` for the one click that loads
pictures, `show_destinations` for where links lead, `html_to_text` and `text_to_html` between the two worlds,
`inline_for_mail` for what goes out.
"""

from __future__ import annotations

from tandem.infra.markup.authored import sanitise_authored
from tandem.infra.markup.destinations import show_destinations
from tandem.infra.markup.images import show_images
from tandem.infra.markup.outgoing import inline_for_mail
from tandem.infra.markup.sanitise import Sanitised, sanitise, sanitise_reporting
from tandem.infra.markup.text import html_to_text, text_to_html

__all__ = [
    "Sanitised",
    "html_to_text",
    "inline_for_mail",
    "sanitise",
    "sanitise_authored",
    "sanitise_reporting",
    "show_destinations",
    "show_images",
    "text_to_html",
]
