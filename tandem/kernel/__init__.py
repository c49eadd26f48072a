"""Commands, change sets, events, effects and timers: the one way to change a tracked record. Knows no ticket words."""
