"""Notebooks that have to be run: nbgrader, behind a check of every file and inside a sandbox.

`source` makes nbgrader's notebook of an assignment; `preflight` looks at what was handed in, `course`
has nbgrader make and grade, `outside` keeps the keys out of the process in which a student's code
runs, `sandbox` and `launcher` shut that process in, `escape` tries to get out of it, and `run` puts
all in order. Only `course`, `outside` and `feedback` import nbgrader, and they are imported last.
"""
