package dev.seal.lora.internal.text;

import dev.seal.api.model.ChatMessage;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps what is a control token apart from text that spells its name. The tokenizer library knows
 * the control tokens under aliases, which no text is let through with; where a chat template or a
 * user writes a control token, its name is replaced by the alias just before encoding. Immutable.
 */
final class ControlTokens {

  /** Unicode keeps these two for use within a program: they are no characters. */
  private static final char ALIAS_BEGIN = '\ufdd0';

  private static final char ALIAS_END = '\ufdd1';

  private static final Pattern ALIAS = Pattern.compile(ALIAS_BEGIN + "(\\d+" + ALIAS_END + ")");

  private static final char FIRST_PRIVATE = '\ue000';
  private static final char LAST_PRIVATE = '\uf8ff';

  private final Map<String, String> aliases;
  private final Set<Integer> ids;
  private final Pattern addedNames;
  private final Pattern controlNames;

  /**
   * Names the tokens.
   *
   * @param control ids by name
   * @param added the names of all added tokens, those of control tokens among them, and whether a
   *     name counts only as a word of its own
   */
  ControlTokens(Map<String, Integer> control, Map<String, Boolean> added) {
    Map<String, String> named = new HashMap<>();
    control.forEach((name, id) -> named.put(name, ALIAS_BEGIN + Integer.toString(id) + ALIAS_END));
    this.aliases = Map.copyOf(named);
    this.ids = Set.copyOf(control.values());
    this.addedNames = anyOf(added.keySet(), name -> added.getOrDefault(name, false));
    this.controlNames = anyOf(control.keySet(), name -> false);
  }

  /** The longest name first, as the library has it. */
  private static Pattern anyOf(Collection<String> names, Predicate<String> onlyAsWord) {
    String pattern =
        names.stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(
                name ->
                    onlyAsWord.test(name)
                        ? "(?<!\\w)" + Pattern.quote(name) + "(?!\\w)"
                        : Pattern.quote(name))
            .collect(Collectors.joining("|"));
    return Pattern.compile(pattern.isEmpty() ? "(?!)" : pattern, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** The alias of a control token; of any other name the name itself. */
  String alias(String name) {
    return aliases.getOrDefault(name, name);
  }

  Set<Integer> ids() {
    return ids;
  }

  boolean isControl(String name) {
    return aliases.containsKey(name);
  }

  /** The text as far as it holds no alias: of one that it holds, the first character is U+FFFD. */
  static String withoutAliases(String text) {
    return text.indexOf(ALIAS_BEGIN) < 0 ? text : ALIAS.matcher(text).replaceAll("\ufffd$1");
  }

  /** The text with the aliases of the control tokens that it names. */
  String withAliases(String text) {
    // All added tokens compete for the text, as they do in the library.
    return addedNames
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(alias(match.group())));
  }

  /**
   * What a format makes of messages, with the control tokens that it writes, and not those that a
   * message spells, put through {@code mark}.
   */
  String render(
      List<ChatMessage> messages,
      Function<List<ChatMessage>, String> format,
      Function<String, String> mark) {
    String plain = format.apply(messages);
    if (messages.stream().noneMatch(this::namesControl)) {
      return mark.apply(plain);
    }
    Disguise disguise = new Disguise(messages, plain);
    List<ChatMessage> disguised =
        messages.stream()
            .map(
                message ->
                    new ChatMessage(disguise.put(message.role()), disguise.put(message.content())))
            .toList();
    return disguise.take(mark.apply(format.apply(disguised)));
  }

  private boolean namesControl(ChatMessage message) {
    return controlNames.matcher(message.role()).find()
        || controlNames.matcher(message.content()).find();
  }

  /** Stands other characters in for the first ones of names, so that they are names no more. */
  private final class Disguise {

    private final Map<Integer, Character> standIns = new HashMap<>();
    private final Map<Character, Integer> originals = new HashMap<>();

    Disguise(List<ChatMessage> messages, String rendered) {
      Set<Integer> used = new HashSet<>();
      rendered.codePoints().forEach(used::add);
      for (ChatMessage message : messages) {
        message.role().codePoints().forEach(used::add);
        message.content().codePoints().forEach(used::add);
      }
      char next = FIRST_PRIVATE;
      for (String name : aliases.keySet()) {
        int first = name.codePointAt(0);
        if (standIns.containsKey(first)) {
          continue;
        }
        while (used.contains((int) next)) {
          if (next == LAST_PRIVATE) {
            throw new IllegalArgumentException(
                "the messages name control tokens and use every private character of Unicode, so"
                    + " that the names cannot be told from control tokens; take the names out");
          }
          next++;
        }
        used.add((int) next);
        standIns.put(first, next);
        originals.put(next, first);
      }
    }

    String put(String text) {
      String disguised = text;
      // A name may overlap the one before it.
      while (controlNames.matcher(disguised).find()) {
        disguised =
            controlNames
                .matcher(disguised)
                .replaceAll(match -> Matcher.quoteReplacement(put(match)));
      }
      return disguised;
    }

    private String put(MatchResult match) {
      String name = match.group();
      int first = name.codePointAt(0);
      return standIns.get(first) + name.substring(Character.charCount(first));
    }

    String take(String text) {
      StringBuilder restored = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        Integer original = originals.get(text.charAt(i));
        if (original == null) {
          restored.append(text.charAt(i));
        } else {
          restored.appendCodePoint(original);
        }
      }
      return restored.toString();
    }
  }
}
