"""A training day lived together: pure activities on phones, and the session that goes from one to the next."""
