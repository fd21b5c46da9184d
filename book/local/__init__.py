"""Code of this book alone: what stands in `sourcework.yml`, and what chapters import."""
