"""Marks: an answer scored, a marking sheet joined, points added up and entered into a gradebook."""
