"""LitBank's files as texts with mentions."""

from __future__ import annotations

from pathlib import Path

from quoteattr.corpora.litbank import read_litbank

LINES = """\
#begin document (a); part 0
a 0 0 “ _ _ _ _ _ _ _ _ _
a 0 1 My _ _ _ _ _ _ _ _ (1|(2)
a 0 2 mother _ _ _ _ _ _ _ _ 1)
a 0 3 did _ _ _ _ _ _ _ _ _
a 0 4 n't _ _ _ _ _ _ _ _ _
a 0 5 come _ _ _ _ _ _ _ _ _
a 0 6 , _ _ _ _ _ _ _ _ _
a 0 7 ” _ _ _ _ _ _ _ _ _

#end document
#begin document (b); part 0
b 0 0 She _ _ _ _ _ _ _ _ (1)
"""


def test_texts_are_put_together_with_their_mentions(tmp_path: Path):
    (tmp_path / "a.conll").write_text(LINES, encoding="utf-8")
    first, second = read_litbank(tmp_path / "a.conll")
    assert first.text == "“My mother didn't come,”"
    assert [first.text[a:b] for a, b in first.words[:3]] == ["“", "My", "mother"]
    assert sorted(first.mentions) == [(1, 2, "2"), (1, 3, "1")]
    assert second.mentions == ((0, 1, "1"),)


def test_some_sentences_make_a_paragraph(tmp_path: Path):
    sentences = "".join(f"a 0 0 Word{n} _ _ _ _ _ _ _ _ _\n\n" for n in range(7))
    (tmp_path / "a.conll").write_text(f"#begin document\n{sentences}", encoding="utf-8")
    (novel,) = read_litbank(tmp_path / "a.conll")
    assert novel.paragraphs == (0, 0, 0, 0, 0, 1, 1)
    assert novel.text == "Word0 Word1 Word2 Word3 Word4\n\nWord5 Word6"
