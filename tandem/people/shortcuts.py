"""The keys of the workspace, as far as the server must know them: which shortcuts there are, and which keys one may choose;
and whether rows of the list can be swiped, which is the same choice for a finger.

The browser has the same table with words beside it (`web/src/actions/keymap.ts`); a test holds that both agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words
from tandem.kernel.errors import Invalid, Malformed, Problem
from tandem.people.models import ShortcutChoice

#: By shortcut: the keys that it has by itself. "Mod" is Ctrl, on Apple's keyboards Command; "G I" is one key after the other.
DEFAULTS: Final[Mapping[str, str]] = {
    "palette": "Mod+K",
    "next": "J",
    "previous": "K",
    "open": "O",
    "peek": "Space",
    "back": "U",
    "search": "/",
    "filter": "F",
    "select": "X",
    "select-next": "Shift+J",
    "select-previous": "Shift+K",
    "select-page": "Shift+X",
    "reply": "R",
    "note": "N",
    "macro": "M",
    "send": "Mod+Enter",
    "send-solve": "Mod+Shift+Enter",
    "assign": "A",
    "assign-me": "I",
    "status": "S",
    "resolve": "E",
    "priority": "P",
    "team": "T",
    "tags": "L",
    "snooze": "H",
    "copy-number": ".",
    "copy-link": "Shift+.",
    "who": "W",
    "activity": "Y",
    "go-inbox": "G I",
    "go-views": "G V",
    "go-mine": "G M",
    "go-start": "G D",
    "create": "C",
    "undo": "Z",
    "fold-views": "[",
    "fold-context": "]",
    "panes": "F6",
    "help": "?",
    "help-anywhere": "Mod+/",
}
#: They work while one writes, so a letter by itself would be typed.
WHILE_WRITING: Final = frozenset({"palette", "send", "send-solve", "panes", "help-anywhere"})
#: What browsers, systems and screen readers leave to a page of all that is pressed with Ctrl, Command or a function key.
CHORDS: Final = frozenset(
    {"Mod+K", "Mod+/", "Mod+.", "Mod+;", "Mod+Enter", "Mod+Shift+Enter", "F2", "F6", "F8", "F9", "Shift+F2", "Shift+F9"}
)
#: One letter (with Shift, or after G), digit or sign, or the space bar. G by itself begins a pair.
_SINGLE: Final = re.compile(r"(?!G\Z)(?:Space|(?:Shift\+|G )?[A-Z]|[0-9]|Shift\+\.|[!-/:-@\[-`{-~])\Z")


def refusal_of(shortcut: str, keys: str) -> Words | None:
    """Why these keys cannot be those of this shortcut; None if they can. Empty keys release it."""
    if keys == "" or keys in CHORDS:
        return None
    if keys == "G":
        return _("G begins pairs of keys, such as G then I.")
    if not _SINGLE.match(keys):
        return _("The browser, the system or a screen reader needs this key.")
    if shortcut in WHILE_WRITING:
        return _("This works while you write, so it needs Ctrl, Command or a function key.")
    return None


@dataclass(frozen=True, slots=True)
class OwnShortcuts:
    """What one person chose: keys by shortcut where they differ, whether keys without Ctrl or Command count at all, and whether
    rows of the list answer to a swipe."""

    single_keys: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    swipe: bool = True

    def as_json(self) -> dict[str, Any]:
        """The form of the API."""
        return {"single_keys": self.single_keys, "keys": dict(self.keys), "swipe": self.swipe}


def changed(
    own: OwnShortcuts, single_keys: bool | None, keys: Mapping[str, str | None], swipe: bool | None = None
) -> OwnShortcuts:
    """What holds after a change; None gives a shortcut its own key back.

    Raises Malformed for what is no shortcut, Invalid for keys that cannot be chosen or are another's, at `/keys/<shortcut>`.
    """
    unknown = [name for name in keys if name not in DEFAULTS]
    if unknown:
        raise Malformed([Problem(f"/keys/{name}", "unknown", _("There is no such shortcut.")) for name in unknown])
    chosen = {name: value for name, value in (dict(own.keys) | dict(keys)).items() if value is not None}
    kept = {name: value for name, value in chosen.items() if name in DEFAULTS and value != DEFAULTS[name]}
    plain = dict(DEFAULTS) | kept
    problems = []
    for name in keys:
        reason = refusal_of(name, plain[name])
        if reason is not None:
            problems.append(Problem(f"/keys/{name}", "reserved", reason))
        elif plain[name] and list(plain.values()).count(plain[name]) > 1:
            problems.append(Problem(f"/keys/{name}", "taken", _("Another shortcut has this key.")))
    if problems:
        raise Invalid(problems)
    return OwnShortcuts(
        own.single_keys if single_keys is None else single_keys, kept, own.swipe if swipe is None else swipe
    )


def choose(
    person_id: int, single_keys: bool | None, keys: Mapping[str, str | None], swipe: bool | None = None
) -> OwnShortcuts:
    """Change what one person chose; what is not named stays. Raises as `changed` does."""
    with transaction.atomic():
        ShortcutChoice.objects.get_or_create(person_id=person_id)
        row = ShortcutChoice.objects.select_for_update().get(person_id=person_id)
        own = changed(OwnShortcuts(row.single_keys, row.keys, row.swipe), single_keys, keys, swipe)
        row.single_keys, row.keys, row.swipe = own.single_keys, dict(own.keys), own.swipe
        row.save(update_fields=["single_keys", "keys", "swipe"])
    return own
