"""Pictures that lie elsewhere, for mails whose reader asked to see them (sec:D-06, D-07).

The reader's browser asks us (`addresses`), we ask the Internet (`fetching`, on the loop), and what comes is decoded and written
anew in a process that may be killed (`apart`, `child`, `reencoding`): who sent the mail learns neither the reader's address nor
anything about their browser, and no browser decodes a stranger's octets.
"""
