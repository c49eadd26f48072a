"""How often colleagues meet in a ticket, and what comes of it: counted by department, team and hour, never by person."""
