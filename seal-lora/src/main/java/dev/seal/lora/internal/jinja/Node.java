package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a template that writes text. */
interface Node {

  Flow render(Scope scope, Output out);

  /** How it goes on behind a node. */
  enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  record Data(String text, int line) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      scope.rendering().step(line);
      out.write(text);
      return Flow.NEXT;
    }
  }

  record Print(Expression value) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      out.write(Values.text(value.evaluate(scope)));
      return Flow.NEXT;
    }
  }

  record Block(List<Node> nodes) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      for (Node node : nodes) {
        Flow flow = node.render(scope, out);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
      return Flow.NEXT;
    }

    /** What the block writes, as a value. */
    String text(Scope scope) {
      Output out = new Output();
      render(scope, out);
      return out.text();
    }
  }

  record If(Expression condition, Block then, @Nullable Node otherwise) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      if (Values.isTrue(condition.evaluate(scope))) {
        return then.render(scope, out);
      }
      return otherwise == null ? Flow.NEXT : otherwise.render(scope, out);
    }
  }

  /** Each round has a scope of its own. */
  record For(
      List<String> targets,
      boolean unpacks,
      Expression iterable,
      @Nullable Expression filter,
      Block body,
      @Nullable Block otherwise,
      int line)
      implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      List<Object> items = new ArrayList<>();
      for (Object item : Values.items(iterable.evaluate(scope))) {
        if (filter == null || Values.isTrue(filter.evaluate(bound(scope, item)))) {
          items.add(item);
        }
      }
      Loop loop = new Loop(items);
      for (int i = 0; i < items.size(); i++) {
        scope.rendering().step(line);
        loop.moveTo(i);
        Scope inner = bound(scope, items.get(i));
        inner.set("loop", loop);
        if (body.render(inner, out) == Flow.BREAK) {
          break;
        }
      }
      if (items.isEmpty() && otherwise != null) {
        return otherwise.render(scope.inner(), out);
      }
      return Flow.NEXT;
    }

    private Scope bound(Scope scope, Object item) {
      Scope inner = scope.inner();
      assign(targets, unpacks, item, inner);
      return inner;
    }
  }

  record Set(List<String> targets, boolean unpacks, Expression value) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      assign(targets, unpacks, value.evaluate(scope), scope);
      return Flow.NEXT;
    }
  }

  record SetMember(String namespace, String member, Expression value, int line) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      Object assigned = value.evaluate(scope);
      scope.rendering().step(line);
      if (!(scope.get(namespace) instanceof Namespace target)) {
        throw new JinjaException("\"set %s.%s\" needs a namespace".formatted(namespace, member));
      }
      target.set(member, assigned);
      return Flow.NEXT;
    }
  }

  record SetBlock(String target, Block body, Expression value) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      Scope inner = scope.inner();
      inner.set(BODY, body.text(inner));
      scope.set(target, value.evaluate(inner));
      return Flow.NEXT;
    }
  }

  /** A block whose text goes through filters. */
  record FilterBlock(Block body, Expression value) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      Scope inner = scope.inner();
      inner.set(BODY, body.text(inner));
      out.write(Values.text(value.evaluate(inner)));
      return Flow.NEXT;
    }
  }

  /** A block with variables of its own. */
  record With(List<String> names, List<Expression> values, Block body) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      Scope inner = scope.inner();
      for (int i = 0; i < names.size(); i++) {
        inner.set(names.get(i), values.get(i).evaluate(scope));
      }
      return body.render(inner, out);
    }
  }

  record Macro(String name, List<String> parameters, Map<String, Expression> defaults, Block body)
      implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      scope.set(name, (Function) arguments -> call(scope, arguments));
      return Flow.NEXT;
    }

    private String call(Scope outer, Arguments arguments) {
      Map<String, Object> given = arguments.bind("the macro \"" + name + '"', parameters);
      Scope scope = outer.inner();
      for (String parameter : parameters) {
        Object value = given.get(parameter);
        if (value == null) {
          Expression fallback = defaults.get(parameter);
          value = fallback == null ? Undefined.name(parameter) : fallback.evaluate(scope);
        }
        scope.set(parameter, value);
      }
      outer.rendering().enter();
      String text = body.text(scope);
      outer.rendering().leave();
      return text;
    }
  }

  record Jump(Flow flow) implements Node {
    @Override
    public Flow render(Scope scope, Output out) {
      return flow;
    }
  }

  /** No name of a template: the text of a block on its way through filters. */
  String BODY = "{body}";

  private static void assign(List<String> targets, boolean unpacks, Object value, Scope scope) {
    if (!unpacks) {
      scope.set(targets.get(0), value);
      return;
    }
    List<Object> items = Values.items(value);
    if (items.size() != targets.size()) {
      throw new JinjaException(
          "%d values cannot be given to %d names".formatted(items.size(), targets.size()));
    }
    for (int i = 0; i < targets.size(); i++) {
      scope.set(targets.get(i), items.get(i));
    }
  }
}
