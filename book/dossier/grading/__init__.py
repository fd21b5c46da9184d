"""From a folder or zip of answers to gradebook, feedback and statistics; no student's code runs.

`archives` and `submissions` find who handed in what, `reading` reads answers without running
anything, `marking` scores them and joins what a teacher marked, `ledger` keeps the results on disk;
`standing` adds them up; `gradebooks`, `feedback`, `statistics` and `problems` say them; `run` puts
all in order.
"""
