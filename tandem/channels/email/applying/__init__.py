"""From the ledger into tickets: parse outside any lock, look up, decide purely, run one command, note the outcome."""
