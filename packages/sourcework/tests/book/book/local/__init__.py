"""Code of this book alone."""
