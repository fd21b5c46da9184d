"""The book's notebooks in the browser: JupyterLite, a Python for it, and what the notebooks import.

`python -m sourcework.publish.lite`, run by `make lite` in an environment of its own, adds the
folder `lite/` to the built book, whole or not at all. `manifest` says which files of Pyodide's
release and of PyPI are needed, with a checksum each; `sources` finds them; `distribution` makes of
them and of the package `sourcework` the folder from which a browser takes its Python; `notebooks`
turns chapters into notebooks; `site` puts all together.
"""
