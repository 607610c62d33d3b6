package dev.seal.lora.internal.jinja;

/**
 * What a name without a value has: empty where it is written or looped over, an error where more is
 * asked of it.
 *
 * @param what is missing, as messages say it
 */
record Undefined(String what) {

  JinjaException error() {
    return new JinjaException(what);
  }

  static Undefined name(String name) {
    return new Undefined("\"" + name + "\" is undefined");
  }

  static Undefined member(Object owner, Object key) {
    return new Undefined(Values.typeOf(owner) + " has no \"" + key + '"');
  }
}
