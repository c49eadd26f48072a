"""What a macro, and later any rule, can do to a ticket: one action in a file, all of them in `registry.ACTIONS`."""
