"""Small examples of formats that both their readers' tests and the measures' tests read."""

from __future__ import annotations

GAP_HEAD = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
SHE = "Ann Lee met Tom Hill. She was glad."
HE = "Bob Ray left early. He met Ann Lee."
GAP = GAP_HEAD + (
    f"d-1\t{SHE}\tShe\t22\tAnn Lee\t0\tTRUE\tTom Hill\t12\tFALSE\tx\n"
    f"d-2\t{HE}\tHe\t20\tBob Ray\t0\tTRUE\tAnn Lee\t27\tFALSE\tx\n"
)

PREDICTION = {
    "doc_id": "a",
    "speakers": [{"id": "s1", "name": "Ann Lee"}],
    "quotes": [
        {
            "content": [{"start": 13, "end": 22}],
            "cue": {"spans": [{"start": 8, "end": 12}], "lemma": "say"},
            "source": {"start": 0, "end": 7},
            "speaker": "s1",
            "parent": None,
        },
        {"content": [{"start": 16, "end": 22}], "parent": "q1"},
        {"content": [{"start": 3, "end": 3}], "cue": None, "source": None, "speaker": None},
    ],
}
"""A quote of "Ann Lee said it rained.", one within it, and one without any words."""
