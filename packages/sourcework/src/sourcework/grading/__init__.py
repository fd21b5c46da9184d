"""Grader: a download of answers becomes gradebook, feedback and statistics; no code of it runs.

`intake` finds files and reads them, `marking` scores, `store` keeps results and puts outputs in
place, `reports` writes what people read, `gradebooks` knows the platforms' tables. `run` puts all
in order, `command` is what is typed, `grading_widget` (with `session`) what is clicked.
"""
