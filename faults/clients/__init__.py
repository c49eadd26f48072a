"""Who uses the world under test: mail servers that hand in mail, and agents who answer it."""
