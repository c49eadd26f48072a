"""People, organisations, teams, departments, roles, and who may do what."""
