"""Django's SQLite backend for many threads of one process: WAL, immediate transactions, one fair write lock.

Use it as `ENGINE = "tandem.infra.sqlite"`. SQLite has one writer at a time and lets the others poll for it; waiting on
a lock of our own instead keeps every wait short and lets a wait that is too long name who is in the way.
"""
