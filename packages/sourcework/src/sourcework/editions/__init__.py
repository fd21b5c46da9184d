"""Editions of an assignment: a page of the book, a notebook, a page of its own, and paper.

Students' editions are made of what is published; `paper.instructors` alone reads the keys.
"""
