"""format=flowed text (RFC 3676) back into paragraphs."""

from __future__ import annotations


def unflow(text: str, delete_space: bool) -> str:
    """Lines that end in a space are joined with the next of the same quote depth. `-- ` stays a signature line."""
    out: list[str] = []
    pending: list[str] = []
    pending_depth = 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        if content.startswith(" "):
            content = content[1:]
        if pending and depth != pending_depth:
            out.append(_quoted("".join(pending), pending_depth))
            pending = []
        flows = content.endswith(" ") and content != "-- "
        pending.append(content[:-1] if flows and delete_space else content)
        pending_depth = depth
        if not flows:
            out.append(_quoted("".join(pending), depth))
            pending = []
    if pending:
        out.append(_quoted("".join(pending), pending_depth))
    return "\n".join(out)


def _quoted(line: str, depth: int) -> str:
    return f"{'>' * depth} {line}".rstrip(" ") if depth and line != "-- " else ">" * depth + line
