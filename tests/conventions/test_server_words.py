"""Every sentence of the server is there in every language that it speaks, in the words of the workspace."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import ngettext

from tandem.people.roles import ROLE_NAMES
from tandem.tickets.preset_views import BY_KEY
from tests.conventions.sources import ROOT, sources

#: A message's context, and its text, or its text for one and for several.
Key: TypeAlias = tuple[str | None, str | tuple[str, ...]]

#: What Django calls the language -> (its folder below tandem/locale, its catalogue in the workspace).
LANGUAGES = {"zh-hans": ("zh_Hans", "zh-CN"), "ru": ("ru", "ru"), "cs": ("cs", "cs")}
#: Contexts in which the workspace names what the server names without one.
SAME_THINGS = {None, "role", "priority", "ticket type"}
_PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
_FOREIGN_MARKS = {
    "zh-hans": re.compile(r"(?<=[\u4e00-\u9fff])[,.;:!?()\"]|[;!?()\"](?=[\u4e00-\u9fff])|[„«»]"),
    "ru": re.compile(r"[“”„\"]|\.\.\."),
    "cs": re.compile(r"[«»”\"]|\.\.\."),
}
_FULL_STOP = {"zh-hans": "。", "ru": ".", "cs": "."}


@cache
def _keywords() -> dict[str, Any]:
    """What is extracted, as `make messages` does it: one list, and it stands there."""
    options = re.findall(r"--keyword=(\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert options, "the Makefile names no keywords"
    return {**DEFAULT_KEYWORDS, **parse_keywords(options)}


@cache
def _said() -> frozenset[Key]:
    """Every message in the source."""
    found = extract_from_dir(ROOT / "tandem", [("**.py", "python")], keywords=_keywords())
    return frozenset((context, message) for _file, _line, message, _comments, context in found)


def _catalogue(tag: str) -> Catalog:
    path = ROOT / "tandem/locale" / LANGUAGES[tag][0] / "LC_MESSAGES/django.po"
    return read_po(BytesIO(path.read_bytes()), locale=LANGUAGES[tag][0], abort_invalid=True)


def _forms(words: Any) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, tuple | list) else (words,)


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _faults(message: Message, tag: str, forms_wanted: int) -> Iterator[str]:
    """What is wrong with one translation."""
    source, forms = _forms(message.id), _forms(message.string)
    if len(forms) != (forms_wanted if message.pluralizable else 1) or not all(forms):
        yield "not translated in every form"
        return
    if message.fuzzy:
        yield "fuzzy"
    for form in forms:
        if any(sorted(_PLACEHOLDERS.findall(form)) != sorted(_PLACEHOLDERS.findall(text)) for text in source):
            yield "other placeholders"
        if _edges(form) != _edges(source[0]):
            yield "other spaces around it"
        if source[0].endswith(".") != form.endswith(_FULL_STOP[tag]):
            yield "ends otherwise"
        if mark := _FOREIGN_MARKS[tag].search(form):
            yield f"writes {mark.group()!r}, which this language does not"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_message_is_there_and_no_other(tag: str) -> None:
    catalogue = _catalogue(tag)
    there = {(message.context, message.id) for message in catalogue if message.id}
    assert _said() - there == set(), "missing: run make messages, then translate"
    assert there - _said() == set(), "nobody says this any more: run make messages"
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_translation_is_whole(tag: str) -> None:
    catalogue = _catalogue(tag)
    faults = {
        (message.id, fault)
        for message in catalogue
        if message.id
        for fault in _faults(message, tag, catalogue.num_plurals)
    }
    assert faults == set()


@pytest.mark.parametrize(
    ("tag", "source", "words", "flags", "fault"),
    [
        ("ru", "A team", "", (), "not translated in every form"),
        ("ru", ("%(n)d day", "%(n)d days"), ("%(n)d день", "%(n)d дня"), (), "not translated in every form"),
        ("ru", ("%(n)d day", "%(n)d days"), ("%(n)d день", "%(n)d дня", ""), (), "not translated in every form"),
        ("ru", "A team", "Команда", ("fuzzy",), "fuzzy"),
        ("cs", "to %(name)s", "komu: %(jméno)s", (), "other placeholders"),
        ("cs", " and ", "a", (), "other spaces around it"),
        ("zh-hans", "It is.", "是", (), "ends otherwise"),
        ("zh-hans", "New, open", "新建,待处理", (), "writes ',', which this language does not"),
        ("zh-hans", "New (open)", "新建（待处理）", (), None),
        ("ru", "“%(text)s”", "“%(text)s”", (), "writes '“', which this language does not"),
        ("ru", "“%(text)s”", "«%(text)s»", (), None),
        ("cs", "“%(text)s”", "“%(text)s”", (), "writes '”', which this language does not"),
        ("cs", "“%(text)s” to you", "„%(text)s“ pro vás", (), None),
    ],
)
def test_what_is_wrong_is_found(tag: str, source: Any, words: Any, flags: tuple[str, ...], fault: str | None) -> None:
    found = list(_faults(Message(source, words, flags=flags), tag, forms_wanted=3))
    assert found == ([fault] if fault else [])


def _same_word(one: str, other: str, tag: str) -> bool:
    """Chinese does not inflect; elsewhere an ending may follow the gender of what is spoken of (Закрыта, Закрыто)."""
    stem = len(one) if tag == "zh-hans" else max(2, len(one) - 2)
    return one[:stem].lower() == other[:stem].lower() and abs(len(one) - len(other)) <= (0 if tag == "zh-hans" else 2)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_server_and_the_workspace_use_the_same_terms(tag: str) -> None:
    ours = _catalogue(tag)
    theirs = read_po(BytesIO((ROOT / f"web/src/locales/{LANGUAGES[tag][1]}.po").read_bytes()))
    pairs = [
        (message.id, str(message.string), str(ours[message.id].string))
        for message in theirs
        if message.id and message.context in SAME_THINGS and message.id in ours
    ]
    assert len(pairs) > 20
    assert [pair for pair in pairs if not _same_word(pair[1], pair[2], tag)] == []


def test_every_word_can_be_extracted() -> None:
    """A function under another name, or words that are put together first, would pass by the extraction unseen."""
    unseen = []
    for source in sources("tandem"):
        names: set[str] = set()
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                for imported in (name for name in node.names if "gettext" in name.name):
                    names.add(imported.asname or imported.name)
                    if _keywords().get(imported.asname or imported.name, ()) != _keywords().get(imported.name):
                        unseen.append(f"{source.name}:{node.lineno} {imported.name} as {imported.asname}")
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                words = node.args[: len(_keywords().get(node.func.id) or "1")]
                if not all(isinstance(word, ast.Constant) and isinstance(word.value, str) for word in words):
                    unseen.append(f"{source.name}:{node.lineno}")
    assert unseen == []


@pytest.fixture
def compiled(tmp_path: Path, settings: Any) -> None:
    """The catalogues as a set-up installation has them, wherever this one stands."""
    for tag, (folder, _) in LANGUAGES.items():
        path = tmp_path / folder / "LC_MESSAGES"
        path.mkdir(parents=True)
        with (path / "django.mo").open("wb") as file:
            write_mo(file, _catalogue(tag))
    settings.LOCALE_PATHS = [tmp_path]


@pytest.mark.parametrize(
    ("tag", "view", "role"),
    [
        ("zh-hans", "未分配", "轻量客服"),
        ("ru", "Без исполнителя", "Наблюдатель"),
        ("cs", "Bez řešitele", "Omezený pracovník"),
        ("en", "Unassigned", "Light agent"),
    ],
)
@pytest.mark.usefixtures("compiled")
def test_people_read_their_language(tag: str, view: str, role: str) -> None:
    with translation.override(tag):
        assert str(BY_KEY["unassigned"].name) == view
        assert str(ROLE_NAMES["light_agent"]) == role


@pytest.mark.parametrize(
    ("tag", "count", "words"),
    [
        ("zh-hans", 1, "1 天"),
        ("zh-hans", 5, "5 天"),
        ("ru", 1, "1 день"),
        ("ru", 3, "3 дня"),
        ("ru", 11, "11 дней"),
        ("ru", 21, "21 день"),
        ("cs", 1, "1 den"),
        ("cs", 3, "3 dny"),
        ("cs", 5, "5 dní"),
    ],
)
@pytest.mark.usefixtures("compiled")
def test_numbers_take_their_form(tag: str, count: int, words: str) -> None:
    with translation.override(tag):
        assert ngettext("%(count)d day", "%(count)d days", count) % {"count": count} == words
