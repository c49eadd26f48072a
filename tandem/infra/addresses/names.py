"""Display names: made safe to show, and compared with the address they stand before (sec:A-10, C-09, D-14)."""

from __future__ import annotations

import re
import unicodedata

import idna

MAX_NAME = 255

#: Direction overrides and isolates, invisible operators, fillers: they change how *other* text is read.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
    "|[\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_ADDRESS_IN_NAME = re.compile(r"[^\s<>\"'(),;:]{1,64}@[^\s<>\"'(),;:]{1,253}")
_MAX_MARKS = 4
#: Scripts that one word may mix in ordinary Japanese, Korean and Chinese writing.
_TOGETHER = ({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}, {"LATIN", "HAN", "HANGUL"}, {"LATIN", "HAN", "BOPOMOFO"})


def clean_name(name: str) -> str:
    """The name in one line without control, direction or invisible characters, at most 255 characters.

    Long runs of combining marks are cut to four, so that a name cannot paint over its neighbours.
    """
    visible = _INVISIBLE.sub("", _CONTROL.sub(" ", name[: 8 * MAX_NAME]))
    return " ".join(_fewer_marks(visible).split())[:MAX_NAME].strip()


def _fewer_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def domain_for_people(domain: str) -> str:
    """The domain in its own script, or as A-label where it mixes scripts or cannot be decoded."""
    if "xn--" not in domain:
        return domain
    try:
        shown = idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain
    return domain if is_mixed_script(shown) else shown


def is_mixed_script(domain: str) -> bool:
    """Whether one label of the domain mixes alphabets in a way that no language does."""
    if "xn--" in domain:
        try:
            domain = idna.decode(domain)
        except (idna.IDNAError, UnicodeError):
            return True
    for label in domain.split("."):
        scripts = {script for script in map(_script, label) if script}
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            return True
    return False


def _script(character: str) -> str:
    """The first word of the Unicode name, which for letters is the script."""
    if not character.isalpha():
        return ""
    word = unicodedata.name(character, "").split(" ")[0]
    return {"CJK": "HAN", "KATAKANA-HIRAGANA": "KATAKANA"}.get(word, word)


def warnings_about(name: str, address: str) -> tuple[str, ...]:
    """What a reader should be told about a sender: codes, in this order, empty for an ordinary one.

    `name_is_other_address`: the name holds an address that is not the real one;
    `name_hides_characters`: direction or invisible characters were removed from it;
    `domain_mixes_scripts`: look-alike letters are likely.
    """
    found: list[str] = []
    # A wide ＠ is read as one by people.
    inside = _ADDRESS_IN_NAME.search(unicodedata.normalize("NFKC", name[: 8 * MAX_NAME]))
    if inside and inside.group().casefold() != address.casefold():
        found.append("name_is_other_address")
    if _INVISIBLE.search(name) or _CONTROL.search(name):
        found.append("name_hides_characters")
    if is_mixed_script(address.rpartition("@")[2]):
        found.append("domain_mixes_scripts")
    return tuple(found)
