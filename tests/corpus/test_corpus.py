"""What a newsroom asks of many results."""

from __future__ import annotations

import gzip
from datetime import date

import attrs
import pytest

from quoteattr import Corpus, InputError
from quoteattr.corpus.corpus import DIMENSIONS
from tests.corpus.results import BERG, LEE, said, three


def outlet(doc_id: str) -> str:
    return doc_id.partition("_")[0]


def day(doc_id: str) -> str:
    return doc_id.partition("_")[2]


@pytest.fixture
def corpus() -> Corpus:
    return Corpus.of(three(), outlets=outlet, dates=day)


def rows(table, *columns: str) -> list[tuple]:
    return list(zip(*(table.column(name) for name in columns), strict=True))


def test_people_are_merged_and_found_from_both_sides(corpus):
    (lee,) = corpus.find("Ann B. Lee")
    assert [o.doc_id for o in lee.occurrences] == [
        "post_2026-01-05",
        "post_2026-02-07",
        "times_2026-02-09",
    ]
    assert [quote.text for quote in corpus.by(lee)] == [
        "“We will not wait for the ministry to act.”",
        "that she would not wait for the ministry to act",
        "“Yes.”",
    ]
    assert {corpus.speaker_of(quote) for quote in corpus.by("ann lee")} == {lee}
    assert corpus.article_of(corpus.by(lee)[2]).date == date(2026, 2, 9)
    assert corpus.by("nobody of that name") == ()


def test_most_quoted(corpus):
    assert rows(corpus.most_quoted(), "speaker", "quotes", "words", "articles") == [
        ("Ann B. Lee", 3, 20, 3),
        ("Tom Berg", 2, 14, 2),
        ("Acme", 1, 5, 1),
    ]
    assert corpus.most_quoted(1, by="words").column("speaker") == ("Ann B. Lee",)
    assert "police" in corpus.most_quoted(unnamed=True).column("speaker")


def test_most_quoted_by_outlet_and_over_time(corpus):
    assert rows(corpus.most_quoted(1, per="outlet"), "outlet", "speaker", "quotes") == [
        ("post", "Ann B. Lee", 2),
        ("times", "Tom Berg", 1),
    ]
    assert corpus.most_quoted(per="month").column("month") == ("2026-01",) * 2 + ("2026-02",) * 3


def test_balance_counts_unknown_genders(corpus):
    assert rows(corpus.balance(), "gender", "quotes", "speakers") == [
        ("female", 3, 1),
        ("male", 2, 1),
        ("no speaker", 2, 0),
        ("not a person", 2, 2),
    ]
    assert sum(corpus.balance().column("of quotes")) == pytest.approx(1)
    assert sum(corpus.balance("named").column("of words")) == pytest.approx(1)


def test_balance_within_outlets_sums_to_one_in_each(corpus):
    table = corpus.balance(per="outlet")
    for name in ("post", "times"):
        shares = [share for o, share in rows(table, "outlet", "of quotes") if o == name]
        assert sum(shares) == pytest.approx(1)


def test_one_gender_in_one_article_is_that_of_the_person_everywhere(corpus):
    assert {quote.article for quote in corpus.where(gender="female")} == {0, 1, 2}


@pytest.mark.parametrize("name", DIMENSIONS)
def test_every_dimension_counts_every_quote(corpus, name):
    assert sum(corpus.count(name).column("quotes")) == len(corpus)


def test_a_quote_within_a_quote_is_counted_once():
    from tests.factories import article

    corpus = Corpus.of([article()])
    assert len(corpus) == 4
    assert sum(corpus.count("kind").column("quotes")) == 3


def test_where(corpus):
    assert len(corpus.where(kind="indirect")) == 3
    assert len(corpus.where(kind=("direct", "indirect"), outlet="post")) == 6
    assert len(corpus.where(since="2026-02-01", until=date(2026, 2, 8))) == 3
    assert len(corpus.where(speaker="Tom Berg")) == 2
    assert len(corpus.where(gender="no speaker")) == 2
    assert corpus.where(kind="indirect").speakers == corpus.speakers


def test_where_the_speaker_is_unknown_or_at_hand(corpus):
    assert {quote.speaker for quote in corpus.where(speaker=None)} == {None}
    assert len(corpus.where(speaker=None)) == 2
    assert len(corpus.where(speaker=[None, "Tom Berg"])) == 4
    (berg,) = corpus.find("Tom Berg")
    assert len(corpus.where(speaker=berg)) == len(corpus.where(speaker=[berg, "nobody"])) == 2


def test_an_empty_name_is_nobodys(corpus):
    assert corpus.find("") == corpus.find(" ") == corpus.by("") == ()


