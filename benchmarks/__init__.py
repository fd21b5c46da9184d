"""What the book costs its readers and its makers, measured: one module a bench."""
