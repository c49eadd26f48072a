"""What this house writes by itself to whoever wrote to it: its texts, and how much of it one address may get. Knows no command."""
