"""The values behind the tests of the GGUF reader; see gguf-goldens.sh.

Writes to the folder given: blocks.json, and for each tiny model NAME.gguf, NAME.json (texts with their ids and what
they decode to) and, where the weights are compared, NAME.safetensors. All texts and weights are made here.
"""

import base64
import io
import json
import random
import sys
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
from gguf import GGMLQuantizationType as Type
from gguf import GGUFWriter, TokenType
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

CORPUS = [
    "The lighthouse keeper counted 17 ships before breakfast, and wrote their names in a green book.",
    "Nobody in Berowfield remembers who built the glass loom; it's been there since 1842.",
    "She'll say that they've seen 3,141 lanterns. I'd say it was fewer, but we're not sure.",
    "def count(ships):\n    total = 0\n    for ship in ships:\n        total += 1\n    return total\n",
    "Der Müller fährt über die Brücke, während die Gänse schlafen. Größe: 12,5 m².",
    "Le garçon a mangé une pêche près de la forêt ; où était sa sœur ?",
    "灯塔守望者在早餐前数了十七艘船。 星が海の上で光っている。",
    "Сторож маяка записал названия кораблей в зелёную книгу.",
    "the the the then there their these those lantern lanterns lighthouse lighthouses ship ships shipping",
]

TEXTS = [
    "",
    " ",
    "  ",
    "a",
    " a",
    "Hello, world!",
    "The lighthouse keeper counted 17 ships.",
    " leading space",
    "   three leading spaces",
    "trailing space ",
    "two  spaces and   three",
    "a\nb\n\nc\n",
    "tab\tand\r\nreturn",
    " \n \n  x",
    "12345678 1 22 333 4444",
    "I'LL we've They'Re can't 'tis",
    "It's o'clock; don't",
    "über die Brücke, Größe",
    "e\u0301te\u0301 and \u00e9t\u00e9",
    "a\u030angstro\u0308m",
    "灯塔守望者",
    "星が海の上で光っている。",
    "Сторож маяка",
    "\U0001f6a2 ship \U0001f468\u200d\U0001f469\u200d\U0001f467 family",
    "\u2581 is a block, \u0120 is a letter",
    "snake_case and camelCase, x=y+1; print(\"q\")",
    "lighthouse lighthouses",
    "non\u00a0breaking and \u3000 wide",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \u0928\u092e\u0938\u094d\u0924\u0947",
    "...!!!???---",
    "\u00bd \u2163 \u0663\u0664",
    "<0x41> is no byte",
]

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|DIGITS"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
THETA = 500000.0
LLAMA2_TEMPLATE = (
    "{% for message in messages %}"
    "{{ bos_token + '[INST] ' + message['content'] + ' [/INST]' }}"
    "{% endfor %}"
)


def random_texts(count):
    rng = random.Random(5)
    letters = sorted(set("".join(CORPUS + TEXTS)))
    words = " ".join(CORPUS).split()
    texts = []
    for _ in range(count):
        parts = [
            rng.choice(words) if rng.random() < 0.5 else "".join(rng.choices(letters, k=rng.randint(1, 5)))
            for _ in range(rng.randint(1, 6))
        ]
        texts.append("".join(part + rng.choice(["", " ", " ", "  ", "\n"]) for part in parts))
    return texts


# ---------------------------------------------------------------- blocks


def blocks(out):
    """Random blocks of each type; among their scales the largest, the smallest and both zeros."""
    rng = np.random.default_rng(1)
    # where halves lie in a block
    halves = {
        Type.F16: [0],
        Type.Q4_0: [0],
        Type.Q4_1: [0, 2],
        Type.Q5_0: [0],
        Type.Q5_1: [0, 2],
        Type.Q8_0: [0],
        Type.Q4_K: [0, 2],
        Type.Q5_K: [0, 2],
        Type.Q6_K: [208],
    }
    extreme = [0x7BFF, 0xFBFF, 0x0001, 0x8001, 0x03FF, 0x0000, 0x8000, 0x3C00]
    recorded = {}
    for kind, offsets in halves.items():
        elements, size = gguf.GGML_QUANT_SIZES[kind]
        count = 32 if elements == 1 else 12 if elements == 32 else 10
        data = rng.integers(0, 256, (count, size), dtype=np.uint8)
        for row in range(count):
            for offset in offsets:
                half = extreme[row] if row < len(extreme) else int(rng.integers(0, 0x7C00)) | int(rng.integers(2)) << 15
                data[row, offset : offset + 2] = np.frombuffer(np.uint16(half).tobytes(), np.uint8)
        values = gguf.quants.dequantize(data.reshape(-1) if elements == 1 else data, kind)
        assert np.isfinite(values).all()
        recorded[kind.name] = {
            "blocks": base64.b64encode(data.tobytes()).decode(),
            "values": base64.b64encode(values.astype("<f4").tobytes()).decode(),
        }
    (out / "blocks.json").write_text(json.dumps(recorded, indent=1) + "\n")


