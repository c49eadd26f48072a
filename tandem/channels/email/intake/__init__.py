"""The doors: raw bytes and a ledger row first, only then the 250."""
