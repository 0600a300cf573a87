"""From text to `Parse`: Stanza, its models, and what makes them fast."""
