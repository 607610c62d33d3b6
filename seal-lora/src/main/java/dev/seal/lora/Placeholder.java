package dev.seal.lora;

/** Stands in until this module has its first public class; delete it then. */
public final class Placeholder {
  private Placeholder() {}
}
