"""From a folder or zip of answers to gradebook, feedback and statistics; no student's code runs.

`archives` (with `zips`) and `submissions` find who handed in what; `reading` (with `notebooks` and
`responses`) reads answers without running anything; `marking` scores them, and `marksheet` joins
what a teacher marked; `standing` adds up, and `ledger` keeps all that on disk; `gradebooks`,
`feedback`, `statistics`, `essays` (with `workings` and `layouts`, for what was done in the widgets)
and `problems` say it, in a folder that `staging` puts in place when it is whole; `run` puts all in
order, `command` is what is typed, and `form` (with `desk`) what is clicked.
"""
