package dev.seal.report;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Takes out of Lets-Plot's SVG what a page has no use for: a style sheet that holds for the whole
 * page, random ids, clips that cut nothing, shapes and digits that nobody sees.
 */
final class Svg {

  private static final Set<String> UNUSED = Set.of("style", "defs");

  private Svg() {}

  /**
   * Makes a picture small.
   *
   * @param alternative what is read out instead of it
   */
  static String slim(String drawn, String alternative) {
    try {
      Document document = parse(drawn);
      Element svg = document.getDocumentElement();
      clean(svg);
      svg.removeAttribute("xmlns:xlink");
      svg.setAttribute(
          "viewBox", "0 0 " + svg.getAttribute("width") + " " + svg.getAttribute("height"));
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", alternative);
      svg.setAttribute("font-family", "sans-serif");
      svg.setAttribute("font-size", SvgAttributes.number(Plot.LABEL_SIZE));
      svg.setAttribute("fill", "currentColor");
      return text(document);
    } catch (SAXException | IOException | ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("the drawn chart cannot be read as SVG: " + e, e);
    }
  }

  private static Document parse(String svg)
      throws SAXException, IOException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static String text(Document document) throws TransformerException {
    Transformer transformer = TransformerFactory.newInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter out = new StringWriter();
    transformer.transform(new DOMSource(document), new StreamResult(out));
    return out.toString();
  }

  private static void clean(Element element) {
    SvgAttributes.clean(element);
    for (Node child : children(element)) {
      if (child instanceof Element inner) {
        clean(inner);
        if (unused(inner)) {
          element.removeChild(inner);
        } else if (inner.getTagName().equals("g") && inner.getAttributes().getLength() == 0) {
          children(inner).forEach(grandchild -> element.insertBefore(grandchild, inner));
          element.removeChild(inner);
        }
      } else if (child.getNodeValue().isBlank()) {
        element.removeChild(child);
      } else {
        child.setNodeValue(child.getNodeValue().strip());
      }
    }
    if (element.getTagName().equals("g")) {
      SvgAttributes.gather(element, children(element));
    }
  }

  private static boolean unused(Element element) {
    return switch (element.getTagName()) {
      case "g", "text" -> !element.hasChildNodes();
      case "rect", "path", "circle", "line" -> !SvgAttributes.visible(element);
      default -> UNUSED.contains(element.getTagName());
    };
  }

  private static List<Node> children(Element element) {
    List<Node> children = new ArrayList<>();
    IntStream.range(0, element.getChildNodes().getLength())
        .mapToObj(element.getChildNodes()::item)
        .forEach(children::add);
    return children;
  }
}
