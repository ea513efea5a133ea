"""The ground of every handler: identity, security, compression, lines."""
