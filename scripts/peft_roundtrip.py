"""PEFT's half of peft-roundtrip.sh.

Opens FOLDER/ours, an adapter of the model in FOLDER/base that the library wrote, and compares greedy answers with
FOLDER/ours.json. Then trains an adapter of another shape, and writes it to FOLDER/theirs and its greedy answers to
FOLDER/theirs.json for the library to compare. Exit code 1 where answers differ otherwise than at a tie.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

# Two logits that are closer than this may change places between implementations.
TIE = 2e-3
STEPS = 20


def base(folder):
    return AutoModelForCausalLM.from_pretrained(folder / "base", dtype=torch.float32)


@torch.no_grad()
def greedy(model, prompt, tokens):
    """The tokens chosen, up to and with the end token, and by how much each led the one behind it."""
    end = model.config.eos_token_id
    ids, chosen, leads = list(prompt), [], []
    for _ in range(tokens):
        logits = model(input_ids=torch.tensor([ids])).logits[0, -1]
        best, second = logits.topk(2).values.tolist()
        chosen.append(int(logits.argmax()))
        leads.append(best - second)
        ids.append(chosen[-1])
        if chosen[-1] == end:
            break
    return chosen, leads


def compare(model, answers):
    """How many answers are equal, tied and different."""
    equal = ties = different = 0
    for answer in answers:
        theirs = answer["greedy_ids"]
        chosen, leads = greedy(model, answer["prompt_ids"], len(theirs))
        if chosen == theirs:
            equal += 1
            continue
        first = next((i for i, (a, b) in enumerate(zip(chosen, theirs)) if a != b), min(len(chosen), len(theirs)))
        if first < len(leads) and leads[first] <= TIE:
            ties += 1
            print(f"a tie at token {first}: {chosen} and {theirs}")
        else:
            different += 1
            print(f"different at token {first}: PEFT {chosen}, library {theirs}")
    return equal, ties, different


def train(model, answers):
    """A few steps on some of the prompts with their answers, so that B is no longer zero."""
    optimizer = torch.optim.AdamW(
        [parameter for parameter in model.parameters() if parameter.requires_grad], lr=2e-3, weight_decay=0
    )
    documents = [torch.tensor([answer["prompt_ids"] + answer["greedy_ids"]]) for answer in answers[:4]]
    for step in range(STEPS):
        document = documents[step % len(documents)]
        loss = model(input_ids=document, labels=document).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return loss.item()


def main():
    folder = Path(sys.argv[1])
    answers = json.loads((folder / "ours.json").read_text())

    opened = PeftModel.from_pretrained(base(folder), folder / "ours").eval()
    equal, ties, different = compare(opened, answers)

    torch.manual_seed(1)
    config = LoraConfig(r=4, lora_alpha=12, target_modules=["q_proj", "v_proj", "down_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(base(folder), config)
    loss = train(model, answers)
    model.eval().save_pretrained(folder / "theirs")
    written = []
    for answer in answers:
        chosen, _ = greedy(model, answer["prompt_ids"], 24)
        written.append({"prompt_ids": answer["prompt_ids"], "greedy_ids": chosen})
    (folder / "theirs.json").write_text(json.dumps(written))

    print(
        json.dumps(
            {
                "command": "peft_roundtrip.py",
                "answers": len(answers),
                "equal": equal,
                "ties": ties,
                "different": different,
                "loss_of_theirs": round(loss, 5),
                "holds": different == 0,
            }
        )
    )
    return 0 if different == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
