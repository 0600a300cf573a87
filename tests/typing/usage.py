"""What users write, for type checkers: each line that says so must be an error, no other may be.

``tests/typing/test_typing.py`` runs mypy on it. Nothing here is executed.
"""

# ruff: noqa: B018  (an expression is all that a type checker needs)

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from typing_extensions import assert_type

import quoteattr
from quoteattr import Attributor, Person, Quote, Quotes, Speaker

attributor = Attributor(
    include="all", known=[Person("Ann Lee", aliases=["Lee"])], cues={"tweet": "writing"}
)
Attributor(include=["speech", "writing"])
Attributor(include="speech", patterns_only=True)
quoteattr.extract("text", doc_id=7, include="all", min_confidence=0.5)

quotes = attributor("text", "a1")
assert_type(quotes, Quotes)
assert_type(quotes[0], Quote)
assert_type(quotes[1:], Quotes)
assert_type(quotes.by("Ann Lee"), Quotes)
assert_type(quotes[0].speaker, Speaker | None)
assert_type(quotes.to_json(), str)
assert_type(quotes.error, str | None)
assert_type(quoteattr.__version__, str)

assert_type(attributor.pipe(["text"]), Iterator[Quotes])
assert_type(attributor.pipe([("text", "a1"), ("text", 7)], workers=2), Iterator[Quotes])
assert_type(attributor.pipe([{"text": "text", "id": 1}]), Iterator[Quotes])
pairs = [("text", {"any": "thing"})]
assert_type(attributor.pipe(pairs, as_tuples=True), Iterator[tuple[Quotes, dict[str, str]]])
quoteattr.to_frame(attributor.pipe(["text"]))
quotes.to_json(path=Path("quotes.json"))

quoteattr.typo  # error
quoteattr.extrakt("text")  # error
Attributor(include="quotes")  # error
Attributor(include=["shouting"])  # error
Attributor(include=None)  # error
Attributor(known=Person("Ann Lee"))  # error
Attributor(cues={"rap": "loud"})  # error
quoteattr.extract("text", includes="all")  # error
attributor.pipe(["text"], as_tuples=True)  # error
attributor.pipe(Path("articles"))  # error
quotes.to_json(Path("quotes.json"))  # error
