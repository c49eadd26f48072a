"""Builds that are broken on purpose, by changing the started process from the inside: the checker has to catch each of them."""
