package dev.seal.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Shortens attributes of SVG elements. */
final class SvgAttributes {

  /** Lets-Plot is told this colour for what is to look like the text around the picture. */
  static final String INK = "#010203";

  /** The same for lines that are hardly to be seen. */
  static final String FAINT = "#010204";

  private static final String FAINT_OPACITY = "0.16";

  private static final Pattern FRACTION = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");
  private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
  private static final Pattern RULE = Pattern.compile("(fill|font-size|font-weight):([^;]+)");
  private static final Set<String> DROPPED =
      Set.of("id", "class", "style", "clip-path", "clip-bounds-jfx", "fill-rule");
  private static final List<String> INHERITED =
      List.of(
          "fill",
          "fill-opacity",
          "stroke",
          "stroke-opacity",
          "stroke-width",
          "text-anchor",
          "font-size");

  private SvgAttributes() {}

  static void clean(Element element) {
    if (element.getAttribute("class").startsWith("plot-title")) {
      element.setAttribute("font-size", "16");
      element.setAttribute("font-weight", "bold");
    }
    RULE.matcher(element.getAttribute("style"))
        .results()
        .forEach(rule -> element.setAttribute(rule.group(1), rule.group(2).replace("px", "")));
    for (Attr attribute : attributes(element)) {
      String name = attribute.getName();
      if (DROPPED.contains(name)) {
        element.removeAttribute(name);
      } else {
        attribute.setValue(value(attribute.getValue()));
        color(element, name, attribute.getValue());
      }
    }
    unpaint(element, "fill", "fill-opacity");
    unpaint(element, "stroke", "stroke-opacity");
    if (element.getAttribute("stroke-width").equals("0")) {
      element.setAttribute("stroke", "none");
    }
    if (element.getAttribute("stroke").equals("none")) {
      element.removeAttribute("stroke");
      element.removeAttribute("stroke-width");
    }
  }

  /** Whether a shape's own attributes, all of which Lets-Plot gives to each, paint anything. */
  static boolean visible(Element shape) {
    boolean filled = shape.hasAttribute("fill") && !shape.getAttribute("fill").equals("none");
    return filled || shape.hasAttribute("stroke");
  }

  /** Says once for a group what all of its children say. */
  static void gather(Element group, List<Node> children) {
    if (children.size() < 2) {
      return;
    }
    for (String name : INHERITED) {
      List<String> values =
          children.stream()
              .map(child -> child instanceof Element e ? e.getAttribute(name) : "")
              .distinct()
              .toList();
      if (values.size() == 1 && !values.get(0).isEmpty()) {
        group.setAttribute(name, values.get(0));
        children.forEach(child -> ((Element) child).removeAttribute(name));
      }
    }
  }

  /** A number with at most two digits after the point. */
  static String number(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  private static String value(String text) {
    String colored =
        RGB.matcher(text)
            .replaceAll(
                rgb ->
                    String.format(
                        "#%02x%02x%02x",
                        Integer.valueOf(rgb.group(1)),
                        Integer.valueOf(rgb.group(2)),
                        Integer.valueOf(rgb.group(3))));
    return FRACTION
        .matcher(colored)
        .replaceAll(number -> number(Double.parseDouble(number.group())))
        .strip();
  }

  private static void color(Element element, String name, String value) {
    if (value.equals(INK) || value.equals(FAINT)) {
      element.setAttribute(name, "currentColor");
    }
    if (value.equals(FAINT)) {
      element.setAttribute(name + "-opacity", FAINT_OPACITY);
    }
  }

  // White is the paper: on a dark page it would be a box.
  private static void unpaint(Element element, String paint, String opacity) {
    if (element.getAttribute(opacity).equals("0")
        || element.getAttribute(paint).equals("#ffffff")) {
      element.setAttribute(paint, "none");
    }
    boolean none = element.getAttribute(paint).equals("none");
    if (none || element.getAttribute(opacity).equals("1")) {
      element.removeAttribute(opacity);
    }
  }

  private static List<Attr> attributes(Element element) {
    NamedNodeMap map = element.getAttributes();
    List<Attr> attributes = new ArrayList<>();
    for (int i = 0; i < map.getLength(); i++) {
      attributes.add((Attr) map.item(i));
    }
    return attributes;
  }
}
