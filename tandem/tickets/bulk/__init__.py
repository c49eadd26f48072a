"""One action on many tickets: each is a command of its own, with its own rights, its own events and its own result."""
