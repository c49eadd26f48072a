"""Signing in to mail servers without a password: OAuth 2.0 (RFC 6749) with PKCE (RFC 7636), and XOAUTH2 over SASL."""
