"""Widgets of this book: the annotator, the sequence, who could know what, who told us."""
