"""Tiny corpora and encoders to train readers on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz.,'\""]
VOCABULARY += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
TREEBANK = """\
# newdoc id = a
# newpar
1-2\tCan't\t_\t_\t_\t_\t_\t_\t_\t_
1\tCa\tcan\tAUX\tMD\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tstop\tstop\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# newpar
1\tAnn\tAnn\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\twaits\twait\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
NEWSWIRE = [[["Ann", "B-PERSON"], ["Lee’s", "I-PERSON"], ["plan", "O"], [".", "O"]]]
ARTICLE = "Ann Lee said that all is well.\n"
ANNOTATION = (
    "T1\tSource 0 7\tAnn Lee\nT2\tCue 8 12\tsaid\nT3\tContent 13 29\tthat all is well\n"
    "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
)
GUM = (
    "# newdoc id = GUM_news_a\n# newpar\n"
    "1\tAnn\tAnn\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person)\n"
    "2\twaits\twait\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No\n"
    "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
    "# newpar\n"
    "1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person)\n"
    "2\tlikes\tlike\tVERB\tVBZ\t_\t0\troot\t_\t_\n"
    "3\tBo\tBo\tPROPN\tNNP\t_\t2\tobj\t_\tEntity=(2-person)\n\n"
)
LITBANK = (
    "#begin document (a); part 0\n"
    "a 0 0 The _ _ _ _ _ _ _ _ (7\na 0 1 mayor _ _ _ _ _ _ _ _ 7)\na 0 2 sat _ _ _ _ _ _ _ _ _\n"
    "\na 0 0 She _ _ _ _ _ _ _ _ (7)\na 0 1 left _ _ _ _ _ _ _ _ _\n#end document\n"
)
GAP = (
    "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
    "1\tAnn met Eve. She left.\tShe\t13\tAnn\t0\tTRUE\tEve\t8\tFALSE\tx\n"
    "2\tAnn met Eve. She left.\tShe\t13\tAnn\t0\tFALSE\tEve\t8\tFALSE\tx\n"
)


def news_folder(folder: Path) -> Path:
    """One article with a gold quote, as varied news has it."""
    quote = {"content": [[13, 29]], "cue": [8, 12], "source": [0, 7], "speaker": "Ann Lee"}
    speakers = {"Ann Lee": {"aliases": [], "kind": "person", "named": True, "gender": "female"}}
    record = {"doc": "a", "quotes": [{**quote, "nested": False}], "speakers": speakers}
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "a.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def encoder_weights() -> dict[str, np.ndarray]:
    """The weights of an encoder of one layer, by their names in such files."""
    made = np.random.default_rng(0)

    def weights(*shape: int) -> np.ndarray:
        return made.normal(0, 0.02, shape).astype(np.float32)

    layer = "encoder.layer.0."
    tensors = {
        "embeddings.word_embeddings.weight": weights(len(VOCABULARY), 384),
        "embeddings.position_embeddings.weight": weights(256, 384),
        "embeddings.token_type_embeddings.weight": weights(2, 384),
        "embeddings.LayerNorm.weight": np.ones(384, np.float32),
        "embeddings.LayerNorm.bias": weights(384),
    }
    for part, out, inside in (
        *((f"attention.self.{name}", 384, 384) for name in ("query", "key", "value")),
        ("attention.output.dense", 384, 384),
        ("intermediate.dense", 1536, 384),
        ("output.dense", 384, 1536),
    ):
        tensors[f"{layer}{part}.weight"] = weights(out, inside)
        tensors[f"{layer}{part}.bias"] = weights(out)
    for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
        tensors[f"{layer}{norm}.weight"] = np.ones(384, np.float32)
        tensors[f"{layer}{norm}.bias"] = weights(384)
    return tensors


def safetensors(tensors: dict[str, np.ndarray]) -> bytes:
    header, data = {}, b""
    for name, tensor in tensors.items():
        place = [len(data), len(data) + tensor.nbytes]
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": place}
        data += tensor.tobytes()
    encoded = json.dumps(header).encode()
    return len(encoded).to_bytes(8, "little") + encoded + data