# ---------------------------------------------------------------- tokenizers


class ByteLevel:
    """A byte-level vocabulary trained on the corpus, as Hugging Face's tokenizer.json of a family has it."""

    def __init__(self, pre, pre_tokenizer, normalizer=None, whole_words=()):
        self.pre = pre
        initial = sorted(pre_tokenizers.ByteLevel.alphabet())
        trained = Tokenizer(models.BPE())
        trained.pre_tokenizer = pre_tokenizer
        trained.train_from_iterator(
            CORPUS, trainers.BpeTrainer(vocab_size=256 + 70, initial_alphabet=initial, show_progress=False)
        )
        model = json.loads(trained.to_str())["model"]
        self.tokens = sorted(model["vocab"], key=model["vocab"].get) + list(whole_words)
        self.merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
        self.tokenizer = Tokenizer(
            models.BPE(
                {token: i for i, token in enumerate(self.tokens)},
                [tuple(merge.split(" ")) for merge in self.merges],
                ignore_merges=bool(whole_words),
            )
        )
        if normalizer:
            self.tokenizer.normalizer = normalizer
        self.tokenizer.pre_tokenizer = pre_tokenizer
        self.tokenizer.decoder = decoders.ByteLevel()
        self.special = ["<|end|>", "<|turn|>", "<tool>"]
        self.size = len(self.tokens) + len(self.special)

    def write(self, writer):
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(self.pre)
        writer.add_token_list(self.tokens + self.special)
        ends = [TokenType.CONTROL, TokenType.CONTROL, TokenType.USER_DEFINED]
        writer.add_token_types([TokenType.NORMAL] * len(self.tokens) + ends)
        writer.add_token_merges(self.merges)
        writer.add_bos_token_id(len(self.tokens))
        writer.add_eos_token_id(len(self.tokens) + 1)
        writer.add_add_bos_token(False)

    def encode(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def decode(self, ids):
        return self.tokenizer.decode(ids)


class SentencePiece:
    """A vocabulary of the kind BPE, trained by SentencePiece with the settings of Llama 2."""

    def __init__(self, space_in_front):
        self.space_in_front = space_in_front
        trained = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter([line for text in CORPUS for line in text.split("\n") if line]),
            model_writer=trained,
            model_type="bpe",
            vocab_size=500,
            byte_fallback=True,
            split_digits=True,
            allow_whitespace_only_pieces=True,
            normalization_rule_name="identity",
            remove_extra_whitespaces=False,
            add_dummy_prefix=space_in_front,
            minloglevel=2,
        )
        self.model = sentencepiece.SentencePieceProcessor(model_proto=trained.getvalue())
        self.size = self.model.get_piece_size()

    def write(self, writer):
        ids = range(self.size)
        writer.add_tokenizer_model("llama")
        writer.add_tokenizer_pre("default")
        writer.add_token_list([self.model.id_to_piece(i) for i in ids])
        writer.add_token_scores([self.model.get_score(i) for i in ids])
        writer.add_token_types([self._kind(i) for i in ids])
        writer.add_bos_token_id(self.model.bos_id())
        writer.add_eos_token_id(self.model.eos_id())
        writer.add_unk_token_id(self.model.unk_id())
        writer.add_add_bos_token(True)
        writer.add_add_space_prefix(self.space_in_front)
        writer.add_chat_template(LLAMA2_TEMPLATE)

    def _kind(self, i):
        if self.model.is_unknown(i):
            return TokenType.UNKNOWN
        if self.model.is_control(i):
            return TokenType.CONTROL
        return TokenType.BYTE if self.model.is_byte(i) else TokenType.NORMAL

    def encode(self, text):
        return self.model.encode(text)

    def decode(self, ids):
        return self.model.decode(ids)


