"""Which SQL statements write, told by their first word."""

from __future__ import annotations

import re

_LEADING = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/|\()+", re.S)
_WORD = re.compile(r"[A-Za-z]+")
_WRITE_WORDS = frozenset(
    {"INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "REINDEX", "ANALYZE", "VACUUM"}
)
#: A common table expression may stand before a write; the words are looked for anywhere, since a lock taken in vain
#: costs a moment and a lock not taken costs "database is locked".
_WRITE_AFTER_WITH = re.compile(r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s|DELETE\s+FROM)\b", re.I)
_WRITING_PRAGMA = re.compile(
    r"PRAGMA\s+(?:\w+\.)?(?:optimize|incremental_vacuum|wal_checkpoint|user_version\s*=|application_id\s*=)", re.I
)
#: A copy into another file only reads this database, however long it takes.
_VACUUM_INTO = re.compile(r"VACUUM\b[^;]*\bINTO\b", re.I)


def writes(sql: str) -> bool:
    """Whether this statement needs the database's one writer: INSERT, UPDATE, DELETE, REPLACE, DDL, BEGIN IMMEDIATE.

    Plain BEGIN and SAVEPOINT are deferred in SQLite and write nothing yet.
    """
    start = 0
    if leading := _LEADING.match(sql):
        start = leading.end()
    word = _WORD.match(sql, start)
    if word is None:
        return False
    verb = word.group().upper()
    if verb == "SELECT":
        return False
    if verb == "VACUUM":
        return _VACUUM_INTO.match(sql, start) is None
    if verb in _WRITE_WORDS:
        return True
    if verb == "BEGIN":
        return bool(re.match(r"\s+(?:IMMEDIATE|EXCLUSIVE)\b", sql[word.end() :], re.I))
    if verb == "WITH":
        return _WRITE_AFTER_WITH.search(sql, start) is not None
    return verb == "PRAGMA" and _WRITING_PRAGMA.match(sql, start) is not None
