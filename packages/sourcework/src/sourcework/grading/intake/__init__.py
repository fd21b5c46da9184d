"""Submissions: the files of a download, whose they are and what they answer; none is run."""
