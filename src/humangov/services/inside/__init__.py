"""Opens what people upload, in a process apart: libraries that read hostile bytes run nowhere else."""
