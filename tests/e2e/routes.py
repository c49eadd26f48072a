"""Every route of the workspace: its address, and what is there when it has its content (`tests/conventions/test_routes.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILES: Final = Path(__file__).resolve().parents[2] / "web/src/routes"


@dataclass(frozen=True)
class Route:
    """`path` below /agent, with `{customer}`, `{organisation}` and `{ticket}` for what the demo world has; `content` as CSS."""

    path: str
    content: str = "main h1"
    signed_in: bool = True


#: By the name of the file without its ending.
ROUTES: Final[dict[str, Route]] = {
    "_app.audit": Route("/audit", "main table"),
    "_app.caught-mail": Route("/caught-mail", "main table"),
    "_app.index": Route("/", "main h2"),
    "_app.macros": Route("/macros", "main table"),
    "_app.mailboxes": Route("/mailboxes", "main article"),
    # Leads on to the profile.
    "_app.me.index": Route("/me", "main form"),
    "_app.me.drafts": Route("/me/drafts", "main select"),
    "_app.me.notifications": Route("/me/notifications", "main table"),
    "_app.me.profile": Route("/me/profile", "main form"),
    "_app.me.security": Route("/me/security", "main h2"),
    "_app.me.shortcuts": Route("/me/shortcuts", "main li"),
    "_app.me.tokens": Route("/me/tokens", "main form, main button"),
    "_app.notifications": Route("/notifications", "main section"),
    "_app.people": Route("/people", "main table"),
    "_app.people_.customers.$id": Route("/people/customers/{customer}", "main h2"),
    "_app.people_.organisations.$id": Route("/people/organisations/{organisation}", "main table"),
    "_app.quarantine": Route("/quarantine"),
    "_app.mail-log": Route("/mail-log"),
    "_app.failed-mail": Route("/failed-mail"),
    "_app.automatic-mail": Route("/automatic-mail"),
    "_app.tickets.$number": Route("/tickets/{ticket}?view=all", "main article"),
    "_app.tickets.index": Route("/tickets?view=all", "main ul[aria-label] a"),
    "_app.tickets.new": Route("/tickets/new", "main form"),
    "forgotten": Route("/forgotten", "h1", signed_in=False),
    "link": Route("/link", "h1", signed_in=False),
    # Leads on to signing in, once somebody is there.
    "set-up": Route("/set-up", "h1", signed_in=False),
    "sign-in": Route("/sign-in", "h1", signed_in=False),
}
#: Frames around other routes, which have no address of their own.
FRAMES: Final = frozenset({"__root", "_app", "_app.tickets", "_app.me"})
#: What a route shows under a tab.
TABS: Final[dict[str, Route]] = {
    "history": Route("/tickets/{ticket}?view=all&tab=history", "main ol li p"),
    "files": Route("/tickets/{ticket}?view=all&tab=files"),
    "customers": Route("/people?tab=customers", "main table"),
    "organisations": Route("/people?tab=organisations", "main table"),
    "departments": Route("/people?tab=departments", "main table"),
    "tags": Route("/people?tab=tags", "[role=tabpanel] p:visible"),
    "teams": Route("/people?tab=teams", "main table"),
    "rights": Route("/people?tab=rights", "main table"),
    "sign-in rules": Route("/people?tab=sign-in", "main form"),
    "collision rules": Route("/people?tab=collisions", "main form"),
}
