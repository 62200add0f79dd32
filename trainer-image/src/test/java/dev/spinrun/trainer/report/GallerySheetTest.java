package dev.spinrun.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.settings.ScorerName;
import dev.spinrun.trainer.data.picture.PictureFile;
import dev.spinrun.trainer.diffusion.picture.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GallerySheetTest {
  private static final String PROMPT =
      "a photograph of an astronaut riding a horse across the moon, in the style of an old master";

  static GallerySheet sheet(int side, int columns) {
    List<GallerySheet.Row> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      byte[] rgb = new byte[3 * side * side * columns];
      Arrays.fill(rgb, (byte) (60 + 60 * row));
      rows.add(
          new GallerySheet.Row(
              List.of(row == 0 ? "base" : "iteration " + row, "ClipScore 23.41", "wins 62 %"),
              new Picture(side * columns, side, rgb)));
    }
    return new GallerySheet(
        IntStream.range(0, columns).mapToObj(i -> i + " " + PROMPT.repeat(1 + i)).toList(),
        rows,
        "Each column is one prompt, drawn from the same noise in every row.");
  }

  @Test
  void withoutAFontTheRowsAreThereAlone() throws IOException {
    Picture plain = PictureFile.decode(sheet(64, 4).png(Optional.empty()));

    assertThat(plain.width()).isEqualTo(4 * 128);
    assertThat(plain.height()).isEqualTo(3 * 128);
    assertThat(List.of(plain.value(0, 0, 0), plain.value(0, 128, 0), plain.value(511, 383, 0)))
        .containsExactly(60, 120, 180);
  }

  @Test
  void wordsStandAroundTheRowsAndEqualSheetsAreEqualBytes() throws IOException {
    for (int side : new int[] {16, 64, 512}) {
      byte[] png = sheet(side, 4).png();
      Picture seen = PictureFile.decode(png);
      Picture plain = PictureFile.decode(sheet(side, 4).png(Optional.empty()));

      assertThat(sheet(side, 4).png()).isEqualTo(png);
      if (Lettering.ofSize(12).isPresent()) {
        assertThat(seen.width()).isBetween(plain.width() + 80, 2 * plain.width());
        assertThat(seen.height()).isBetween(plain.height() + 50, 2 * plain.height());
      }
    }
  }

  @Test
  void longTextsAreWrappedAndEndInAnEllipsis() {
    Lettering.ofSize(12)
        .ifPresent(
            letters -> {
              List<String> lines =
                  letters.wrap(PROMPT + "\n\u0007" + "x".repeat(1_000_000), 128, 5);

              assertThat(lines).hasSize(5).allMatch(line -> letters.width(line) <= 128);
              assertThat(lines.get(0)).isEqualTo("a photograph of an");
              assertThat(lines.get(4)).endsWith("…");
              assertThat(letters.wrap("two words", 400, 5)).containsExactly("two words");
              assertThat(letters.wrap("", 400, 5)).isEmpty();
            });
  }

  @Test
  void rowsOfOtherPromptsAreNotShownAndOfManyTheFirstAndTheNewestAre() {
    GalleryRows rows = new GalleryRows(1, List.of());
    for (int i = 0; i < 20; i++) {
      rows =
          rows.with(
              new GalleryRows.Row(
                  i, "key-" + i, i == 18 ? "other" : "same", ScorerName.CLIP_SCORE, 20, null));
    }

    assertThat(rows.shown().stream().map(GalleryRows.Row::iteration))
        .containsExactly(0, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19);
  }
}
