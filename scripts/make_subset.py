#!/usr/bin/env python3
"""Makes the subset of Fashion-MNIST that the jar holds: scripts/make_subset.py [FOLDER with the four IDX files].

The first 200 training images and the first 100 test images of each class, in the order of the full set, at 14 x 14 by the means of 2 x 2
pixels, rounded to bytes. Needs NumPy.
"""
import gzip
import pathlib
import sys

import numpy

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist")
TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/lanewise/data/fashion-mnist"


def read(name, header):
    with gzip.open(SOURCE / (name + ".gz")) as file:
        return numpy.frombuffer(file.read(), numpy.uint8)[header:]


def write(name, array):
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    packed = gzip.compress(bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes(), mtime=0)
    (TARGET / (name + ".gz")).write_bytes(packed)


TARGET.mkdir(parents=True, exist_ok=True)
for part, per_class in (("train", 200), ("t10k", 100)):
    images = read(part + "-images-idx3-ubyte", 16).reshape(-1, 14, 2, 14, 2)
    labels = read(part + "-labels-idx1-ubyte", 8)
    chosen = numpy.sort(numpy.concatenate([numpy.flatnonzero(labels == c)[:per_class] for c in range(10)]))
    means = images[chosen].astype(numpy.uint16).sum(axis=(2, 4))
    write(part + "-images-idx3-ubyte", ((means + 2) // 4).astype(numpy.uint8))
    write(part + "-labels-idx1-ubyte", labels[chosen])
