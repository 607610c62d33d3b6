"""The half of saved-model.sh that is Hugging Face transformers.

Opens FOLDER/model, which the library saved, as a user of transformers does, answers the prompts of FOLDER/answers.json
greedily in float32, and compares token ids of the prompts and texts of the answers. Exit code 1 where one differs.
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

ANSWER_TOKENS = 16


def prompt_ids(tokenizer, instruction):
    """A turn of the user's where the model has a chat template, or else the plain text."""
    if tokenizer.chat_template is None:
        return tokenizer(instruction, add_special_tokens=False)["input_ids"]
    messages = [{"role": "user", "content": instruction}]
    text = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    return tokenizer(text, add_special_tokens=False)["input_ids"]


@torch.no_grad()
def answer(model, tokenizer, ids):
    prompt = torch.tensor([ids])
    output = model.generate(
        prompt, attention_mask=torch.ones_like(prompt), do_sample=False, max_new_tokens=ANSWER_TOKENS
    )
    return tokenizer.decode(output[0, len(ids) :], skip_special_tokens=True)


def main():
    folder = Path(sys.argv[1])
    recorded = json.loads((folder / "answers.json").read_text())
    tokenizer = AutoTokenizer.from_pretrained(folder / "model")
    model = AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32).eval()
    equal = prompts_different = answers_different = 0
    for each in recorded:
        ids = prompt_ids(tokenizer, each["instruction"])
        if ids != each["prompt_ids"]:
            prompts_different += 1
            print(f"other tokens of {each['instruction']!r}: transformers {ids}, library {each['prompt_ids']}")
            continue
        theirs = answer(model, tokenizer, ids)
        if theirs == each["answer"]:
            equal += 1
        else:
            answers_different += 1
            print(f"another answer to {each['instruction']!r}: transformers {theirs!r}, library {each['answer']!r}")
    holds = equal == len(recorded) > 0
    print(
        json.dumps(
            {
                "command": "saved_model.py",
                "class": type(model).__name__,
                "answers": len(recorded),
                "distinct": len({each["answer"] for each in recorded}),
                "equal": equal,
                "prompts_different": prompts_different,
                "answers_different": answers_different,
                "holds": holds,
            }
        )
    )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
