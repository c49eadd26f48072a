"""Thousands of connected colleagues: accounts with sessions, a process that holds their sockets, and the server they meet."""
