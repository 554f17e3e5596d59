"""What words mean: pure Python that imports nothing of ours from above and does no input or output."""
