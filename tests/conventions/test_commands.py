"""A verb is found by its name: one command in one file."""

from __future__ import annotations

import ast
import importlib

import pytest

from tandem.cli import COMMANDS
from tests.conventions.sources import sources

#: Families of verbs that differ in one word each, and what commands share.
FAMILIES = {
    "tandem/people/commands/edit_addresses.py": "the addresses of a customer: one shape, three verbs",
    "tandem/people/commands/delete_group.py": "teams and organisations: one shape, two kinds",
    "tandem/tickets/commands/erase_from_ticket.py": "a ticket that stays and one that goes, when its customer is erased",
    "tandem/people/commands/sign_in.py": "the facts of signing in, told and failed, with who records them",
    "tandem/people/commands/tell_of_act.py": "facts about acts of staff: one shape, a verb and a word for each act",
    "tandem/tickets/commands/tell_of_draft.py": "facts about drafts: one shape, and the right to write each kind",
    "tandem/tickets/commands/put_aside.py": "trash and restore: one shape, and the same for what is emptied out of spam",
    "tandem/tickets/commands/mark_spam.py": "spam and not spam: one verb and its inverse",
    "tandem/tickets/commands/end_scheduled.py": "the ends of a scheduled reply that is not sent: one shape, three reasons",
    "tandem/tickets/commands/empty_folder.py": "the spam folder and the trash: one shape, two verbs",
}


def _camel(stem: str) -> str:
    return "".join(word.capitalize() for word in stem.split("_"))


def _commands(tree: ast.Module) -> list[str]:
    """Public classes of a module that are commands: derived from `Command[…]`, or from a class of the module that is."""
    found: dict[str, bool] = {"Command": True}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
            names = [base.id for base in bases if isinstance(base, ast.Name)]
            found[node.name] = any(found.get(name, False) for name in names)
    return [name for name, is_command in found.items() if is_command and name != "Command" and not name.startswith("_")]


def test_a_command_is_named_like_its_file() -> None:
    wrong = {
        source.name: names
        for source in sources("tandem")
        if source.path.parent.name == "commands" and source.name not in FAMILIES
        if (names := _commands(source.tree)) and names != [_camel(source.path.stem)]
    }
    assert wrong == {}


def test_commands_stand_in_their_folder() -> None:
    elsewhere = {
        source.name: names
        for source in sources("tandem")
        if source.path.parent.name != "commands" and not source.name.startswith("tandem/kernel/")
        if (names := _commands(source.tree))
    }
    assert elsewhere == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_the_program_has_a_file_of_its_name(name: str) -> None:
    module, sentence = COMMANDS[name]
    assert module == f"tandem.cli.{name.replace(' ', '_')}"
    assert sentence
    assert callable(importlib.import_module(module).run)
