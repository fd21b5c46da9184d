"""Assignments: graded work for a course, what is published of it, and apart from it the keys.

`questions` is the published half of a graded item; `definition` reads `assignment.yml` and
`questions.yml`; `solutions` joins them with `keys.yml`, which only graders and instructors have.
"""
