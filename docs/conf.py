"""The site: ``sphinx-build -W docs site``."""

from __future__ import annotations

from quoteattr.versions import installed_version

project = "quoteattr"
author = "quoteattr maintainers"
copyright = "quoteattr maintainers"  # noqa: A001 - Sphinx wants the name
version = release = installed_version()

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]

# Pages are plain Markdown, and their links work without the site too: to other pages, to headings
# (as the slugs of most viewers), and to files beside docs/, which become downloads.
myst_heading_anchors = 4

# A notebook page runs whenever the site is built. An error in it fails the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

# Docstrings need none of these, which are slow to import or not installed.
autodoc_mock_imports = ["spacy", "stanza", "torch"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_class_signature = "mixed"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"quoteattr {release}"
html_show_sphinx = False
