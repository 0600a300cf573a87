"""The gold speakers of PolNeAR's sources that lie in the project."""

from __future__ import annotations

import json
from pathlib import Path

from quoteattr.corpora.gold_speakers import GoldSpeaker

ROOT = Path(__file__).parents[2]


def test_every_source_has_an_entity_that_is_whole():
    with (ROOT / "seeds" / "polnear_speakers.jsonl").open(encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream]
    assert len({record["doc"] for record in records}) == len(records)
    for record in records:
        entities = record["entities"]
        assert set(record["sources"].values()) == set(entities)
        for entity in entities.values():
            assert GoldSpeaker.from_record(entity["name"], entity).kind == entity["kind"]
