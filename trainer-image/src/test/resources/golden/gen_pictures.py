"""Pictures as users have them, with what Pillow sees in them -> pictures.json (Pillow 13.0.0).

Usage: python gen_pictures.py OUT
"""
import base64
import io
import json
import sys

import numpy
import PIL
from PIL import Image, ImageOps

WIDTH, HEIGHT = 24, 16
EXIF_ORIENTATION = 0x0112


def encoded(data):
    return base64.b64encode(data).decode()


def scene():
    """Four blocks of different colours: every turn and every mirror image is another picture."""
    pixels = numpy.zeros((HEIGHT, WIDTH, 3), numpy.uint8)
    pixels[:8, :8] = (200, 30, 40)
    pixels[:8, 8:] = (30, 180, 60)
    pixels[8:, :8] = (20, 40, 220)
    pixels[8:, 8:] = (240, 230, 90)
    return Image.fromarray(pixels)


def see_through():
    picture = scene().convert("RGBA")
    alpha = numpy.zeros((HEIGHT, WIDTH), numpy.uint8)
    alpha[:, :] = numpy.linspace(0, 255, WIDTH).astype(numpy.uint8)
    picture.putalpha(Image.fromarray(alpha))
    return picture


def on_white(picture):
    picture = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def case(name, picture, tolerance, expected=None, soft=False, **options):
    file = io.BytesIO()
    picture.save(file, **options)
    seen = Image.open(io.BytesIO(file.getvalue()))
    if expected is None:
        expected = on_white(ImageOps.exif_transpose(seen))
    return {
        "name": name,
        "file": encoded(file.getvalue()),
        "width": expected.width,
        "height": expected.height,
        "rgb": encoded(expected.tobytes()),
        "tolerance": tolerance,
        # Of the mean over all samples: colours bleed over edges, by libwebp in another way than by Java's reader.
        "soft": soft,
    }


def turned(orientation):
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    return case(
        f"JPEG of orientation {orientation}", scene(), 4,
        format="JPEG", quality=95, subsampling=0, exif=exif.tobytes())


def deep_grey():
    values = numpy.linspace(0, 65535, WIDTH * HEIGHT).astype(numpy.uint16).reshape(HEIGHT, WIDTH)
    bytes_ = numpy.round(values / 257.0).astype(numpy.uint8)
    return case(
        "grey PNG of 16 bits", Image.fromarray(values), 0,
        expected=Image.fromarray(bytes_).convert("RGB"), format="PNG")


def main(out):
    grey = scene().convert("L")
    grey_alpha = grey.copy()
    grey_alpha.putalpha(see_through().getchannel("A"))
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    cases = [turned(orientation) for orientation in range(1, 9)]
    cases += [
        case("PNG", scene(), 0, format="PNG"),
        case("PNG of orientation 6", scene(), 0, format="PNG", exif=exif.tobytes()),
        case("PNG that is see-through", see_through(), 1, format="PNG"),
        case("PNG with a palette", scene().quantize(8), 0, format="PNG"),
        case("PNG of one bit", grey.convert("1"), 0, format="PNG"),
        case("grey PNG", grey, 0, format="PNG"),
        case("grey PNG that is see-through", grey_alpha, 1, format="PNG"),
        deep_grey(),
        case("grey JPEG", grey, 2, format="JPEG", quality=95),
        case("JPEG with few colours", scene(), 12, format="JPEG", quality=95, subsampling=2),
        case("progressive JPEG", scene(), 4, format="JPEG", quality=95, subsampling=0, progressive=True),
        case("CMYK JPEG", scene().convert("CMYK"), 6, format="JPEG", quality=95, subsampling=0),
        case("WebP without loss", scene(), 0, format="WEBP", lossless=True),
        case("WebP without loss that is see-through", see_through(), 1, format="WEBP", lossless=True, exact=True),
        case("WebP with loss", scene(), 6, soft=True, format="WEBP", quality=95),
        case("WebP of orientation 6", scene(), 0, format="WEBP", lossless=True, exif=exif.tobytes()),
        case("GIF", scene().quantize(8), 0, format="GIF"),
        case("BMP", scene(), 0, format="BMP"),
    ]
    with open(f"{out}/pictures.json", "w") as f:
        json.dump({"pillow": PIL.__version__, "cases": cases}, f, indent=1)


main(sys.argv[1])
