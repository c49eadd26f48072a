"""The front: one process that answers HTTP, hands Django's part to a pool of threads, and runs the other long parts."""
