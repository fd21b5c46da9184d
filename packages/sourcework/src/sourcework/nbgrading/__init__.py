"""Notebooks that have to be run: nbgrader, behind a check of every file and inside a sandbox.

`source` makes nbgrader's notebook of an assignment; `collecting` and `preflight` look at what was
handed in; `course` has nbgrader make and grade; `outside` keeps the keys out of the process in
which a student's code runs, and `sandbox` and `launcher` shut that process in. `escape` and
`spying` try to get out of it; `student` grades one notebook, `batch` all, `keeping` keeps what came
of each, `run` puts all in order. Only `course` and `outside` import nbgrader, and only when there
is something to grade.
"""
