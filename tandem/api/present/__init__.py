"""How records are shown as JSON: plain functions from rows to dictionaries."""
