"""Notebooks that have to be run: nbgrader, behind a check of every file and inside a sandbox.

`source` makes nbgrader's notebook of an assignment; `collection` and `preflight` look at what was
handed in; `course` has nbgrader make and grade; `key_isolation` keeps the keys out of the process
in which a student's code runs, and `sandbox` and `launcher` shut that process in. `selftest` and
`spy_cells` try to get out of it; `student` grades one notebook, `batch` all, `kept_results` keeps
what came of each, `run` puts all in order. Only `course` and `key_isolation` import nbgrader, and
only when there is something to grade.
"""
