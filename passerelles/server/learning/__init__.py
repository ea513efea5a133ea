"""What a learner does, as the server keeps it: lessons, cases, role plays, reviews, hand-ins."""
