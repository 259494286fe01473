#!/usr/bin/env python3
"""Writes what PyTorch makes of a minibatch through small networks: src/test/resources/networks/*.json.

    pip install torch && scripts/golden_networks.py

Parameters and samples are floats; outputs, loss and gradients are computed from them in double. Everything is in the layout of
lanewise.nn: weights of a dense layer by input, then output; of a convolution by row, column, channel, then filter; biases behind
them; images by row, column, then channel.
"""
import json
import pathlib

import torch
import torch.nn.functional as F

TO = pathlib.Path(__file__).resolve().parent.parent / "src/test/resources/networks"


class Recorder:
    """Draws parameters, remembers them in order, and their layout."""

    def __init__(self, seed):
        self.random = torch.Generator().manual_seed(seed)
        self.parameters = []
        self.layers = []

    def draw(self, *shape):
        floats = torch.randn(*shape, generator=self.random, dtype=torch.float32) / 2
        return floats.double()

    def parameter(self, *shape):
        tensor = self.draw(*shape).requires_grad_()
        self.parameters.append(tensor)
        return tensor

    def dense(self, inputs, outputs):
        w, b = self.parameter(inputs, outputs), self.parameter(outputs)
        self.layers.append({"type": "dense", "inputs": inputs, "outputs": outputs})
        return lambda x: x.flatten(1) @ w + b

    def convolution(self, height, width, channels, filters, kernel, stride, padding):
        w, b = self.parameter(kernel, kernel, channels, filters), self.parameter(filters)
        self.layers.append({"type": "convolution", "height": height, "width": width, "channels": channels, "filters": filters,
                            "kernel": kernel, "stride": stride, "padding": padding})

        def forward(x):  # batch, row, column, channel
            y = F.conv2d(x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), b, stride=stride, padding=padding)
            return y.permute(0, 2, 3, 1)

        return forward

    def pooling(self, height, width, channels, side):
        self.layers.append({"type": "pooling", "height": height, "width": width, "channels": channels, "side": side})
        return lambda x: F.max_pool2d(x.permute(0, 3, 1, 2), side).permute(0, 2, 3, 1)

    def activation(self, name, width):
        self.layers.append({"type": name, "width": width})
        return {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[name]


def flat(tensors):
    return [value for tensor in tensors for value in tensor.detach().flatten().tolist()]


def write(name, recorder, stack, shape, loss_name):
    x = recorder.draw(*shape)
    y = x
    for layer in stack:
        y = layer(y)
    y = y.flatten(1)
    batch, width = y.shape
    if loss_name == "softmax-cross-entropy":
        answers = torch.randint(width, (batch,), generator=recorder.random)
        loss = F.cross_entropy(y, answers)
    else:
        answers = torch.randint(2, (batch, width), generator=recorder.random).double()
        loss = (0.5 * ((y - answers) ** 2).sum(1).mean() if loss_name == "squared-error"
                else F.binary_cross_entropy(y, answers, reduction="sum") / batch)
    loss.backward()
    content = {
        "source": "PyTorch " + torch.__version__.split("+")[0] + ", scripts/golden_networks.py",
        "layers": recorder.layers,
        "loss": loss_name,
        "batch": batch,
        "parameters": flat(recorder.parameters),
        "samples": flat([x]),
        "answers": answers.flatten().tolist(),
        "outputs": flat([y]),
        "value": loss.item(),
        "gradients": flat([parameter.grad for parameter in recorder.parameters]),
    }
    (TO / (name + ".json")).write_text(json.dumps(content, indent=1) + "\n")


def main():
    r = Recorder(1)
    write("sigmoid-squared-error", r, [r.dense(7, 5), r.activation("sigmoid", 5), r.dense(5, 3), r.activation("sigmoid", 3)], (6, 7),
          "squared-error")
    r = Recorder(2)
    write("relu-softmax", r, [r.dense(9, 20), r.activation("relu", 20), r.dense(20, 17), r.activation("tanh", 17), r.dense(17, 4)],
          (5, 9), "softmax-cross-entropy")
    r = Recorder(3)
    write("sigmoid-binary", r, [r.dense(2, 10), r.activation("sigmoid", 10), r.dense(10, 1), r.activation("sigmoid", 1)], (8, 2),
          "binary-cross-entropy")
    r = Recorder(4)
    write("convolutions", r, [r.convolution(8, 6, 2, 5, 3, 1, 1), r.activation("relu", 8 * 6 * 5), r.pooling(8, 6, 5, 2),
                              r.convolution(4, 3, 5, 7, 3, 1, 1), r.activation("relu", 4 * 3 * 7), r.dense(4 * 3 * 7, 3)],
          (3, 8, 6, 2), "softmax-cross-entropy")
    r = Recorder(5)
    write("strides", r, [r.convolution(9, 9, 3, 4, 3, 2, 0), r.activation("tanh", 4 * 4 * 4), r.convolution(4, 4, 4, 2, 2, 2, 1),
                         r.dense(3 * 3 * 2, 2), r.activation("sigmoid", 2)], (2, 9, 9, 3), "squared-error")


if __name__ == "__main__":
    main()
