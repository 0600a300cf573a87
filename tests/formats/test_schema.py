"""The published JSON Schema holds for everything that comes out, and refuses what doesn't."""

import copy
import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given

from quoteattr import model
from quoteattr.quotes import Quotes
from tests.factories import article
from tests.strategies import results

SCHEMA = json.loads(
    files("quoteattr").joinpath("data/quotes.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_schema_is_itself_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@given(results())
def test_every_result_fits_the_schema(quotes: Quotes):
    VALIDATOR.validate(json.loads(quotes.to_json()))


def test_a_real_article_fits_the_schema(seed_quotes: Quotes, seed_text: str):
    quotes = seed_quotes
    assert len(quotes) > 10
    VALIDATOR.validate(json.loads(quotes.to_json()))
    assert Quotes.from_dict(json.loads(quotes.to_json()), seed_text) == quotes


@pytest.mark.parametrize(
    ("record", "name", "values"),
    [
        ("quote", "kind", model.KINDS),
        ("cue", "type", model.CUE_TYPES),
        ("mention", "type", model.MENTION_TYPES),
        ("speaker", "kind", model.SPEAKER_KINDS),
        ("speaker", "gender", (*model.GENDERS, None)),
    ],
)
def test_schema_and_model_know_the_same_values(record: str, name: str, values: tuple[str, ...]):
    assert set(SCHEMA["$defs"][record]["properties"][name]["enum"]) == set(values)


def records(value, path=()):
    """Every object within a JSON value, with the way to it; ``meta`` is open by design."""
    if isinstance(value, dict):
        yield path
        for name, item in value.items():
            if name != "meta":
                yield from records(item, (*path, name))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from records(item, (*path, i))


def test_unknown_and_missing_keys_are_refused_everywhere():
    whole = article().to_dict()
    VALIDATOR.validate(whole)
    for path in records(whole):
        changed = copy.deepcopy(whole)
        place = changed
        for step in path:
            place = place[step]
        place["extra"] = 1
        assert not VALIDATOR.is_valid(changed), path
        del place["extra"]
        place.pop(next(iter(place)))
        assert not VALIDATOR.is_valid(changed), path
