"""The one form in which texts are compared."""

from __future__ import annotations

import unicodedata


def normalise_text(text: str) -> str:
    """Fold what readers do not tell apart: NFKC, case, runs of white space (Unicode 3.13, NFKC_Casefold).

    Normalised twice because case folding can undo the first pass. NUL and lone surrogates, which PostgreSQL cannot
    store, become a space and nothing. The result is what a normalised column holds.
    """
    storable = text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", storable).casefold())
    return " ".join(folded.split())
