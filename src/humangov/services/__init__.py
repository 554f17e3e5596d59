"""What the system does: one function a verb, whose first parameter is the desk and whose first line asks permission."""
