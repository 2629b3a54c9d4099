"""Whatever a text is made of, searching four times as much of it takes about four times as long.

Work is compared with work on the same machine, in CPU time and with room to spare: a search that goes over a text
again for every character of it takes sixteen times as long.
"""

import json
from pathlib import Path
from time import process_time

import pytest

from duban.privacy.detect import hits

# What a hostile text is made of, over and over; a `~` cuts what would be found in the file.
ATOMS = json.loads((Path(__file__).parent / "hostile_texts.json").read_text("utf-8"))
BYTES = 12_000


def cpu_seconds(text):
    began = process_time()
    hits(text)
    return process_time() - began


@pytest.mark.parametrize("atom", ATOMS)
def test_the_work_grows_as_the_text_does(atom):
    atom = atom.replace("~", "")
    text = atom * (BYTES // len(atom.encode()))
    hits(text)
    for _ in range(3):  # the machine may be busy with something else
        less, more = cpu_seconds(text), cpu_seconds(text * 4)
        if more < 9 * max(less, 0.004):
            return
    pytest.fail(f"{less:.3f} s for {len(text)} characters, {more:.3f} s for {4 * len(text)}")
