package dev.seal.lora.internal.jinja;

import java.util.List;

/** Python's tuple: like a list, but never equal to one. */
record Tuple(List<Object> items) {}
