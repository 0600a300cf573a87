"""Raw text, without a model: quotation marks, paragraphs, damaged text, the words compared."""
