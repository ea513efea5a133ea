"""Alembic reads the files of this folder in the order of their `down_revision`."""
