"""A branching case: how it is played, what is seen of it, what a group did with it. Pure."""
