"""Empty the data of `make run`."""

import shutil
import sys

from local import FOLDER, running_pid

if pid := running_pid():
    sys.exit(f"make run is still running (process {pid}). Stop it with Ctrl-C first, then run make reset again.")
shutil.rmtree(FOLDER, ignore_errors=True)
print("The data of make run is gone. The next make run starts with fresh demo data.")
