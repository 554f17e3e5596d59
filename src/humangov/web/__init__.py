"""HTTP in, HTML or JSON out: read what was sent, call one service, render what it answers."""
