"""Reports: feedback for students, answers to read for markers, statistics for teachers."""
