package dev.spinrun.trainer.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes lines of text into a picture, where the machine has a font. */
final class Lettering {
  private static final Logger LOG = LoggerFactory.getLogger(Lettering.class);
  private static final String ELLIPSIS = "…";

  /** No caption shows more; a prompt may be megabytes. */
  private static final int MAX_CHARS = 400;

  private final Font font;
  private final FontMetrics metrics;

  private Lettering(Font font, FontMetrics metrics) {
    this.font = font;
    this.metrics = metrics;
  }

  /**
   * Letters of a height in pixels, or none: an image without fonts or fontconfig has no say in
   * whether an evaluation succeeds.
   */
  static Optional<Lettering> ofSize(int pixels) {
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, pixels);
      Graphics2D probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      probe.setFont(font);
      probe.drawString("a", 0, 0);
      FontMetrics metrics = probe.getFontMetrics();
      probe.dispose();
      return metrics.stringWidth("a") > 0
          ? Optional.of(new Lettering(font, metrics))
          : Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError e) {
      // What Java throws without a font, or without the library that draws it.
      LOG.warn("the gallery has no labels, as no font can be used: {}", e.toString());
      return Optional.empty();
    }
  }

  int lineHeight() {
    return metrics.getHeight();
  }

  int width(String text) {
    return metrics.stringWidth(text);
  }

  /** The text in lines of at most this width; what does not fit ends in an ellipsis. */
  List<String> wrap(String text, int width, int maxLines) {
    List<String> lines = new ArrayList<>();
    String cut = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    String rest = cut.replaceAll("[\\s\\p{C}]+", " ").strip();
    while (!rest.isEmpty()) {
      int end = end(rest, width);
      if (lines.size() == maxLines - 1 && end < rest.length()) {
        lines.add(shortened(rest, width));
        return lines;
      }
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    return lines;
  }

  /** Where a line ends: behind the last word that fits, or within a word that fits in no line. */
  private int end(String text, int width) {
    int fitting = fitting(text, width);
    if (fitting == text.length()) {
      return fitting;
    }
    int space = text.lastIndexOf(' ', fitting);
    return space > 0 ? space : fitting;
  }

  private String shortened(String text, int width) {
    return text.substring(0, fitting(text, width - width(ELLIPSIS))).strip() + ELLIPSIS;
  }

  /** How many characters fit, at least one. */
  private int fitting(String text, int width) {
    int fitting = 1;
    while (fitting < text.length() && width(text.substring(0, fitting + 1)) <= width) {
      fitting++;
    }
    return fitting;
  }

  /** Draws lines below each other. */
  void draw(Graphics2D graphics, List<String> lines, int left, int top) {
    graphics.setFont(font);
    graphics.setColor(Color.BLACK);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    int baseline = top + metrics.getAscent();
    for (String line : lines) {
      graphics.drawString(line, left, baseline);
      baseline += lineHeight();
    }
  }
}
