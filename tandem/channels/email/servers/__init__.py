"""Mail servers of others that a mailbox uses: how they are reached, signed in to, and tried out."""
