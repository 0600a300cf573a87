"""Raw text, without a model: quotation marks and their pairing, paragraphs."""
