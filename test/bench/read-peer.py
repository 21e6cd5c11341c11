"""The peer of `first read`: pandas.read_csv in a loop over the same files. Prints one line of JSON with the seconds.

Only the loop is timed; the frames are kept, as a panel keeps its numbers. The C engine is the default one.
"""

import json
import os
import sys
import time

import pandas as pd

folder = os.path.join(os.environ["PERF_DATA"], sys.argv[1])
names = sorted(name for name in os.listdir(folder) if name.endswith(".csv"))
start = time.perf_counter()
frames = {name: pd.read_csv(os.path.join(folder, name), parse_dates=["Date"]) for name in names}
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "rows": sum(map(len, frames.values())), "pandas": pd.__version__}))
