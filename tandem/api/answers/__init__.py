"""The shapes of answers. The OpenAPI document is generated from them, and tests hold real answers against them."""
