package dev.seal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {

  private static final String RED = "#ff0000";
  private static final String BLUE = "#0000ff";

  private static Element drawn(Picture picture) {
    return page(List.of(picture)).selectFirst(".pictures svg");
  }

  private static Document page(List<Picture> pictures) {
    return Jsoup.parse(Report.titled("t").pictures("Puzzle 7", pictures).build().html());
  }

  private static Picture filled(int down, int across) {
    return new Picture("p", Collections.nCopies(down, Collections.nCopies(across, RED)));
  }

  @Test
  void pictures_stand_under_their_captions_in_the_given_order() {
    Document page = page(SamplePuzzle.small());

    assertThat(page.select("figure > .title").eachText()).containsExactly("Puzzle 7");
    assertThat(page.select(".pictures > figure > figcaption").eachText())
        .containsExactlyElementsOf(SamplePuzzle.small().stream().map(Picture::caption).toList())
        .contains("Attempt 1: wrong", "Attempt 2: right");
    for (Element figure : page.select(".pictures > figure")) {
      assertThat(figure.select("svg[role=img]").attr("aria-label"))
          .startsWith(figure.select("figcaption").text() + ". ");
    }
    assertThat(page.select(".pictures svg").eachAttr("aria-label"))
        .startsWith("Example 1, input. 3 rows of 3 cells");
  }

  @Test
  void each_colour_has_one_path_with_a_box_for_each_run() {
    Element svg =
        drawn(new Picture("p", List.of(List.of(RED, RED, BLUE), List.of(BLUE, RED, RED))));

    assertThat(svg.select("path[fill]").eachAttr("fill")).containsExactly(RED, BLUE);
    assertThat(svg.select("path[fill]").eachAttr("d"))
        .containsExactly("M0 0h48v24h-48zM24 24h48v24h-48z", "M48 0h24v24h-24zM0 24h24v24h-24z");
    assertThat(svg.select("path[stroke]").eachAttr("d"))
        .containsExactly(
            "M0 -.5V48.5M24 -.5V48.5M48 -.5V48.5M72 -.5V48.5"
                + "M-.5 0H72.5M-.5 24H72.5M-.5 48H72.5");
    assertThat(svg.select("*").eachAttr("viewBox")).containsExactly("-.5 -.5 73 49");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 25, 25",
    "3, 3, 73, 73",
    "10, 10, 211, 211",
    "30, 30, 211, 211",
    "30, 3, 211, 22",
    "1, 20, 11, 201",
    "100, 1, 401, 5"
  })
  void cells_are_smaller_in_larger_pictures(int down, int across, int height, int width) {
    Element svg = drawn(filled(down, across));

    assertThat(svg.attr("height")).isEqualTo(String.valueOf(height));
    assertThat(svg.attr("width")).isEqualTo(String.valueOf(width));
  }

  @Test
  void pictures_are_values_and_keep_no_list_that_changes() {
    List<String> row = new ArrayList<>(List.of("#FF00aB"));
    Picture picture = new Picture("p", List.of(row));
    row.add("red");

    assertThat(picture.rows()).containsExactly(List.of("#ff00ab"));
    assertThat(picture).isEqualTo(new Picture("p", List.of(List.of("#ff00ab"))));
    assertThat(picture).isNotEqualTo(new Picture("q", List.of(List.of("#ff00ab"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "", "#fff", "#12345g", "#1234567", "#123456\n", " #123456"})
  void what_is_not_a_colour_is_refused(String color) {
    assertThatThrownBy(() -> new Picture("p", List.of(List.of(RED, RED), List.of(RED, color))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cell 1 of row 1 of the picture \"p\" is not a colour, but \""
                + color
                + "\"; write it as #rrggbb, such as #0074d9");
  }

  @Test
  void pictures_without_cells_or_words_or_with_ragged_rows_are_refused() {
    assertThatThrownBy(() -> new Picture(" ", List.of(List.of(RED))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the caption must not be blank, but was \" \"; say what it is");
    for (List<List<String>> rows : List.of(List.<List<String>>of(), List.of(List.<String>of()))) {
      assertThatThrownBy(() -> new Picture("p", rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the picture \"p\" has no cells; give at least one row of one colour");
    }
    assertThatThrownBy(() -> new Picture("p", List.of(List.of(RED, RED), List.of(RED))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row 1 of the picture \"p\" has 1 cells, but row 0 has 2; make all rows equally long");
    assertThatThrownBy(() -> new Picture("p", List.of(List.of(), List.of(RED))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row 1 of the picture \"p\" has 1 cells, but row 0 has 0; make all rows equally long");
  }

  @Test
  void a_row_of_pictures_has_a_title_and_a_picture() {
    assertThatThrownBy(() -> Report.titled("t").pictures("Puzzle 7", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the row of pictures \"Puzzle 7\" is empty; give at least one picture");
    assertThatThrownBy(() -> Report.titled("t").pictures("", List.of(filled(1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the title must not be blank, but was \"\"; say what it is");
  }

  @Test
  void the_largest_puzzle_is_small() {
    assertThat(drawn(SamplePuzzle.large().get(0)).outerHtml().length()).isLessThan(10_000);
  }
}
