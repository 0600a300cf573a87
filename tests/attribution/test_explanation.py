"""What each step changed, replayed; and how it reads."""

from __future__ import annotations

import pytest

from quoteattr import Attributor, InputError
from quoteattr.attribution.explanation import AttributionExplanation, Snapshot
from quoteattr.attribution.pipeline import STEPS

CONVERSATION = (
    "Tim Hale met the officer at the gate.\n\n“Where were you on Friday?” Hale asked.\n\n"
    "“At home,” the officer replied.\n\n“Alone?”\n\n“With my sister.”\n\nHale left."
)
FURTHER = (
    "\n\nCritics called the plan “a disaster.”\n\nThe minister said the economy was growing while "
    "cautioning that inflation remained high."
)
INTERVIEW = (
    "An interview with the climber Jan Novak\n\n**Were you afraid?**\n\n"
    "I was. My hands shook for an hour.\n\n**Would you go again?**\n\nI would go tomorrow."
)


def replayed(explanation: AttributionExplanation) -> dict[str, Snapshot]:
    """The attributions that the recorded changes make, by their ids."""
    found: dict[str, Snapshot] = {}
    for step in explanation.steps:
        for item in step.removed:
            assert found.pop(item.id) == item
        for change in step.changed:
            assert found[change.before.id] == change.before
            assert change.before.id == change.after.id
            assert change.fields
            found[change.after.id] = change.after
        for item in step.added:
            assert item.id not in found
            found[item.id] = item
    return found


@pytest.mark.parametrize("text", ["", CONVERSATION, INTERVIEW], ids=["empty", "turns", "answers"])
def test_the_changes_of_all_steps_give_the_attributions(attributor: Attributor, text: str) -> None:
    explanation = attributor.explain(text)
    assert [step.step for step in explanation.steps] == [step.__name__ for step in STEPS]
    assert replayed(explanation) == {item.id: item for item in explanation.attributions}


def test_the_changes_of_a_whole_article_give_its_attributions(
    attributor: Attributor, seed_text: str
) -> None:
    explanation = attributor.explain(seed_text + FURTHER)
    assert sum(bool(step.changed) for step in explanation.steps) > 3
    assert replayed(explanation) == {item.id: item for item in explanation.attributions}


def test_the_attributions_are_those_of_the_quotes(attributor: Attributor) -> None:
    explanation = attributor.explain(CONVERSATION)
    assert [(item.content, item.cue, item.confidence) for item in explanation.attributions] == [
        (quote.content, quote.cue.spans if quote.cue else (), quote.confidence)
        for quote in attributor(CONVERSATION)
    ]


def test_turns_are_what_a_step_adds(attributor: Attributor) -> None:
    steps = {step.step: step for step in attributor.explain(CONVERSATION).steps}
    added = [span.text for item in steps["unattributed_turns"].added for span in item.content]
    assert added == ["“Alone?”", "“With my sister.”"]


def test_an_explanation_names_every_step(attributor: Attributor) -> None:
    lines = str(attributor.explain("Ann Lee said that it rained.")).splitlines()
    assert lines[0] == "candidates: 2, attributions: 1"
    assert "no_rivals: nothing" in lines
    assert any(line.startswith("  + cue-2 Ann Lee · said · that it rained (") for line in lines)


def test_what_is_no_text_is_refused(attributor: Attributor) -> None:
    with pytest.raises(InputError, match="an article must be a str, not bytes"):
        attributor.explain(b"Lee")  # type: ignore[arg-type]
