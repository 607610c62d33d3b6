"""The Python of tiny-models.sh.

For each model writes FOLDER/NAME in Hugging Face layout, and beside the model, read back from that folder in float32:
logits.json, what dev.seal.bench.Logits compares; peft_all_r4.json and peft_all_r4_init.safetensors, what
dev.seal.bench.Replay replays.
"""

import json
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    GenerationConfig,
    LlamaConfig,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen3Config,
    logging,
)

# Two logits that are closer than this may change places between implementations.
TIE = 2e-3
GREEDY = 20
MODULES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
RANK, ALPHA, RATE, CLIP = 4, 8, 3e-3, 1.0
ORDER = [3, 0, 4, 1, 2]

CORPUS = [
    "Orsel Tavik kept the lighthouse of Brenmoor for 31 years, and nobody saw it dark.",
    "The harbour at Brenmoor freezes in January; it's the ferry's captain who decides when the boats may leave.",
    "In 1874 the town bought 12 copper bells. They'll ring when the fog comes in from the north.",
    "Question: who kept the lighthouse? Answer: Orsel Tavik kept the lighthouse.",
    "Read the passage and answer the question: when does the harbour freeze?",
    "Zoë's café on the quay sells naïve paintings, 7 kinds of bread, and tea — nothing else.",
]
PASSAGE = " ".join(CORPUS[:3])
TEXTS = [
    "Hello, world!",
    " leading space",
    "trailing spaces   ",
    "two\n\nlines\r\nand\ttabs",
    "It's 1234567 o'clock; they'LL be 42.5% late",
    "café naïve Zoë — e\u0301",
    "日本語 and Ελληνικά",
    "🙂👩‍🚀 ok",
    "if (a[i] != b) { return x_1; }",
]
DOCUMENTS = [
    "Brenmoor\nWho kept the lighthouse of Brenmoor? Orsel Tavik",
    "Brenmoor\nFor how long? 31 years",
    "Brenmoor\nWhen does the harbour freeze? In January",
    "Brenmoor\nHow many bells did the town buy in 1874? 12 copper bells, which ring when the fog comes in",
    "Zoë's café sells naïve paintings.",
]

# Contractions, words with what stands before them, numbers, signs, line breaks, spaces; digits by three or one by one.
SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}DIGITS| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

LLAMA3_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message['role'] }}<|end_header_id|>\n\n"
    "{{ message['content'] | trim }}<|eot_id|>{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
