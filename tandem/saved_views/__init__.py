"""Views that people save for themselves: a named condition over tickets, with an order."""
