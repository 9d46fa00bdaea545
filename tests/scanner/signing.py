"""A signature of another system, as its data is written."""

from pathlib import Path

RECORD = """
[[signature]]
id = "acme/form"
title = "Form"
kind = "form"
severity = "breaks"
confidence = "certain"
verified = "A"
meaning = "A form of another system."
reference = "its help pages"
remedy = { title = "Replace it", steps = ["Delete it."] }
hits = ['<iframe src="https://forms.acme.example/f/AbCdEfGhIjKlMnOpQrSt"></iframe>']
misses = ['<iframe src="https://forms.acme.example/g/AbCdEfGhIjKlMnOpQrSt"></iframe>']

  [[signature.sign]]
  host = ["forms.acme.example"]
  path = ["/f/{id:id20}"]
  value = ["{id}"]
"""


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file