def test_without_outlets_and_dates(corpus):
    plain = Corpus.of(three())
    assert plain.count("outlet", "month").rows[0][:2] == (None, None)
    assert len(plain.where(since="2026-01-01")) == 0
    assert "unknown" in str(plain.count("outlet"))


def test_outlets_and_dates_may_be_missing_cells_of_a_data_frame():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(
        {
            "id": [quotes.doc_id for quotes in three()],
            "outlet": ["Post", float("nan"), "Post"],
            "date": [pandas.Timestamp("2026-03-01"), pandas.NaT, pandas.NaT],
        }
    )
    corpus = Corpus.of(
        three(),
        outlets=dict(zip(table.id, table.outlet, strict=True)),
        dates=dict(zip(table.id, table.date, strict=True)),
    )
    assert corpus.most_quoted(1, per="outlet").column("outlet") == ("Post", None)
    assert rows(corpus.count("month"), "month", "quotes") == [("2026-03", 3), (None, 6)]
    assert len(corpus.where(since="2026-01-01")) == 3
    with pytest.raises(InputError, match="an outlet must be a string, not 7"):
        Corpus.of(three(), outlets=lambda name: 7)


def test_repeated_quotations_show_every_attribution(corpus):
    (group,) = corpus.repeated()
    assert [variant.text for variant in group.variants] == [
        "that she would not wait for the ministry to act",
        "“We will not wait for the ministry to act.”",
        "“Not wait for the ministry to act!”",
    ]
    assert [(a.speaker and a.speaker.name, len(a.quotes)) for a in group.attributions] == [
        ("Ann B. Lee", 2),
        ("Tom Berg", 1),
        (None, 1),
    ]
    assert group.disagreement
    assert group.speaker is None
    assert [quote.article for quote in group.quotes] == [0, 1, 2, 2]
    assert "The articles disagree on who said it." in str(group)
    first = group.variants[2].differences[0]
    assert (first.kind, first.before) == ("deleted", "that she would")


def test_a_quotation_of_nobody_takes_the_speaker_of_the_others():
    words = "“We will not wait for the ministry to act.”"
    corpus = Corpus.of(
        [said("a", (LEE, words)), said("b", (None, words)), said("c", (None, "“No.”"))]
    )
    filled = corpus.with_repeated_speakers()
    assert [quote.speaker for quote in filled] == ["m1", "m1", None]
    assert filled.quotes[1].evidence == ("speaker:same-quotation",)
    assert filled.quotes[0] == corpus.quotes[0]
    assert corpus.quotes[1].speaker is None


def test_where_articles_disagree_nobody_gets_a_speaker(corpus):
    assert corpus.with_repeated_speakers().quotes == corpus.quotes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LEE, type(LEE)("s1", "Lee")),
        (LEE, type(LEE)("s1", "Acme", kind="organization")),
        (LEE, type(LEE)("s1", "a senator", named=False)),
        (LEE, None),
    ],
)
def test_no_disagreement(one, other):
    words = "“We will not wait for the ministry to act.”"
    (group,) = Corpus.of([said("a", (one, words)), said("b", (other, words))]).repeated()
    assert not group.disagreement


def test_json_lines_give_the_same_corpus(tmp_path, corpus):
    lines = "".join(quotes.to_json() + "\n" for quotes in three())
    plain, packed = tmp_path / "q.jsonl", tmp_path / "q.jsonl.gz"
    plain.write_text(lines, encoding="utf-8")
    packed.write_bytes(gzip.compress(lines.encode()))
    assert Corpus.read(plain, outlets=outlet, dates=day) == corpus
    assert Corpus.read(packed, outlets=outlet, dates=day) == corpus
    assert len(Corpus.read(plain, packed)) == 2 * len(corpus)


def test_a_parquet_file_gives_the_same_counts(tmp_path, corpus):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    path = tmp_path / "q.parquet"
    frame = pandas.concat([quotes.to_frame() for quotes in three()], ignore_index=True)
    frame.to_parquet(path)
    read = Corpus.read(path, outlets=outlet, dates=day)
    assert read.most_quoted() == corpus.most_quoted()
    assert [g.text for g in read.repeated()] == [g.text for g in corpus.repeated()]
    assert [quote.text for quote in read] == [quote.text for quote in corpus]


