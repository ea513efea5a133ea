"""A World Café: who sits where and when, the tablecloths, the harvest. Pure."""
