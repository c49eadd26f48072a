"""Mailboxes that fetch their mail by themselves (IMAP, POP3)."""
