"""Volunteers: files that readers gave the author themselves, and what these say of items."""
