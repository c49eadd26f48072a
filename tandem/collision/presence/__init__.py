"""Who has which ticket open, and what they do there: a book on every node, the same on all of them."""
