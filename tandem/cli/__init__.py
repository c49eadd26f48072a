"""The `tandem` program: one file per command, found by name in `COMMANDS`.

Modules are imported only when their command runs, so that the commands which need neither database nor
settings (`mail inspect`, `mail trim`, `html sanitise`) start without Django.
"""

from __future__ import annotations

import importlib
import sys

#: "words of the command" -> (module with `run(arguments: list[str]) -> int`, one line for the help).
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("tandem.cli.serve", "everything in one process: web, workers, timers, mail intake"),
    "migrate": ("tandem.cli.migrate", "bring the database to this version's shape"),
    "openapi": ("tandem.cli.openapi", "the description of the API as JSON"),
    "demo": ("tandem.cli.demo", "the demo world, for an installation that is empty (--if-empty: else say nothing)"),
    "search rebuild": ("tandem.cli.search_rebuild", "make every search document again"),
    "accounts": ("tandem.cli.accounts", "who can sign in: address and role, widest rights first"),
    "token create": ("tandem.cli.token_create", "a bearer token that acts as the colleague with this address"),
    "mail ingest": ("tandem.cli.mail_ingest", "mails from mbox, maildir and .eml files into the ledger"),
    "ledger": ("tandem.cli.ledger", "mails that were set aside: list, retry, release"),
    "backup": ("tandem.cli.backup", "one archive of everything, while the desk goes on"),
    "restore": ("tandem.cli.restore", "an archive back into an empty home"),
    "doctor": ("tandem.cli.doctor", "whether everything is as it has to be, in words (--json, --all)"),
    "outbox": ("tandem.cli.outbox", "effects that were set aside: list, release"),
    "mail inspect": ("tandem.cli.mail_inspect", "one raw mail on stdin, what Tandem sees in it as JSON"),
    "mail trim": (
        "tandem.cli.mail_trim",
        "a plain-text reply on stdin, split into visible, quoted, signature",
    ),
    "html sanitise": ("tandem.cli.html_sanitise", "HTML on stdin, the inert form that Tandem shows"),
}


def _usage() -> str:
    width = max(len(name) for name in COMMANDS)
    lines = [f"  {name.ljust(width)}  {description}" for name, (_, description) in COMMANDS.items()]
    return "usage: tandem COMMAND [arguments]\n\n" + "\n".join(lines) + "\n"


def _run(name: str, arguments: list[str]) -> int:
    """The command's code; 2 with one sentence where a setting or the database is not as it has to be."""
    module = importlib.import_module(COMMANDS[name][0])
    try:
        code: int = module.run(arguments)
    except Exception as error:
        from tandem.cli.complaints import complaint

        sentence = complaint(error)
        if sentence is None:
            raise
        sys.stderr.write(f"tandem {name}: {sentence}\n")
        return 2
    return code


def main() -> None:
    """Dispatch `tandem WORD [WORD] [arguments]`; exit with the command's code, 2 for an unknown command."""
    words = sys.argv[1:]
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(_usage())
        sys.exit(0 if words else 2)
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in COMMANDS:
            sys.exit(_run(name, words[length:]))
    sys.stderr.write(f"tandem: there is no command {words[0]!r}\n\n{_usage()}")
    sys.exit(2)