def split_then_bytes(digits):
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN.replace("DIGITS", digits)), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )


def gpt2():
    return ByteLevel("gpt-2", pre_tokenizers.ByteLevel(add_prefix_space=False))


def smollm():
    steps = [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    return ByteLevel("smollm", pre_tokenizers.Sequence(steps))


def llama3():
    # A word that no merges lead to: taken as a whole all the same.
    return ByteLevel("llama-bpe", split_then_bytes(r"\p{N}{1,3}"), whole_words=["Ġlighthouses", "Brücke"])


def qwen():
    return ByteLevel("qwen2", split_then_bytes(r"\p{N}"), normalizers.NFC())


def record_texts(out, name, tokenizer):
    texts = []
    for text in TEXTS + random_texts(150):
        ids = tokenizer.encode(text)
        texts.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids)})
    (out / f"{name}.json").write_text(json.dumps(texts, separators=(",", ":")) + "\n")


# ---------------------------------------------------------------- models


def llama3_divisors(head_size, factor, low, high, window):
    """What Llama 3's scaling divides the frequencies by; converters store it as a tensor."""
    turns = window * THETA ** (-np.arange(0, head_size, 2) / head_size) / (2 * np.pi)
    kept = np.clip((turns - low) / (high - low), 0, 1)
    return (1 / ((1 - kept) / factor + kept)).astype(np.float32)


