from __future__ import annotations

import pytest

from tandem.infra.sqlite.statements import writes


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO note VALUES (1)",
        "  update note set body = 'x'",
        "-- why\nDELETE FROM note",
        "/* why */ REPLACE INTO note VALUES (1)",
        "CREATE TABLE t (id)",
        "DROP TABLE t",
        "ALTER TABLE t ADD x",
        "VACUUM",
        "BEGIN IMMEDIATE",
        "begin exclusive",
        "WITH old AS (SELECT 1) DELETE FROM note WHERE id IN old",
        "WITH a AS (SELECT 1) INSERT OR IGNORE INTO note SELECT * FROM a",
        "PRAGMA user_version = 3",
        "PRAGMA optimize",
    ],
)
def test_a_writing_statement_is_recognised(sql: str) -> None:
    assert writes(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "(SELECT 1)",
        "WITH a AS (SELECT replace('a', 'b', 'c')) SELECT * FROM a",
        "EXPLAIN DELETE FROM note",
        "BEGIN",
        "BEGIN DEFERRED",
        "COMMIT",
        'SAVEPOINT "s1"',
        'ROLLBACK TO SAVEPOINT "s1"',
        "VACUUM INTO 'copy.sqlite3'",
        "PRAGMA data_version",
        "PRAGMA table_info(note)",
        "",
        "   ",
    ],
)
def test_a_reading_statement_is_recognised(sql: str) -> None:
    assert not writes(sql)