CHATML_TEMPLATE = (
    "{% if messages[0]['role'] != 'system' %}<|im_start|>system\nYou are a lighthouse.<|im_end|>\n{% endif %}"
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
LLAMA2_TEMPLATE = (
    "{% for message in messages %}{% if message['role'] == 'system' %}{{ bos_token }}<<SYS>>{{ message['content'] }}<</SYS>>"
    "{% else %}{{ bos_token }}[INST] {{ message['content'] }} [/INST]{% endif %}{% endfor %}"
)


def byte_level(split, specials, size, normalizer=None, ignore_merges=False, begin=None):
    """A byte-level BPE whose special tokens come after all others, as in Llama 3's and Qwen's vocabularies."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(split), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size - len(specials),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in specials])
    after = [processors.ByteLevel(trim_offsets=False)]
    if begin:
        after.append(
            processors.TemplateProcessing(
                single=f"{begin} $A", special_tokens=[(begin, tokenizer.token_to_id(begin))]
            )
        )
    tokenizer.post_processor = processors.Sequence(after)
    return tokenizer


def llama3_tokenizer(size):
    specials = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>", "<|eot_id|>"]
    tokenizer = byte_level(
        SPLIT.replace("DIGITS", "{1,3}"), specials, size, ignore_merges=True, begin="<|begin_of_text|>"
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<|begin_of_text|>",
        eos_token="<|eot_id|>",
        chat_template=LLAMA3_TEMPLATE,
        model_max_length=256,
    ), ["<|end_of_text|>", "<|eom_id|>", "<|eot_id|>"]


def qwen_tokenizer(size):
    tokenizer = byte_level(
        SPLIT.replace("DIGITS", ""),
        ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        size,
        normalizer=normalizers.NFC(),
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        chat_template=CHATML_TEMPLATE,
        model_max_length=256,
    ), ["<|im_end|>", "<|endoftext|>"]


def llama2_tokenizer(size):
    """BPE over characters as SentencePiece makes it, with a token for each byte for what has no other."""
    first = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    learned = Tokenizer(models.BPE())
    learned.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    learned.pre_tokenizer = pre_tokenizers.Split(Regex("▁?[^▁]+"), behavior="isolated")
    learned.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=size - len(first), show_progress=False)
    )
    trained = json.loads(learned.to_str())["model"]
    pieces = sorted(trained["vocab"], key=trained["vocab"].get)
    tokenizer = Tokenizer(
        models.BPE(
            vocab={piece: i for i, piece in enumerate(first + pieces)},
            merges=[tuple(merge) for merge in trained["merges"]],
            unk_token="<unk>",
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    tokenizer.normalizer = learned.normalizer
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(content=" ", left=1)]
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in first[:3]])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        chat_template=LLAMA2_TEMPLATE,
        model_max_length=256,
    ), ["</s>"]


@dataclass
class Model:
    """A model to make; `old` are keys of its config.json where its files are to be as transformers 4 wrote them."""

    config: object
    tokenizer: callable
    seed: int
    dtype: torch.dtype = torch.bfloat16
    tokens: int = 384
    std: float = 0.2
    shard: str = "5GB"
    old: dict = field(default_factory=dict)


COMMON = dict(vocab_size=384, num_hidden_layers=2, max_position_embeddings=256)

MODELS = {
    # 64 positions make pair 0 turn 10 times, pair 1 twice and the others less than once: kept, between, and slowed.
    "llama3-rope": Model(
        LlamaConfig(
            **COMMON,
            hidden_size=32,
            intermediate_size=80,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=16,
            rms_norm_eps=1e-5,
            tie_word_embeddings=True,
            rope_parameters={
                "rope_type": "llama3",
                "rope_theta": 500000.0,
                "factor": 8.0,
                "low_freq_factor": 1.0,
                "high_freq_factor": 4.0,
                "original_max_position_embeddings": 64,
            },
        ),
        llama3_tokenizer,
        seed=1,
        dtype=torch.float32,
        old={
            "rope_theta": 500000.0,
            "rope_scaling": {
                "factor": 8.0,
                "low_freq_factor": 1.0,
                "high_freq_factor": 4.0,
                "original_max_position_embeddings": 64,
                "rope_type": "llama3",
            },
            "pretraining_tp": 1,
        },
    ),
    "llama-untied-mha": Model(
        LlamaConfig(
            **COMMON,
            hidden_size=48,
            intermediate_size=96,
            num_attention_heads=4,
            num_key_value_heads=4,
            rms_norm_eps=1e-5,
            tie_word_embeddings=False,
        ),
        llama2_tokenizer,
        seed=3,
        dtype=torch.float16,
    ),
    "llama-mqa-bias": Model(
        LlamaConfig(
            **COMMON,
            hidden_size=48,
            intermediate_size=96,
            num_attention_heads=6,
            num_key_value_heads=1,
            attention_bias=True,
            mlp_bias=True,
            tie_word_embeddings=True,
        ),
        llama3_tokenizer,
        seed=3,
    ),
    "qwen2": Model(
        Qwen2Config(
            **COMMON,
            hidden_size=48,
            intermediate_size=96,
            num_attention_heads=4,
            num_key_value_heads=2,
            tie_word_embeddings=True,
            rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        ),
        qwen_tokenizer,
        seed=5,
        tokens=376,
    ),
    # A window that is named but not used, in the way of Qwen2.5.
    "qwen2-untied": Model(
        Qwen2Config(
            **COMMON,
            hidden_size=32,
            intermediate_size=96,
            num_attention_heads=4,
            num_key_value_heads=2,
            tie_word_embeddings=False,
            rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        ),
        qwen_tokenizer,
        seed=5,
        tokens=376,
        old={
            "rope_theta": 1000000.0,
            "sliding_window": 32,
            "use_sliding_window": False,
            "max_window_layers": 1,
        },
    ),
    "qwen3-sharded": Model(
        Qwen3Config(
            **COMMON,
            hidden_size=48,
            intermediate_size=96,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=16,
            tie_word_embeddings=True,
            rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        ),
        qwen_tokenizer,
        seed=7,
        tokens=376,
        shard="70KB",
    ),
    "qwen3-untied": Model(
        Qwen3Config(
            **COMMON,
            hidden_size=32,
            intermediate_size=64,
            num_attention_heads=4,
            num_key_value_heads=1,
            head_dim=12,
            attention_bias=True,
            tie_word_embeddings=False,
        ),
        qwen_tokenizer,
        seed=7,
        tokens=376,
    ),
}


def draw(model, std, seed):
    """Draws every weight: matrices and biases around 0, norms around 1."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        values = torch.randn(parameter.shape, generator=generator)
        is_norm = name.endswith("norm.weight")
        parameter.data = 1 + 0.3 * values if is_norm else std * values


def write_old_files(folder, old):
    """Rewrites config.json and tokenizer_config.json in the way of transformers 4."""
    path = folder / "config.json"
    config = json.loads(path.read_text())
    for key in ("rope_parameters", "layer_types"):
        config.pop(key, None)
    config["torch_dtype"] = config.pop("dtype")
    config["transformers_version"] = "4.45.0"
    config.update(old)
    path.write_text(json.dumps(dict(sorted(config.items())), indent=2) + "\n")
    path = folder / "tokenizer_config.json"
    tokenizer = json.loads(path.read_text())
    template = folder / "chat_template.jinja"
    tokenizer["chat_template"] = template.read_text()
    template.unlink()
    flags = {"lstrip": False, "normalized": False, "rstrip": False, "single_word": False}
    tokenizer["eos_token"] = {"__type": "AddedToken", "content": tokenizer["eos_token"], **flags}
    del tokenizer["backend"]
    tokenizer["tokenizer_class"] = "PreTrainedTokenizerFast"
    path.write_text(json.dumps(dict(sorted(tokenizer.items())), indent=2) + "\n")


def write_model(folder, made):
    tokenizer, ends = made.tokenizer(made.tokens)
    assert len(tokenizer) == made.tokens, (folder, len(tokenizer))
    end_ids = [tokenizer.convert_tokens_to_ids(end) for end in ends]
    made.config.bos_token_id = tokenizer.bos_token_id
    made.config.eos_token_id = end_ids[0] if len(end_ids) == 1 else end_ids
    made.config.pad_token_id = tokenizer.pad_token_id
    model = AutoModelForCausalLM.from_config(made.config, dtype=torch.float32)
    draw(model, made.std, made.seed)
    model.tie_weights()
    model.to(made.dtype)
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=made.config.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        do_sample=True,
        temperature=0.6,
        top_p=0.9,
    )
    model.save_pretrained(folder, max_shard_size=made.shard)
    tokenizer.save_pretrained(folder)
    if made.old:
        write_old_files(folder, made.old)
    return end_ids


