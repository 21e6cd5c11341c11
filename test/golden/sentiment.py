"""Second opinion on tone by session: Loughran and McDonald (2011) equation 1 and Henry (2008), written out over made-up headlines.

Run: /usr/bin/python3 test/golden/sentiment.py  (writes sentiment.json beside itself: the texts and the tones)
"""
import json
import math
import os
import re
from collections import Counter

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
POSITIVE = {"gain", "strong", "growth", "profit"}
NEGATIVE = {"loss", "weak", "fraud", "decline"}
NEGATORS = {"no", "not", "none", "neither", "never", "nobody"}
FILLER = "the market shares of banks and energy rose for a third day in quiet trading".split()


def texts():
    rng = np.random.default_rng(7)
    words = sorted(POSITIVE | NEGATIVE) + FILLER + ["not", "never"]
    return [
        {"day": int(19700 + rng.integers(0, 6)), "text": " ".join(rng.choice(words, size=int(rng.integers(4, 25))))}
        for _ in range(60)
    ]


def counts(text):
    tokens = re.findall(r"[a-z]+", text.lower())
    kept = Counter()
    for i, token in enumerate(tokens):
        if token in NEGATIVE or (token in POSITIVE and not NEGATORS & set(tokens[max(0, i - 3) : i])):
            kept[token] += 1
    return kept, len(tokens) / len(set(tokens))


def tone(weights):
    positive = sum(value for word, value in weights.items() if word in POSITIVE)
    negative = sum(value for word, value in weights.items() if word in NEGATIVE)
    return (positive - negative) / (positive + negative) if positive + negative else math.nan


def main():
    documents = texts()
    counted = [(document["day"], *counts(document["text"])) for document in documents]
    plain, weighted = {}, {}
    for day in sorted({day for day, _, _ in counted}):
        known = [kept for other, kept, _ in counted if other <= day]
        frequency = Counter(word for kept in known for word in kept)
        today = [(kept, mean) for other, kept, mean in counted if other == day]
        tones = [tone(kept) for kept, _ in today]
        rare = [
            tone({
                word: (1 + math.log(n)) / (1 + math.log(mean)) * math.log(len(known) / frequency[word])
                for word, n in kept.items()
            })
            for kept, mean in today
        ]
        plain[day] = float(np.nanmean(tones))
        weighted[day] = float(np.nanmean(rare))
    with open(f"{HERE}/sentiment.json", "w", encoding="utf-8") as handle:
        json.dump({"texts": documents, "counts": plain, "tfIdf": weighted}, handle)
        handle.write("\n")


main()
