package dev.spinrun.trainer.report;

import dev.spinrun.trainer.data.picture.Pictures;
import dev.spinrun.trainer.diffusion.picture.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pictures of several candidates below each other, with words on what is seen: a label left of each
 * row, a caption above each column, an explanation below. Equal content gives equal bytes.
 *
 * @param captions one a column
 * @param rows from the top
 * @param explanation below the rows
 */
public record GallerySheet(List<String> captions, List<Row> rows, String explanation) {
  /** Pictures are shown at least so large, in pixels, so that there is room for words above. */
  private static final int MIN_CELL = 128;

  /** Pictures with a white background are to be told apart. */
  private static final Color PAPER = new Color(232, 232, 232);

  private static final int SMALLEST_LETTERS = 12;
  private static final int LARGEST_LETTERS = 28;

  /** Letters grow with the pictures: a sheet is looked at as a whole. */
  private static final int LETTERS_PER_CELL = 16;

  private static final int MAX_CAPTION_LINES = 5;
  private static final int MAX_EXPLANATION_LINES = 4;

  public GallerySheet {
    captions = List.copyOf(captions);
    rows = List.copyOf(rows);
  }

  /**
   * A candidate.
   *
   * @param label lines on it
   * @param pictures squares side by side, one a column and of one size in all rows
   */
  public record Row(List<String> label, Picture pictures) {
    public Row {
      label = List.copyOf(label);
    }
  }

  /** The sheet as a PNG file. */
  public byte[] png() {
    int letters = Math.max(SMALLEST_LETTERS, Math.min(LARGEST_LETTERS, cell() / LETTERS_PER_CELL));
    return png(Lettering.ofSize(letters));
  }

  byte[] png(Optional<Lettering> lettering) {
    return Pictures.png(lettering.map(this::lettered).orElseGet(this::plain));
  }

  /** Side of one picture as it is shown. */
  private int cell() {
    return side() * Math.max(1, (MIN_CELL + side() - 1) / side());
  }

  private int side() {
    return rows.get(0).pictures().height();
  }

  /** The rows without captions, scores and legend. */
  private BufferedImage plain() {
    BufferedImage sheet = blank(cell() * captions.size(), cell() * rows.size());
    draw(sheet, graphics -> drawRows(graphics, 0, 0, 0));
    return sheet;
  }

  private BufferedImage lettered(Lettering letters) {
    int gap = letters.lineHeight() / 2;
    List<List<String>> heads =
        captions.stream().map(c -> letters.wrap(c, cell() - gap / 2, MAX_CAPTION_LINES)).toList();
    int headLines = heads.stream().mapToInt(List::size).max().orElse(0);
    int left =
        2 * gap
            + rows.stream()
                .flatMap(row -> row.label().stream())
                .mapToInt(letters::width)
                .max()
                .orElse(0);
    int top = 2 * gap + headLines * letters.lineHeight();
    int step = cell() + gap;
    int width = left + step * captions.size();
    int bottom = top + step * rows.size();
    List<String> foot = letters.wrap(explanation, width - 2 * gap, MAX_EXPLANATION_LINES);

    BufferedImage sheet = blank(width, bottom + gap + foot.size() * letters.lineHeight());
    draw(
        sheet,
        graphics -> {
          drawRows(graphics, left, top, gap);
          for (int column = 0; column < heads.size(); column++) {
            List<String> head = heads.get(column);
            // The last line of each stands on its picture.
            int down = (headLines - head.size()) * letters.lineHeight();
            letters.draw(graphics, head, left + column * step, gap + down);
          }
          for (int row = 0; row < rows.size(); row++) {
            letters.draw(graphics, rows.get(row).label(), gap, top + row * step);
          }
          letters.draw(graphics, foot, gap, bottom);
        });
    return sheet;
  }

  private static BufferedImage blank(int width, int height) {
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    draw(
        sheet,
        graphics -> {
          graphics.setColor(PAPER);
          graphics.fillRect(0, 0, width, height);
        });
    return sheet;
  }

  private static void draw(BufferedImage sheet, Consumer<Graphics2D> drawing) {
    Graphics2D graphics = sheet.createGraphics();
    drawing.accept(graphics);
    graphics.dispose();
  }

  /** Enlarged pixel by pixel: what the model drew is to be seen, not a filter's work. */
  private void drawRows(Graphics2D graphics, int left, int top, int gap) {
    for (int row = 0; row < rows.size(); row++) {
      Picture pictures = rows.get(row).pictures();
      for (int column = 0; column < captions.size(); column++) {
        graphics.drawImage(
            Pictures.image(pictures.crop(column * side(), 0, side(), side())),
            left + column * (cell() + gap),
            top + row * (cell() + gap),
            cell(),
            cell(),
            null);
      }
    }
  }
}
