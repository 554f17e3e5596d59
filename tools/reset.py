"""Empty the data of `make run`."""

import shutil
import sys

from local import FOLDER, still_running, take_folder

if take_folder() is None:
    sys.exit(still_running())
shutil.rmtree(FOLDER)
print("The data of make run is gone. The next make run starts with fresh demo data.")
