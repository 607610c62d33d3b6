"""The work of chat-goldens.sh: chat_goldens.py SOURCE_DISTRIBUTION TEST_RESOURCES.

Writes TEST_RESOURCES/chat/NAME.json for each template, with its text, its source and conversations as transformers
renders them, and chat/constructs.json with small templates, one construct each. Today's date is kept out: the function
that gives it is undefined, unless a case sets it to a fixed date.
"""

import ast
import json
import sys
import tarfile
from datetime import datetime
from pathlib import Path

from jinja2 import Undefined
from transformers.utils.chat_template_utils import _compile_jinja_template

TEMPLATES = "vendor/llama.cpp/models/templates/"
COLLECTED = {
    "llama-3.1": ("meta-llama-Llama-3.1-8B-Instruct.jinja", "<|begin_of_text|>", "<|eot_id|>"),
    "llama-3.2": ("meta-llama-Llama-3.2-3B-Instruct.jinja", "<|begin_of_text|>", "<|eot_id|>"),
    "llama-3.3": ("meta-llama-Llama-3.3-70B-Instruct.jinja", "<|begin_of_text|>", "<|eot_id|>"),
    "qwen2.5": ("Qwen-Qwen2.5-7B-Instruct.jinja", None, "<|im_end|>"),
    "qwen3": ("Qwen-Qwen3-0.6B.jinja", None, "<|im_end|>"),
    "smollm3": ("HuggingFaceTB-SmolLM3-3B.jinja", None, "<|im_end|>"),
}


def system(text):
    return {"role": "system", "content": text}


def user(text):
    return {"role": "user", "content": text}


def assistant(text):
    return {"role": "assistant", "content": text}


ODD = "  He said: \"Don't {{ x }} {% if %} {# c #} <b>&amp;</b>\\n\"\n\n\tЁжик 你好 👩‍👩‍👧 e\u0301\u00a0 "
CONVERSATIONS = [
    [user("Hi")],
    [system("Be brief."), user("Hi")],
    [system(" Be brief.\n"), user("One?"), assistant("Two."), user("Three?")],
    [user("One?"), assistant("Two.\n"), user("Three?"), assistant(" Four. "), user("Five?")],
    [user("One?"), assistant("Two.")],
    [user(ODD)],
    [system(ODD), user(ODD), assistant(ODD), user(ODD)],
    [user(""), assistant(""), user("\n")],
    [user("Why?"), assistant("<think>\nBecause.\n</think>\n\nSo it is."), user("And?")],
    [user("Why?"), assistant("<think>\nBecause.\n</think>\n\nSo it is.")],
    [user("Why?"), assistant("</think>\n\n</think>x<think>"), user("<think>a</think>b"), assistant("<think>c</think>")],
    [user("<tool_response>a</tool_response>"), assistant("b"), user("/no_think c")],
    [assistant("I begin."), user("Oh.")],
    [user("One?"), user("Two?")],
    [system("One."), system("Two."), user("Three?")],
    [{"role": "narrator", "content": "It rains."}, user("Hi")],
]
VARIABLES = {
    "llama-3.1": [{}, {"date_string": "31 Jan 2025"}, {"strftime_now": "2025-01-31"}],
    "llama-3.2": [{}, {"date_string": "31 Jan 2025"}, {"strftime_now": "2025-01-31"}],
    "llama-3.3": [{}, {"date_string": "31 Jan 2025"}],
    "qwen3": [{}, {"enable_thinking": False}, {"enable_thinking": True}],
    "smollm3": [{"strftime_now": "2025-01-31"}, {"strftime_now": "2025-01-31", "enable_thinking": False}],
}

CONSTRUCTS = Path(__file__).with_name("chat_constructs.txt")
CONSTRUCT_MESSAGES = [user("Hi\nthere <b>"), assistant("Yo")]


def render(template, messages, generation_prompt, begin, end, variables):
    """The text, or the error, as transformers gives it."""
    values = dict(variables)
    date = values.pop("strftime_now", None)
    given = (lambda form: datetime.fromisoformat(date).strftime(form)) if date else Undefined(name="strftime_now")
    values |= {name: text for name, text in (("bos_token", begin), ("eos_token", end)) if text is not None}
    try:
        text = _compile_jinja_template(template).render(
            messages=messages,
            tools=None,
            documents=None,
            add_generation_prompt=generation_prompt,
            strftime_now=given,
            **values,
        )
        return {"text": text}
    except Exception as error:  # each kind of failure is a result
        return {"error": f"{type(error).__name__}: {error}"}


def cases(template, begin, end, variables):
    for values in variables:
        for messages in CONVERSATIONS:
            for generation_prompt in (True, False):
                result = render(template, messages, generation_prompt, begin, end, values)
                yield {
                    "messages": messages,
                    "generation_prompt": generation_prompt,
                    "variables": values,
                    **result,
                }


def write(path, content):
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path.name, len(content["cases"]), "cases")


def main():
    archive, resources = Path(sys.argv[1]), Path(sys.argv[2])
    package = archive.name.removesuffix(".tar.gz")
    sources = {}
    with tarfile.open(archive) as tar:

        def read(name):
            return tar.extractfile(f"{package}/{name}").read().decode("utf-8")

        for name, (file, begin, end) in COLLECTED.items():
            sources[name] = (read(TEMPLATES + file), f"{package}, {TEMPLATES}{file}", begin, end)
        formats = ast.parse(read("llama_cpp/llama_chat_format.py"))
        for node in formats.body:
            if isinstance(node, ast.Assign) and node.targets[0].id == "LLAMA3_INSTRUCT_CHAT_TEMPLATE":
                origin = f"{package}, llama_cpp/llama_chat_format.py"
                sources["llama-3"] = (ast.literal_eval(node.value), origin, "<|begin_of_text|>", "<|eot_id|>")
    smollm2 = json.loads((resources / "smollm2/logits.json").read_text(encoding="utf-8"))["chat"]["template"]
    sources["smollm2"] = (smollm2, "SmolLM2-135M-Instruct", "<|im_start|>", "<|im_end|>")

    folder = resources / "chat"
    folder.mkdir(exist_ok=True)
    for name, (template, source, begin, end) in sources.items():
        write(
            folder / f"{name}.json",
            {
                "source": source,
                "begin": begin,
                "end": end,
                "template": template,
                "cases": list(cases(template, begin, end, VARIABLES.get(name, [{}]))),
            },
        )
    constructs = []
    for template in CONSTRUCTS.read_text(encoding="utf-8").removesuffix("\n====\n").split("\n====\n"):
        result = render(template, CONSTRUCT_MESSAGES, True, "<s>", None, {})
        constructs.append({"template": template, **result})
    write(folder / "constructs.json", {"messages": CONSTRUCT_MESSAGES, "cases": constructs})


if __name__ == "__main__":
    main()
