"""Bicubic resizing by Pillow, as CLIP's preprocessing uses it: python gen_resize.py > pillow_resize.json"""
import json
import numpy as np, PIL
from PIL import Image

def image(w, h):
    y, x, c = np.mgrid[0:h, 0:w, 0:3]
    return Image.fromarray(((x * x * 7 + y * 13 + c * 50 + x * y * 3) % 256).astype(np.uint8))

cases = []
for w, h, size in ((37, 29, 16), (29, 37, 16), (9, 11, 16), (64, 16, 16), (100, 90, 8)):
    s = min(w, h)
    nw, nh = size * w // s, size * h // s
    out = image(w, h).resize((nw, nh), Image.BICUBIC)
    cases.append({"width": w, "height": h, "size": size, "out_width": nw, "out_height": nh, "rgb": np.asarray(out).flatten().tolist()})
print(json.dumps({"pillow": PIL.__version__, "image": "value(x,y,c) = (7xx + 13y + 50c + 3xy) mod 256", "tolerance": "exact", "cases": cases}))
