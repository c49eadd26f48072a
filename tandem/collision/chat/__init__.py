"""The talk of those who meet on a ticket: short-lived, among colleagues only, and with moves that do something."""
