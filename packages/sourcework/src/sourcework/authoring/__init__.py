"""Authoring: a book is begun from a template, and chapters, excerpts, items and more are added."""
