"""What the sender wrote now, apart from what they quoted and how they signed (sec:C-18). Linear in the text."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.channels.email.parsing.quoting import QuoteStart, is_quoted, quote_start
from tandem.channels.email.parsing.signatures import signature_start


@dataclass(frozen=True, slots=True)
class Trimmed:
    """Every line of the text is in exactly one of the three, in its order; only blank lines at their edges are gone."""

    visible: str
    quoted: str
    signature: str


def trim(text: str) -> Trimmed:
    """`text` split in three. Never raises, never deletes: a wrong cut can be seen and unfolded.

    When nothing would be visible, all is: a forward without a comment, or an answer that is all quotation.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    owners = _owners(lines)
    if not any(lines[i].strip() for i, owner in enumerate(owners) if owner == "v"):
        owners = ["v" for _ in lines]
    visible = [i for i, owner in enumerate(owners) if owner == "v"]
    start = signature_start([lines[i] for i in visible])
    for i in visible[start:]:
        owners[i] = "s"
    parts = ("\n".join(line for line, owner in zip(lines, owners, strict=True) if owner == who) for who in "vqs")
    return Trimmed(*(part.strip("\n") for part in parts))


def _owners(lines: list[str]) -> list[str]:
    """`v` or `q` for each line."""
    start = quote_start(lines)
    owners = ["v"] * start.line + ["q"] * (len(lines) - start.line)
    if start.line == len(lines) or start.takes_rest:
        return owners
    # Some programs put the signature below the quotation; it neither belongs to it nor makes it a comment.
    signed = signature_start(lines)
    if signed <= start.line + start.introduction:
        signed = len(lines)
    return [*_around_blocks(lines[:signed], start), *("v" for _ in lines[signed:])]


def _around_blocks(lines: list[str], start: QuoteStart) -> list[str]:
    """The owners where quoted blocks are marked line by line, and words of the sender's may follow them."""
    owners = ["v"] * start.line + ["q"] * (len(lines) - start.line)
    end = _end_of_block(lines, start.line + start.introduction)
    if not any(line.strip() for line in lines[end:]):
        return owners
    if any(line.strip() and not is_quoted(line) for line in lines[: start.line]) or _quotes_again(lines, end):
        # Comments between quotations need them to be understood; only what ends the mail is folded.
        return _fold_tail(lines)
    return ["v"] * start.line + ["q"] * (end - start.line) + ["v"] * (len(lines) - end)


def _end_of_block(lines: list[str], position: int) -> int:
    """Behind the last line of the quotation that begins at or after `position`; blank lines within belong to it."""
    end = position
    while position < len(lines) and (is_quoted(lines[position]) or not lines[position].strip()):
        position += 1
        if lines[position - 1].strip():
            end = position
    return end


def _quotes_again(lines: list[str], position: int) -> bool:
    return any(is_quoted(line) for line in lines[position:])


def _fold_tail(lines: list[str]) -> list[str]:
    tail = len(lines)
    while tail > 0 and (is_quoted(lines[tail - 1]) or not lines[tail - 1].strip()):
        tail -= 1
    return ["v"] * tail + ["q"] * (len(lines) - tail)
