"""Signatures below what leaves (DKIM, RFC 6376): a key for each domain, its record in the name system, and the signing."""
