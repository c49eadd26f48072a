"""Who a mail is really from: SPF, DKIM and DMARC where we are the first hop, else what the configured receivers found.

The header's author is a claim. A claim becomes an identity by proof alone: `assess` says how far the proof goes.
"""
