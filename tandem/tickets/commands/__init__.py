"""Every verb that changes a ticket, one in a file."""
