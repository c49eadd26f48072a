"""Search: one document per message and one per person, kept as projections, found by the same tokens on both databases."""
