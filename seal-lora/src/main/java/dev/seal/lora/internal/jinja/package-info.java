/**
 * The part of Jinja that chat templates use, with Python's values and to the letter; whatever else
 * a template asks for is refused by name and line. {@link dev.seal.lora.internal.jinja.Template} is
 * the entry point.
 */
@NullMarked
package dev.seal.lora.internal.jinja;

import org.jspecify.annotations.NullMarked;
