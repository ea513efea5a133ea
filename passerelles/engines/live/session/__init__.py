"""A live session: its agenda, who is there, what each screen shows, what is counted at the end."""
