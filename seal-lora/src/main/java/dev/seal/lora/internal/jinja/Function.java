package dev.seal.lora.internal.jinja;

/** What a template can call. */
@FunctionalInterface
interface Function {

  Object call(Arguments arguments);
}
