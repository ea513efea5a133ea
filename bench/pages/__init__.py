"""What the arms serve: the same steps, texts, items and tools, written for each library."""
