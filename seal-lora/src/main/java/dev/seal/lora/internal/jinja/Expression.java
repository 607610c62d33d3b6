package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a template that has a value. */
interface Expression {

  Object evaluate(Scope scope);

  record Constant(Object value) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return value;
    }
  }

  record Name(String name, int line) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      scope.rendering().step(line);
      return scope.get(name);
    }
  }

  record ListOf(List<Expression> items) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return all(items, scope);
    }
  }

  record TupleOf(List<Expression> items) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return new Tuple(all(items, scope));
    }
  }

  record DictOf(List<Expression> keys, List<Expression> values) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Map<Object, Object> dict = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        dict.put(keys.get(i).evaluate(scope), values.get(i).evaluate(scope));
      }
      return dict;
    }
  }

  /** Gives one of its values, as in Python. */
  record And(Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = left.evaluate(scope);
      return Values.isTrue(value) ? right.evaluate(scope) : value;
    }
  }

  record Or(Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = left.evaluate(scope);
      return Values.isTrue(value) ? value : right.evaluate(scope);
    }
  }

  record Not(Expression operand) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return !Values.isTrue(operand.evaluate(scope));
    }
  }

  record Negative(Expression operand) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return Operators.negated(operand.evaluate(scope));
    }
  }

  record Choice(Expression condition, Expression then, @Nullable Expression otherwise)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      if (Values.isTrue(condition.evaluate(scope))) {
        return then.evaluate(scope);
      }
      return otherwise == null
          ? new Undefined("an \"if\" without \"else\" has no value")
          : otherwise.evaluate(scope);
    }
  }

  record Binary(String operator, Expression left, Expression right, int line)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object a = left.evaluate(scope);
      Object b = right.evaluate(scope);
      scope.rendering().step(line);
      return Operators.binary(operator, a, b);
    }
  }

  /** {@code a < b <= c} and so on: every neighbour with the next. */
  record Comparison(Expression first, List<String> operators, List<Expression> operands, int line)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object left = first.evaluate(scope);
      for (int i = 0; i < operators.size(); i++) {
        Object right = operands.get(i).evaluate(scope);
        scope.rendering().step(line);
        if (!Operators.compare(operators.get(i), left, right)) {
          return false;
        }
        left = right;
      }
      return true;
    }
  }

  record Concatenation(List<Expression> parts) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      String text = "";
      for (Expression part : parts) {
        text = Values.concat(text, Values.text(part.evaluate(scope)));
      }
      return text;
    }
  }

  record Attribute(Expression owner, String name, int line) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = owner.evaluate(scope);
      scope.rendering().step(line);
      return Members.attribute(value, name);
    }
  }

  record Item(Expression owner, Expression key, int line) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = owner.evaluate(scope);
      Object at = key.evaluate(scope);
      scope.rendering().step(line);
      return Members.item(value, at);
    }
  }

  record Slice(Expression owner, Expression start, Expression stop, Expression step, int line)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = owner.evaluate(scope);
      Object from = start.evaluate(scope);
      Object to = stop.evaluate(scope);
      Object by = step.evaluate(scope);
      scope.rendering().step(line);
      return Members.slice(value, from, to, by);
    }
  }

  record Call(Expression callee, ArgumentList arguments, int line) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object function = callee.evaluate(scope);
      Arguments given = arguments.evaluate(scope);
      scope.rendering().step(line);
      if (function instanceof Function callable) {
        return callable.call(given);
      }
      if (callee instanceof Name name
          && name.name().equals("strftime_now")
          && function instanceof Undefined) {
        throw new JinjaException(
            "the template asks for today's date, which enters no prompt unasked; set the template"
                + " variable \"strftime_now\" to a date such as 2025-01-31");
      }
      throw function instanceof Undefined missing
          ? missing.error()
          : new JinjaException(Values.typeOf(function) + " cannot be called");
    }
  }

  record Filtered(Expression value, String filter, ArgumentList arguments, int line)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object input = value.evaluate(scope);
      Arguments given = arguments.evaluate(scope);
      scope.rendering().step(line);
      return Filters.apply(filter, input, given);
    }
  }

  record Tested(Expression value, String test, ArgumentList arguments, boolean negated, int line)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object input = value.evaluate(scope);
      Arguments given = arguments.evaluate(scope);
      scope.rendering().step(line);
      return Tests.apply(test, input, given) != negated;
    }
  }

  /** The arguments of a call as it is written. */
  record ArgumentList(List<Expression> positional, Map<String, Expression> named) {

    static final ArgumentList NONE = new ArgumentList(List.of(), Map.of());

    Arguments evaluate(Scope scope) {
      if (positional.isEmpty() && named.isEmpty()) {
        return Arguments.NONE;
      }
      Map<String, Object> values = new LinkedHashMap<>();
      named.forEach((name, expression) -> values.put(name, expression.evaluate(scope)));
      return new Arguments(all(positional, scope), values);
    }
  }

  private static List<Object> all(List<Expression> expressions, Scope scope) {
    List<Object> values = new ArrayList<>();
    expressions.forEach(expression -> values.add(expression.evaluate(scope)));
    return values;
  }
}
