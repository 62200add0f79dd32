package dev.spinrun.e2e.walk;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** The pictures of a user: castles of a few colours, each with its caption in a text file. */
final class Pictures {
  private static final int WIDTH = 40;
  private static final int HEIGHT = 32;
  private static final int TOWER = 8;

  private record Paint(String name, Color color) {}

  private static final List<Paint> WALLS =
      List.of(
          new Paint("red", Color.RED),
          new Paint("gray", Color.GRAY),
          new Paint("white", Color.WHITE),
          new Paint("yellow", Color.YELLOW));

  private static final List<Paint> SKIES =
      List.of(new Paint("blue", Color.BLUE), new Paint("black", Color.BLACK));

  private static final List<String> TOWERS = List.of("no tower", "one tower", "two towers");

  private Pictures() {}

  /** Writes them, 24 in all. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Paint wall : WALLS) {
      for (Paint sky : SKIES) {
        for (int towers = 0; towers < TOWERS.size(); towers++) {
          String name = "%s-%s-%d".formatted(wall.name(), sky.name(), towers);
          ImageIO.write(
              draw(wall.color(), sky.color(), towers),
              "png",
              folder.resolve(name + ".png").toFile());
          Files.writeString(
              folder.resolve(name + ".txt"),
              "a %s castle with %s under a %s sky\n"
                  .formatted(wall.name(), TOWERS.get(towers), sky.name()));
        }
      }
    }
  }

  private static BufferedImage draw(Color wall, Color sky, int towers) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(sky);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    g.setColor(wall);
    g.fillRect(0, HEIGHT / 2, WIDTH, HEIGHT / 2);
    for (int i = 0; i < towers; i++) {
      g.fillRect(TOWER + 2 * TOWER * i, TOWER / 2, TOWER, HEIGHT);
    }
    g.dispose();
    return image;
  }
}
