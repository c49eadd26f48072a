"""Backups: one archive with a consistent database, every file that it names, and a manifest that says what should be there.

The database is copied first and the files after it. A file is durable before its row is written, so whatever the copy names was
there at that moment; and nothing is swept while a backup holds the files. The other way round, a mail that arrives between the two
would be a row without its file.
"""
