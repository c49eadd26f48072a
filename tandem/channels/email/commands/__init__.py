"""Every verb that changes mailboxes and the ledger, one in a file."""
