"""The book's widgets: one module of Python, JavaScript and style each; `ui` is what they share."""
