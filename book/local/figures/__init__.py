"""Figures of this book: March 1923, the Politburo, the years by theme."""
