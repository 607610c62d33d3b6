"""The Python of peft-goldens.sh.

Writes FOLDER/base, a model in Hugging Face layout without a tokenizer; FOLDER/KIND, an adapter of it as PEFT saves it;
FOLDER/logits.json, the logits after each prompt under each adapter; and FOLDER/training.json, a run of five steps from the
adapter FOLDER/training. With --check SAVED, compares the logits under SAVED/KIND instead; exit code 1 where they differ.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM, logging

PROMPTS = [[1, 4, 3, 2, 5, 1, 1, 4], [5, 2]]
DOCUMENTS = [[1, 4, 3, 2, 5, 0], [2, 2, 4, 1, 0], [5, 3, 1, 4, 4, 2, 1, 0]]
ORDER = [2, 0, 1, 0, 2]
RATE, CLIP, DECAY = 0.02, 1.0, 0.1
LIMIT = 1e-4

PATTERNS = {
    "rank_pattern": {"layers.1.self_attn.q_proj": 5, r"q_proj|k_proj": 1, r".*\.[02]\.mlp\.up_proj": 6, "v": 9},
    "alpha_pattern": {r"(self_attn\.)?v_proj": 3, "down_proj": 1.5, "model.layers.0.mlp.gate_proj": 20},
}
KINDS = {
    "plain": dict(r=3, lora_alpha=6, target_modules=["q_proj", "v_proj"]),
    "names": dict(
        r=2, lora_alpha=5, target_modules=["self_attn.q_proj", "model.layers.1.mlp.up_proj", "2.mlp.down_proj"]
    ),
    "regex": dict(
        r=3, lora_alpha=4, target_modules=r"model\.layers\.[0-1]\.self_attn\.(?:q_proj|k_proj)|.*\.down_proj"
    ),
    "all-linear": dict(r=2, lora_alpha=4, target_modules="all-linear"),
    "excluded-names": dict(
        r=2, lora_alpha=4, target_modules=["q_proj", "up_proj"], exclude_modules=["layers.1.self_attn.q_proj"]
    ),
    "excluded-regex": dict(r=2, lora_alpha=4, target_modules="all-linear", exclude_modules=r".*\.(0|2)\.mlp\..*"),
    "rslora": dict(r=3, lora_alpha=2, target_modules=["k_proj", "o_proj", "gate_proj"], use_rslora=True),
    "layers": dict(
        r=2, lora_alpha=4, target_modules=["v_proj", "down_proj"], layers_to_transform=[2, 0], layers_pattern="layers"
    ),
    "one-layer": dict(r=2, lora_alpha=4, target_modules=["q_proj", "o_proj"], layers_to_transform=1),
    "patterns": dict(r=2, lora_alpha=4, target_modules="all-linear", **PATTERNS),
    "everything": dict(
        r=3,
        lora_alpha=2.5,
        use_rslora=True,
        target_modules=["q_proj", "k_proj", "v_proj", "gate_proj", "up_proj", "down_proj"],
        exclude_modules=["layers.2.mlp.gate_proj"],
        layers_to_transform=[0, 2],
        layers_pattern=["h", "model.layers"],
        **PATTERNS,
    ),
    "float16": dict(r=3, lora_alpha=6, target_modules=["q_proj", "down_proj"]),
    "bfloat16": dict(r=3, lora_alpha=6, target_modules=["q_proj", "down_proj"]),
}
TRAINING = dict(
    r=2,
    lora_alpha=3,
    use_rslora=True,
    target_modules="all-linear",
    exclude_modules=r"model\.layers\.(0\..*|1\.mlp.*)",
    **PATTERNS,
)
STORED = {"float16": torch.float16, "bfloat16": torch.bfloat16}


def draw(parameters, std):
    for parameter in parameters:
        torch.nn.init.normal_(parameter, std=std)


def write_base(folder):
    config = LlamaConfig(
        vocab_size=6,
        hidden_size=8,
        intermediate_size=12,
        num_hidden_layers=3,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=4,
        max_position_embeddings=32,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=0,
        pad_token_id=None,
    )
    model = LlamaForCausalLM(config)
    draw(model.parameters(), 0.7)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)


def base(folder):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    model.config._name_or_path = model.name_or_path = "tiny"
    return model.eval()


def adapter(folder, settings):
    config = LoraConfig(task_type="CAUSAL_LM", **settings)
    model = get_peft_model(base(folder / "base"), config)
    draw([p for name, p in model.named_parameters() if "lora_" in name], 0.4)
    return model


def save(model, folder):
    if folder.exists():
        shutil.rmtree(folder)
    model.save_pretrained(folder, save_embedding_layers=False)
    (folder / "README.md").unlink()
    if folder.name in STORED:
        file = folder / "adapter_model.safetensors"
        tensors = {name: tensor.to(STORED[folder.name]) for name, tensor in load_file(file).items()}
        save_file(tensors, file, metadata={"format": "pt"})


def opened(folder, adapter_folder):
    # Read back from the files, so that what PEFT makes of them is what is recorded.
    return PeftModel.from_pretrained(base(folder / "base"), adapter_folder).eval()


@torch.no_grad()
def logits(model):
    return [model(input_ids=torch.tensor([prompt])).logits[0, -1].tolist() for prompt in PROMPTS]


def train(model):
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=DECAY)
    losses, norms = [], []
    for which in ORDER:
        document = torch.tensor([DOCUMENTS[which]])
        loss = model(input_ids=document, labels=document).loss
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, CLIP)))
        losses.append(loss.item())
        optimizer.step()
        optimizer.zero_grad()
    return losses, norms


def record(folder):
    torch.manual_seed(11)
    write_base(folder / "base")
    recorded = {}
    for kind, settings in KINDS.items():
        save(adapter(folder, settings), folder / kind)
        recorded[kind] = logits(opened(folder, folder / kind))
    (folder / "logits.json").write_text(json.dumps({"prompts": PROMPTS, "logits": recorded}, indent=1) + "\n")

    save(adapter(folder, TRAINING), folder / "training")
    model = PeftModel.from_pretrained(base(folder / "base"), folder / "training", is_trainable=True)
    losses, norms = train(model)
    run = {
        "documents": DOCUMENTS,
        "order": ORDER,
        "learning_rate": RATE,
        "clip_norm": CLIP,
        "weight_decay": DECAY,
        "losses": losses,
        "gradient_norms": norms,
        "prompts": PROMPTS,
        "logits": logits(model.eval()),
    }
    (folder / "training.json").write_text(json.dumps(run, indent=1) + "\n")
    return 0


def check(folder, saved):
    recorded = json.loads((folder / "logits.json").read_text())
    status = 0
    for kind, expected in recorded["logits"].items():
        found = torch.tensor(logits(opened(folder, saved / kind)))
        difference = float((found - torch.tensor(expected)).abs().max())
        status |= difference > LIMIT
        print(f"{kind:16} {difference:.1e}")
    return status


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", type=Path, metavar="SAVED")
    arguments = parser.parse_args()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    if arguments.check:
        return check(arguments.folder, arguments.check)
    return record(arguments.folder)


if __name__ == "__main__":
    sys.exit(main())
