from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import SynchronousOnlyOperation
from django.db import IntegrityError, OperationalError, connections, transaction

from tandem.infra.sqlite.write_lock import WRITE_LOCK, WriteLock, WriteLockTimeout
from tests.patience import PATIENCE


def in_thread(work: Callable[[], object], name: str = "other") -> list[BaseException]:
    """Run to the end in a new thread; give what it raised."""
    raised: list[BaseException] = []

    def body() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=body, name=name)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    return raised


def write(alias: str, body: str = "x") -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("INSERT INTO note (body) VALUES (%s)", [body])


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WRITE_LOCK, "limit_seconds", 0.2)


@pytest.fixture(autouse=True)
def lock_left_free() -> Iterator[None]:
    yield
    assert WRITE_LOCK.holder() is None


def test_the_lock_is_held_from_begin_to_commit(scratch: str) -> None:
    with transaction.atomic(using=scratch):
        holder = WRITE_LOCK.holder()
        assert holder is not None and holder[0] == threading.current_thread().name
        write(scratch)
        assert WRITE_LOCK.holder() is not None
    assert WRITE_LOCK.holder() is None


def test_a_second_writer_gets_an_error_that_names_the_first(scratch: str, short_wait: None) -> None:
    begun, done = threading.Event(), threading.Event()

    def long_writer() -> None:
        with transaction.atomic(using=scratch):
            begun.set()
            done.wait(PATIENCE)

    holder = threading.Thread(target=long_writer, name="importer-7")
    holder.start()
    assert begun.wait(PATIENCE)
    with pytest.raises(OperationalError, match=r"thread 'importer-7' has held the write lock for \d+\.\d s"):
        write(scratch)
    done.set()
    holder.join(PATIENCE)
    write(scratch)


@pytest.mark.parametrize("statement", ["INSERT INTO note (id, body) VALUES (1, NULL)", "UPDATE missing SET a = 1"])
def test_a_failed_autocommit_write_frees_the_lock(scratch: str, statement: str) -> None:
    with pytest.raises((IntegrityError, OperationalError)), connections[scratch].cursor() as cursor:
        cursor.execute(statement)
    assert WRITE_LOCK.holder() is None


def test_an_exception_rolls_back_and_frees_the_lock(scratch: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=scratch):
        write(scratch)
        raise ZeroDivisionError
    assert WRITE_LOCK.holder() is None
    assert count(scratch) == 0


def test_closing_the_connection_inside_a_transaction_frees_the_lock(scratch: str) -> None:
    def close_midway() -> None:
        with transaction.atomic(using=scratch):
            write(scratch)
            connections[scratch].close()

    in_thread(close_midway)
    assert WRITE_LOCK.holder() is None
    assert count(scratch) == 0


def test_a_thread_that_ends_inside_a_transaction_frees_the_lock(scratch: str) -> None:
    def begin_and_leave() -> None:
        connections[scratch].set_autocommit(False)
        write(scratch)
        assert WRITE_LOCK.holder() is not None

    thread = threading.Thread(target=begin_and_leave)
    thread.start()
    thread.join(PATIENCE)
    gc.collect()
    assert WRITE_LOCK.holder() is None
    write(scratch)
    assert count(scratch) == 1


def test_savepoints_keep_the_lock_until_the_outermost_block_ends(scratch: str) -> None:
    with transaction.atomic(using=scratch):
        write(scratch, "kept")
        with pytest.raises(ZeroDivisionError), transaction.atomic(using=scratch):
            write(scratch, "undone")
            raise ZeroDivisionError
        assert WRITE_LOCK.holder() is not None
        with transaction.atomic(using=scratch):
            write(scratch, "kept too")
        assert WRITE_LOCK.holder() is not None
    assert count(scratch) == 2


def test_on_commit_runs_without_the_lock(scratch: str) -> None:
    seen: list[object] = []
    with transaction.atomic(using=scratch):
        transaction.on_commit(lambda: seen.append(WRITE_LOCK.holder()), using=scratch)
        write(scratch)
    assert seen == [None]


