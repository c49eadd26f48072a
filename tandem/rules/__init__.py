"""What works on tickets for people: macros, on an agent's click."""