class Model:
    """A random model of one layer: hidden 32, 4 query heads, feed-forward 64."""

    HIDDEN, HEADS, FEED_FORWARD = 32, 4, 64

    def __init__(self, architecture, vocabulary, key_value_heads, head_size, biases=(), tied=True, rotary=None):
        self.architecture = architecture
        self.key_value_heads = key_value_heads
        self.head_size = head_size
        self.rotary = rotary
        rng = np.random.default_rng(7)
        draw = lambda *shape: rng.standard_normal(shape, dtype=np.float32)
        query, keys = self.HEADS * head_size, key_value_heads * head_size
        layer = "model.layers.0."
        shapes = {
            "self_attn.q_proj": (query, self.HIDDEN),
            "self_attn.k_proj": (keys, self.HIDDEN),
            "self_attn.v_proj": (keys, self.HIDDEN),
            "self_attn.o_proj": (self.HIDDEN, query),
            "mlp.gate_proj": (self.FEED_FORWARD, self.HIDDEN),
            "mlp.up_proj": (self.FEED_FORWARD, self.HIDDEN),
            "mlp.down_proj": (self.HIDDEN, self.FEED_FORWARD),
        }
        self.weights = {"model.embed_tokens.weight": draw(vocabulary, self.HIDDEN)}
        for norm in ["input_layernorm", "post_attention_layernorm"]:
            self.weights[f"{layer}{norm}.weight"] = draw(self.HIDDEN)
        for matrix, shape in shapes.items():
            self.weights[f"{layer}{matrix}.weight"] = draw(*shape)
            if matrix.split(".")[1] in biases:
                self.weights[f"{layer}{matrix}.bias"] = draw(shape[0])
        if architecture == "qwen3":
            self.weights[f"{layer}self_attn.q_norm.weight"] = draw(head_size)
            self.weights[f"{layer}self_attn.k_norm.weight"] = draw(head_size)
        self.weights["model.norm.weight"] = draw(self.HIDDEN)
        if not tied:
            self.weights["lm_head.weight"] = draw(vocabulary, self.HIDDEN)

    NAMES = {
        "model.embed_tokens": "token_embd",
        "model.norm": "output_norm",
        "lm_head": "output",
        "model.layers.0": "blk.0",
        "self_attn.q_proj": "attn_q",
        "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v",
        "self_attn.o_proj": "attn_output",
        "self_attn.q_norm": "attn_q_norm",
        "self_attn.k_norm": "attn_k_norm",
        "input_layernorm": "attn_norm",
        "post_attention_layernorm": "ffn_norm",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
    }

    def kind(self, name, weight):
        """A mixture: vectors in F32, each kind of matrix in another type."""
        if weight.ndim == 1:
            return Type.F32
        kinds = {
            "embed": Type.Q8_0,
            "lm_head": Type.Q4_0,
            "q_proj": Type.F16,
            "k_proj": Type.Q5_1,
            "v_proj": Type.BF16,
            "o_proj": Type.F32,
            "gate": Type.Q4_1,
            "up_proj": Type.Q5_0,
            "down": Type.Q8_0,
        }
        return next(kind for part, kind in kinds.items() if part in name)

    def heads(self, name):
        return self.HEADS if "q_proj" in name else self.key_value_heads

    def permute(self, name, weight):
        """Rows (head, half, pair) as (head, pair, half), as converters to GGUF do for llama."""
        rows = weight.reshape(self.heads(name), 2, self.head_size // 2, *weight.shape[1:])
        return rows.swapaxes(1, 2).reshape(weight.shape)

    def restore(self, name, weight):
        rows = weight.reshape(self.heads(name), self.head_size // 2, 2, *weight.shape[1:])
        return rows.swapaxes(1, 2).reshape(weight.shape)

    def write(self, out, name, tokenizer, split=0, compare=True):
        writer = GGUFWriter(out / f"{name}.gguf", self.architecture, split_max_tensors=split)
        writer.add_block_count(1)
        writer.add_context_length(1024)
        writer.add_embedding_length(self.HIDDEN)
        writer.add_feed_forward_length(self.FEED_FORWARD)
        writer.add_head_count(self.HEADS)
        writer.add_head_count_kv(self.key_value_heads)
        writer.add_layer_norm_rms_eps(1e-6)
        writer.add_rope_freq_base(THETA)
        if self.head_size * self.HEADS != self.HIDDEN:
            writer.add_key_length(self.head_size)
            writer.add_value_length(self.head_size)
        tokenizer.write(writer)
        if self.rotary is not None:
            writer.add_tensor("rope_freqs.weight", self.rotary)
        stored = {}
        for key, weight in self.weights.items():
            permuted = self.architecture == "llama" and ("q_proj" in key or "k_proj" in key)
            kind = self.kind(key, weight)
            data = gguf.quants.quantize(self.permute(key, weight) if permuted else weight, kind)
            other = key
            for theirs, ours in self.NAMES.items():
                other = other.replace(theirs + ".", ours + ".")
            writer.add_tensor(other, data, raw_dtype=kind)
            back = gguf.quants.dequantize(data, kind).reshape(weight.shape)
            stored[key] = np.ascontiguousarray(self.restore(key, back) if permuted else back, dtype=np.float32)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        if compare:
            save_file(stored, out / f"{name}.safetensors")


def main():
    out = Path(sys.argv[1])
    blocks(out)
    attention = ("q_proj", "k_proj", "v_proj")
    tokenizer = llama3()
    divisors = llama3_divisors(8, factor=8, low=1, high=4, window=256)
    Model("llama", tokenizer.size, 2, 8, tied=False, rotary=divisors).write(out, "llama3", tokenizer)
    record_texts(out, "llama3", tokenizer)
    tokenizer = qwen()
    Model("qwen2", tokenizer.size, 1, 8, attention).write(out, "qwen2", tokenizer)
    record_texts(out, "qwen2", tokenizer)
    Model("qwen3", tokenizer.size, 4, 16).write(out, "qwen3", tokenizer, split=8)
    tokenizer = SentencePiece(True)
    biases = attention + ("o_proj",)
    Model("llama", tokenizer.size, 1, 8, biases).write(out, "llama2", tokenizer)
    record_texts(out, "llama2", tokenizer)
    for name, tokenizer in {"gpt-2": gpt2(), "smollm": smollm(), "no-space": SentencePiece(False)}.items():
        Model("llama", tokenizer.size, 1, 8).write(out, name, tokenizer, compare=False)
        record_texts(out, name, tokenizer)


if __name__ == "__main__":
    main()