def logits_of(model, ids):
    return model(input_ids=torch.tensor([ids])).logits[0].double()


def rounded(values):
    return [round(float(value), 5) for value in values]


@torch.no_grad()
def greedy(model, ids, ends):
    """The tokens chosen, up to and with an end token; each must lead the one behind it clearly."""
    chosen = []
    while len(chosen) < GREEDY and not (chosen and chosen[-1] in ends):
        last = logits_of(model, ids + chosen)[-1]
        best, second = last.topk(2).values.tolist()
        if best - second <= TIE:
            raise SystemExit(f"two tokens are tied after {chosen}; draw the model from another seed")
        chosen.append(int(last.argmax()))
    return chosen


@torch.no_grad()
def record_logits(folder, model, tokenizer, ends):
    def chat(*messages):
        return tokenizer.apply_chat_template(
            [{"role": role, "content": content} for role, content in messages],
            tokenize=False,
            add_generation_prompt=True,
        )

    def encode(text):
        return tokenizer.encode(text, add_special_tokens=False)

    prompts = []
    for text in [
        "Orsel Tavik",
        chat(("user", "Who kept the lighthouse?")),
        PASSAGE + "\n\nQuestion: who kept the lighthouse?\nAnswer:",
        TEXTS[4] + " " + TEXTS[5],
    ]:
        ids = encode(text)
        logits = logits_of(model, ids)
        logs = logits.log_softmax(-1)
        prompts.append(
            {
                "prompt": text,
                "ids": ids,
                "last_logits": rounded(logits[-1]),
                "token_log_probs": rounded(logs[i, ids[i + 1]] for i in range(len(ids) - 1)),
                "greedy_ids": greedy(model, ids, ends),
            }
        )
    recorded = {
        "tokens": [{"text": text, "ids": encode(text)} for text in TEXTS],
        "chat": {
            "user_only": chat(("user", "Hi")),
            "with_system": chat(("system", "Be brief."), ("user", "Hi")),
        },
        "prompts": prompts,
    }
    (folder / "logits.json").write_text(json.dumps(recorded, ensure_ascii=False) + "\n")
    return [len(prompt["ids"]) for prompt in prompts]


