"""Storage: results on the disk while a run lasts, and the outputs that it puts in place."""
