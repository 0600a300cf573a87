"""From text to ``Parse``: the parser, the models, and the reader as processors of Stanza."""
