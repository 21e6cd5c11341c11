"""Writes lstm.json beside this script: an LSTM with a linear head in PyTorch, in double precision.

Run: python3 test/golden/lstm.py   (needs torch and numpy)

Weights are written in the layout of models/lstm/parameters.ts: transposed, gates i, f, g, o, one bias (PyTorch's second
bias is 0 and not trained).
"""

import json
import platform
from pathlib import Path

import numpy as np
import torch

STEPS = 10


def build(n_inputs, hidden, seed):
    torch.manual_seed(seed)
    layer = torch.nn.LSTM(n_inputs, hidden, batch_first=True, dtype=torch.float64)
    head = torch.nn.Linear(hidden, 1, dtype=torch.float64)
    with torch.no_grad():
        layer.bias_hh_l0.zero_()
    layer.bias_hh_l0.requires_grad_(False)
    return layer, head


def flat(layer, head, of):
    parts = [
        of(layer.weight_ih_l0).T,
        of(layer.weight_hh_l0).T,
        of(layer.bias_ih_l0),
        of(head.weight),
        of(head.bias),
    ]
    return [float(value) for part in parts for value in part.reshape(-1)]


def predict(layer, head, x):
    hidden, _ = layer(x)
    return head(hidden[:, -1, :]).reshape(-1)


def one_pass(n_samples, window, n_inputs, hidden, seed):
    layer, head = build(n_inputs, hidden, seed)
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n_samples, window, n_inputs))
    y = rng.normal(size=n_samples)
    outputs = predict(layer, head, torch.tensor(x))
    loss = torch.nn.functional.mse_loss(outputs, torch.tensor(y))
    loss.backward()
    return {
        'nSamples': n_samples,
        'window': window,
        'nInputs': n_inputs,
        'hidden': hidden,
        'x': x.reshape(-1).tolist(),
        'y': y.tolist(),
        'parameters': flat(layer, head, lambda p: p.detach()),
        'outputs': outputs.detach().tolist(),
        'loss': loss.item(),
        'gradients': flat(layer, head, lambda p: p.grad),
    }


def training(weight_decay, clip_norm, seed):
    n_samples, window, n_inputs, hidden, batch = 26, 6, 3, 5, 8
    learning_rate = 0.01
    layer, head = build(n_inputs, hidden, seed)
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n_samples, window, n_inputs))
    y = 2 * rng.normal(size=n_samples) + x[:, -3, 0]
    weights = [layer.weight_ih_l0, layer.weight_hh_l0, head.weight]
    biases = [layer.bias_ih_l0, head.bias]
    groups = [{'params': weights, 'weight_decay': weight_decay}, {'params': biases, 'weight_decay': 0}]
    # AdamW without decay is Adam.
    optimiser = torch.optim.AdamW(groups, lr=learning_rate)
    first = flat(layer, head, lambda p: p.detach())
    batches = [sorted(rng.choice(n_samples, size=batch - step % 3, replace=False).tolist()) for step in range(STEPS)]
    losses, norms = [], []
    for batch_rows in batches:
        optimiser.zero_grad()
        loss = torch.nn.functional.mse_loss(predict(layer, head, torch.tensor(x[batch_rows])), torch.tensor(y[batch_rows]))
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(weights + biases, clip_norm).item())
        optimiser.step()
        losses.append(loss.item())
    return {
        'nSamples': n_samples,
        'window': window,
        'nInputs': n_inputs,
        'hidden': hidden,
        'learningRate': learning_rate,
        'weightDecay': weight_decay,
        'clipNorm': clip_norm,
        'x': x.reshape(-1).tolist(),
        'y': y.tolist(),
        'batches': batches,
        'firstParameters': first,
        'losses': losses,
        'gradientNorms': norms,
        'lastParameters': flat(layer, head, lambda p: p.detach()),
    }


result = {
    'versions': {'python': platform.python_version(), 'torch': torch.__version__, 'numpy': np.__version__},
    'passes': [
        one_pass(5, 7, 3, 4, seed=1),
        one_pass(1, 1, 1, 1, seed=2),
        one_pass(4, 1, 6, 3, seed=3),
        one_pass(3, 20, 2, 1, seed=4),
    ],
    'trainings': [
        training(weight_decay=0, clip_norm=1e9, seed=5),
        training(weight_decay=0.05, clip_norm=0.5, seed=6),
    ],
}
Path(__file__).with_name('lstm.json').write_text(json.dumps(result) + '\n')
