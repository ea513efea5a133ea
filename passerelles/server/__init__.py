"""The learner server: Voilà with our own identity, pages, kernels and records, on one port."""
