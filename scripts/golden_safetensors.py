#!/usr/bin/env python3
"""Writes src/test/resources/safetensors/python.safetensors with Python's safetensors, and with a file as argument checks that it opens there.

Needs the packages numpy and safetensors.
"""
import pathlib
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file

if len(sys.argv) > 1:
    with safe_open(sys.argv[1], framework="np") as file:
        print(file.metadata())
        for name in file.keys():
            tensor = file.get_tensor(name)
            print(name, tensor.dtype, tensor.shape, tensor.ravel()[:4])
    sys.exit()

target = pathlib.Path(__file__).resolve().parent.parent / "src/test/resources/safetensors/python.safetensors"
save_file({
    "matrix": numpy.array([[1.5, -2.25, 0.0], [1e-40, 3.4e38, numpy.inf]], numpy.float32),
    "doubles": numpy.array([0.1, -0.0], numpy.float64),
    "counts": numpy.array([1, 2, 3], numpy.int16),
}, target, metadata={"format": "np", "text": "größer"})