@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK"])
def test_transactions_in_raw_sql_obey_the_same_rule(scratch: str, end: str) -> None:
    with connections[scratch].cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        assert WRITE_LOCK.holder() is not None
        cursor.execute("INSERT INTO note (body) VALUES ('x')")
        cursor.execute(end)
        assert WRITE_LOCK.holder() is None


def test_without_autocommit_the_lock_lasts_from_the_first_write_to_commit(scratch: str) -> None:
    connection = connections[scratch]
    connection.set_autocommit(False)
    try:
        assert WRITE_LOCK.holder() is None
        write(scratch)
        assert WRITE_LOCK.holder() is not None
        connection.commit()
        assert WRITE_LOCK.holder() is None
    finally:
        connection.rollback()
        connection.set_autocommit(True)


def test_reads_take_no_lock_and_do_not_wait_for_a_writer(scratch: str, short_wait: None) -> None:
    with transaction.atomic(using=scratch):
        write(scratch)
        counts: list[int] = []
        assert in_thread(lambda: counts.append(count(scratch))) == []
        assert counts == [0]


def test_rows_of_returning_are_read_before_the_lock_is_freed(scratch: str) -> None:
    with connections[scratch].cursor() as cursor:
        cursor.execute("INSERT INTO note (body) VALUES ('a'), ('b'), ('c') RETURNING id, body")
        assert WRITE_LOCK.holder() is None
        assert in_thread(lambda: write(scratch, "d")) == []
        assert cursor.fetchone() == (1, "a")
        assert cursor.fetchmany(1) == [(2, "b")]
        assert list(cursor) == [(3, "c")]
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM note")
        assert cursor.fetchone() == (4,)


def test_a_thread_may_write_on_two_connections(scratch: str) -> None:
    lock = WriteLock()
    first, second = lock.acquire(), lock.acquire()
    assert first is second
    lock.release(first)
    assert lock.holder() is not None
    lock.release(second)
    assert lock.holder() is None
    lock.release(second)
    assert lock.holder() is None


def test_another_thread_may_free_a_hold() -> None:
    lock = WriteLock(limit_seconds=0.1)
    hold = lock.acquire()
    with pytest.raises(WriteLockTimeout):
        failed = in_thread(lock.acquire)
        raise failed[0]
    in_thread(lambda: lock.release(hold))
    assert lock.holder() is None


def test_the_event_loops_thread_never_takes_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = WriteLock()
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)

    async def from_a_coroutine() -> None:
        lock.acquire()

    with pytest.raises(SynchronousOnlyOperation):
        asyncio.run(from_a_coroutine())
    lock.forbid_this_thread()
    with pytest.raises(SynchronousOnlyOperation):
        lock.acquire()
    lock.allow_this_thread()
    lock.release(lock.acquire())


def test_sixteen_writers_and_four_readers_never_meet_a_locked_database(scratch: str) -> None:
    errors: list[BaseException] = []
    stop = time.monotonic() + 1.5
    done = [0] * 16

    def writer(number: int) -> None:
        turn = 0
        while time.monotonic() < stop:
            turn += 1
            if turn % 3 == 0:
                write(scratch)
                done[number] += 1
                continue
            with transaction.atomic(using=scratch), connections[scratch].cursor() as cursor:
                # Reading first is what makes a deferred transaction fail without any wait.
                cursor.execute("SELECT max(id) FROM note")
                cursor.fetchone()
                cursor.execute("INSERT INTO note (body) VALUES ('x') RETURNING id")
                assert cursor.fetchone()
            done[number] += 1

    def reader(_: int) -> None:
        while time.monotonic() < stop:
            count(scratch)

    def guarded(work: Callable[[int], None], number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(writer, n)) for n in range(16)]
    threads += [threading.Thread(target=guarded, args=(reader, n)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert all(done)
    assert count(scratch) == sum(done)


def count(alias: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM note")
        row = cursor.fetchone()
    return int(row[0])
