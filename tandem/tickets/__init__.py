"""Tickets, their messages, and every verb that changes them."""
