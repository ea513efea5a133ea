"""What is authored: models, loader, rules, coverage. Knows nothing of learners, screens or databases."""
