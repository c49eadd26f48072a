"""Mail: `parsing` reads raw mail and `composing` builds it, both pure; intake and sending stand beside them."""
