"""Keeps all results of the peers' rotation sweep: rotation-sweep-peer.py SCRIPT, writes ref_w5.bin to $PERF_DATA (the script
itself prints one cell of them)."""

import os
import runpy
import sys

script = sys.argv[1]
sys.argv = [script, 'numba2']
runpy.run_path(script)['res'].tofile(os.path.join(os.environ.get('PERF_DATA', 'peers-data'), 'ref_w5.bin'))