@pytest.mark.parametrize("doc_id", [None, "the same"])
@pytest.mark.parametrize("kept", [("q1", "q2", "q3"), ("q1",), ("q2",)])
def test_articles_of_a_parquet_file_need_no_ids_of_their_own(tmp_path, doc_id, kept):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    results = [attrs.evolve(quotes, doc_id=doc_id) for quotes in three()]
    frame = pandas.concat([quotes.to_frame() for quotes in results], ignore_index=True)
    path = tmp_path / "q.parquet"
    frame[frame["quote_id"].isin(kept)].to_parquet(path)
    read = Corpus.read(path)
    assert len(read.articles) == 3
    expected = [q for quotes in results for q in quotes if q.id in kept]
    names = [q.speaker.name.split()[-1] if q.speaker else None for q in expected]
    found = [read.speaker_of(quote) for quote in read]
    assert [who.name.split()[-1] if who else None for who in found] == names


def test_the_rows_of_an_article_may_be_sorted(tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    path = tmp_path / "q.parquet"
    frame = pandas.concat([quotes.to_frame() for quotes in three()])
    frame.sort_values(["doc_id", "quote"]).to_parquet(path)
    assert len(Corpus.read(path).articles) == 3


def test_duckdb_reads_the_same_file(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    path = tmp_path / "q.parquet"
    pandas.concat([quotes.to_frame() for quotes in three()]).to_parquet(path)
    found = duckdb.sql(f"select count(*), count(speaker) from '{path}'").fetchall()
    assert found == [(9, 7)]


def test_the_frame_has_the_merged_speaker(corpus):
    pytest.importorskip("pandas")
    frame = corpus.to_frame()
    assert len(frame) == len(corpus)
    assert frame.groupby("speaker")["quote_id"].count().to_dict()["Ann B. Lee"] == 3
    assert frame["date"].tolist()[0] == "2026-01-05"
    assert Corpus.of([]).to_frame().columns.tolist() == frame.columns.tolist()


def test_a_corpus_does_not_change(corpus):
    with pytest.raises(AttributeError):
        corpus.quotes = ()
    assert hash(corpus) == hash(Corpus.of(three(), outlets=outlet, dates=day))


def test_an_empty_corpus_and_wrong_arguments(tmp_path, corpus):
    empty = Corpus.of([])
    assert repr(empty) == "Corpus(0 articles, 0 quotes, 0 speakers)"
    assert empty.most_quoted().rows == empty.balance().rows == empty.repeated() == ()
    with pytest.raises(InputError, match="needs Quotes"):
        Corpus.of(["“No.”"])
    with pytest.raises(InputError, match="needs many Quotes"):
        Corpus.of(None)
    with pytest.raises(InputError, match=r"Corpus.of\(\[quotes\]\)"):
        Corpus.of(three()[0])
    with pytest.raises(InputError, match="by must be one of"):
        corpus.most_quoted(by="fame")
    with pytest.raises(InputError, match="no dimension 'party'"):
        corpus.balance("party")
    with pytest.raises(InputError, match="no dimension"):
        corpus.where(party="x")
    with pytest.raises(InputError, match="count needs"):
        corpus.count()
    with pytest.raises(InputError, match="not a date"):
        Corpus.of(three(), dates=lambda name: "yesterday")
    with pytest.raises(InputError, match="quoteattr -f jsonl"):
        Corpus.read(tmp_path / "q.csv")
    broken = tmp_path / "q.jsonl"
    for line in ('{"doc_id": "a"}', '{"doc_id": [], "quotes": [], "speakers": []}', "[" * 100_000):
        broken.write_text(f"{line}\n", encoding="utf-8")
        with pytest.raises(InputError, match="line 1"):
            Corpus.read(broken)
    packed = tmp_path / "q.jsonl.gz"
    whole = gzip.compress(three()[0].to_json().encode())
    for data in (whole[:-20], whole[:30] + b"\xff" * 20 + whole[50:]):
        packed.write_bytes(data)
        with pytest.raises(InputError, match="cut or damaged"):
            Corpus.read(packed)


@pytest.mark.parametrize(
    ("name", "value"),
    [("doc_id", 5), ("quote", None), ("speaker", 1.5), ("confidence", "high"), ("rule", {"a": 1})],
)
def test_a_table_with_other_values_is_refused(tmp_path, name, value):
    pytest.importorskip("pyarrow")
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "q.parquet"
    frame = three()[0].to_frame().astype(object)
    frame[name] = [value] * len(frame)
    pandas.DataFrame(frame).to_parquet(path)
    with pytest.raises(InputError, match=r"q\.parquet: not a table of quotes"):
        Corpus.read(path)


def test_speakers_of_one_name_stay_two_rows():
    coach = type(BERG)("s1", "Tom Berg", titles=("coach",))
    mayor = type(BERG)("s1", "Tom Berg", titles=("mayor",))
    corpus = Corpus.of([said("a", (coach, "“Run.”")), said("b", (mayor, "“Build.”"))])
    assert corpus.most_quoted().column("speaker") == ("Tom Berg", "Tom Berg")
