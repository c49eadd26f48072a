"""The door by which mail providers hand mail over with HTTP: what they post is verified, kept, and only then answered with 2xx."""
