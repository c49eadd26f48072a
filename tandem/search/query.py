"""What somebody typed, as terms. There is no query language to abuse: everything is literal, quotes keep words together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tandem.search.tokenizer import fold, is_pair, split

#: Characters and terms of a query that take part; a pasted page is found by its beginning.
MAX_QUERY: Final = 1_000
MAX_TERMS: Final = 32

_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART: Final = re.compile(r'"([^"]*)"|(\S+)')
#: What stands around a word without belonging to it. `c++` and `c#` keep their signs; in front, `#` only
#: announces a number.
_AROUND: Final = "\"'`‘’‚‹›()[]{}<>（）「」『』【】《》〈〉.,:;!?*…、。，：；！？·/\\|"


@dataclass(frozen=True, slots=True)
class Term:
    """All `tokens` must be there, the last one as a beginning if `prefix`; and the text must hold `exact`, if given."""

    tokens: tuple[str, ...]
    prefix: bool = False
    exact: str | None = None


def read_query(query: str) -> list[Term]:
    """The terms of a query, all of which must hold. Empty when it says nothing that could be found."""
    given = query[:MAX_QUERY].translate(_QUOTES)
    parts = _PART.findall(fold(given))
    typing = not given[-1:].isspace()
    terms = [
        _term(phrase or word, prefix=typing and bool(word) and number == len(parts) - 1)
        for number, (phrase, word) in enumerate(parts)
    ]
    return list(dict.fromkeys(term for term in terms if term.tokens))[:MAX_TERMS]


def ticket_number(query: str) -> int | None:
    """The number that a query consists of, with or without the sign in front."""
    found = re.fullmatch(r"[#№]?\s*([0-9]{1,18})", query.strip()[:40])
    return int(found[1]) if found else None


def _term(text: str, prefix: bool) -> Term:
    exact = text.strip(_AROUND + " ").lstrip("#")
    tokens = split(exact, singles=False)
    whole = len(tokens) == 1 and tokens[0] == exact
    # Every character and every pair of Chinese is a token already: as a beginning it would find the same, a hundred times slower.
    prefix = prefix and bool(tokens) and not is_pair(tokens[-1])
    return Term(tuple(dict.fromkeys(tokens)), prefix, None if whole else exact)
