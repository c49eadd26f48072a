"""The lexical level of RFC 5322 3.2: atoms, quoted strings, comments, domain literals and specials."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: An encoded word may hold commas and brackets that some programs forget to encode; it stays in one piece.
_ENCODED = re.compile(r"=\?[^?\s<>@\"]{1,80}\?[QqBb]\?[^?\s<>@\"]*\?=")
_ATOM = re.compile(r"[^\s()<>@,;:\\\".\[\]]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_LITERAL = re.compile(r"\[[^\[\]\\\s]*\]")
_SPACE = re.compile(r"\s+")
_COMMENT_STEP = re.compile(r"[^()\\]+|\\.|[()]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is atom, quoted, comment or the special character itself; `spaced` says that white space came before."""

    kind: str
    text: str
    spaced: bool

    @property
    def content(self) -> str:
        """A quoted string without its quotes and backslashes."""
        return re.sub(r"\\(.)", r"\1", self.text[1:-1], flags=re.DOTALL)


def tokenise(value: str) -> tuple[list[Token], bool]:
    """The tokens, and whether every quote, comment and angle was closed. Linear: each character is read once.

    Within `<…>` commas and semicolons are marked as atoms, because there they belong to a route, not to the list.
    """
    tokens: list[Token] = []
    position = 0
    spaced = False
    in_angle = False
    complete = True
    quotes_close = True
    while position < len(value):
        if space := _SPACE.match(value, position):
            position, spaced = space.end(), True
            continue
        token, end, closed = _next(value, position, spaced, quotes_close)
        complete = complete and closed
        # Where one quote finds no partner, no later one does: looking again each time would be quadratic.
        quotes_close = quotes_close and (closed or token.text != '"')
        if token.kind == "<":
            in_angle = True
        elif token.kind == ">":
            in_angle = False
        elif in_angle and token.kind in ",;":
            token = Token("route", token.text, spaced)
        tokens.append(token)
        position, spaced = end, False
    return tokens, complete and not in_angle


def _next(value: str, position: int, spaced: bool, quotes_close: bool) -> tuple[Token, int, bool]:
    character = value[position]
    if match := _ENCODED.match(value, position) or _ATOM.match(value, position):
        return Token("atom", match.group(), spaced), match.end(), True
    if character == '"':
        if quotes_close and (match := _QUOTED.match(value, position)):
            return Token("quoted", match.group(), spaced), match.end(), True
        # An odd quote opens nothing: it is a character of its own, and no address can hold it.
        return Token("stray", character, spaced), position + 1, False
    if character == "[" and (match := _LITERAL.match(value, position)):
        return Token("atom", match.group(), spaced), match.end(), True
    if character == "(":
        return _comment(value, position, spaced)
    kind = character if character in "<>@,;:." else "stray"
    return Token(kind, character, spaced), position + 1, True


def _comment(value: str, position: int, spaced: bool) -> tuple[Token, int, bool]:
    """Comments nest; one that never ends swallows the rest, as RFC 5322 has it."""
    depth = 0
    start = position
    while match := _COMMENT_STEP.match(value, position):
        position = match.end()
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth == 0:
            return Token("comment", value[start + 1 : position - 1], spaced), position, True
    return Token("comment", value[start + 1 :], spaced), len(value), False
