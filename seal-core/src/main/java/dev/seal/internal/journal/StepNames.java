package dev.seal.internal.journal;

import com.google.common.base.CharMatcher;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The steps whose results were asked for in this process, each once. */
final class StepNames {

  private static final CharMatcher PRINTABLE = CharMatcher.inRange(' ', '~');

  private final Set<String> asked = new HashSet<>();

  /** Gets a result; where that fails, the name can be asked for again. */
  <R> R once(String name, Supplier<R> result) {
    if (name.isBlank() || !PRINTABLE.matchesAllOf(name)) {
      throw new IllegalArgumentException(
          "a step's name must be printable ASCII, but is \""
              + name
              + "\"; name it as a path such as own-edits/group-3/write");
    }
    if (!asked.add(name)) {
      throw new IllegalStateException(
          "step \""
              + name
              + "\" was asked for twice in one run; give each step a name of its own, such as by"
              + " its number");
    }
    try {
      return result.get();
    } catch (RuntimeException | Error failure) {
      asked.remove(name);
      throw failure;
    }
  }

  /** Lets the names under a path be asked for again. */
  void retry(String path) {
    asked.removeIf(name -> name.startsWith(path + '/'));
  }

  static IllegalStateException notDone(String name) {
    return new IllegalStateException(
        "step \"" + name + "\" is not done; ask for its time after its result");
  }
}
