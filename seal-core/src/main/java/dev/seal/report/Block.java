package dev.seal.report;

import java.util.List;

/** A part of a page. */
sealed interface Block {

  record Section(String heading) implements Block {}

  record Paragraph(String text) implements Block {}

  record TableBlock(Table table) implements Block {}

  record ChartBlock(Chart chart) implements Block {}

  record Pictures(String title, List<Picture> pictures) implements Block {}

  record Preformatted(String caption, String text) implements Block {}

  record Details(String summary, List<Block> blocks) implements Block {}
}
