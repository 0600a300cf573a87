"""An attributor without models, and the command line with it: python -m tests.fake_attributor.

It takes every “…” for a quote of the name before ": ". Its texts may ask for trouble.
"""

from __future__ import annotations

import contextlib
import re
import sys
import time
from types import ModuleType

from quoteattr.articles.run import in_order
from quoteattr.attribution.explanation import Snapshot, StepChanges
from quoteattr.errors import InputError, ModelError
from quoteattr.explanation import Explanation
from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes


class Attributor:
    def __init__(self, models=None, *, include="default", min_confidence=0.0, **more):
        if models == "missing":
            raise ModelError("models are missing; get them")
        if models == "slow":  # a library whose import swallows Ctrl-C, and is broken after that
            with contextlib.suppress(KeyboardInterrupt):
                _wait()
        if include == "nonsense":
            raise InputError("include must be default or all, not 'nonsense'")
        self.settings = {"include": include, "min_confidence": min_confidence, **more}

    def __call__(self, text: str, doc_id: str | None = None) -> Quotes:
        if "BOOM" in text:
            raise RuntimeError("the parser gave up")
        if "WAIT" in text:
            _wait()
        speakers: dict[str, Speaker] = {}
        quotes = []
        for i, match in enumerate(re.finditer(r"(\w+): (“[^”]*”)", text)):
            name = match[1]
            speakers.setdefault(name, Speaker(f"s{len(speakers) + 1}", name))
            content = (Span.of(text, *match.span(2)),)
            quotes.append(Quote(f"q{i + 1}", content, "direct", speaker=speakers[name]))
        return Quotes(
            quotes,
            text=text,
            speakers=speakers.values(),
            warnings=["a mark is never closed"] * (text.count("“") - text.count("”")),
            doc_id=doc_id,
            meta=self.settings,
        )

    def pipe(self, texts, *, as_tuples, workers=1):
        assert as_tuples
        return in_order(self, texts, workers=workers)

    def explain(self, text: str) -> Explanation:
        content = (Span.of(text, 0, len(text)),)
        whole = Snapshot("content-0", content, (), None, None, (), None, 0.5, ("cue:turn",))
        step = StepChanges("first_step", added=(whole,))
        return Explanation(text, 1, (step,), (whole,), warnings=("a mark is never closed",))


def _wait() -> None:
    sys.stderr.write("waiting\n")
    sys.stderr.flush()
    time.sleep(60)


def module() -> ModuleType:
    made = ModuleType("quoteattr.attributor")
    made.Attributor = Attributor
    return made


if __name__ == "__main__":
    sys.modules["quoteattr.attributor"] = module()
    from quoteattr.cli import main

    sys.exit(main())