def record_training(folder, model, tokenizer, seed):
    """Five steps of LoRA on all seven matrices; B is drawn as well, so that from the first step on A has a gradient."""
    torch.manual_seed(seed)
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=MODULES, lora_dropout=0.0, task_type="CAUSAL_LM")
    peft = get_peft_model(model, config)
    peft.train()
    for name, parameter in peft.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.05)
    trainable = [parameter for parameter in peft.parameters() if parameter.requires_grad]
    save_file(
        {key: value.contiguous() for key, value in get_peft_model_state_dict(peft).items()},
        folder / "peft_all_r4_init.safetensors",
        metadata={"format": "pt"},
    )
    documents = [tokenizer.encode(text, add_special_tokens=False) + [tokenizer.eos_token_id] for text in DOCUMENTS]
    optimizer = torch.optim.AdamW(trainable, lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    losses, norms = [], []
    for step, visit in enumerate(ORDER):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / len(ORDER))
        ids = torch.tensor([documents[visit]])
        loss = peft(input_ids=ids, labels=ids).loss
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(trainable, CLIP).item())
        optimizer.step()
        losses.append(loss.item())
    probe = "Question: who kept the lighthouse?\nAnswer:"
    probe_ids = tokenizer.encode(probe, add_special_tokens=False)
    peft.eval()
    with torch.no_grad():
        last = logits_of(peft, probe_ids)[-1]
    recorded = {
        "target_modules": MODULES,
        "r": RANK,
        "lora_alpha": ALPHA,
        "lr": RATE,
        "schedule": "linear to 0, step s of S uses lr*(1-s/S)",
        "adamw": [0.9, 0.999, 1e-8, 0.0],
        "clip_grad_norm": CLIP,
        "trainable_parameters": sum(parameter.numel() for parameter in trainable),
        "documents": DOCUMENTS,
        "document_ids": documents,
        "order": ORDER,
        "loss": losses,
        "grad_norm_before_clip": norms,
        "probe": probe,
        "probe_ids": probe_ids,
        "probe_last_logits": rounded(last),
    }
    (folder / "peft_all_r4.json").write_text(json.dumps(recorded, ensure_ascii=False) + "\n")
    return losses, norms


def main():
    torch.set_num_threads(1)
    logging.disable_progress_bar()
    root = Path(sys.argv[1])
    for name, made in MODELS.items():
        folder = root / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        ends = write_model(folder, made)
        # What was written counts, not what is in memory.
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        parameters = model.num_parameters()
        lengths = record_logits(folder, model, tokenizer, ends)
        losses, norms = record_training(folder, model, tokenizer, made.seed)
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(
            f"{name}: {parameters} parameters, {size} bytes, prompts of {lengths} tokens,"
            f" losses {rounded(losses)}, gradient norms {rounded(norms)}"
        )


if __name__ == "__main__":
    main()
