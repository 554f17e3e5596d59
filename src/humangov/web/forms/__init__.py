"""Forms: they read what was typed into plain values. The rules are the domain's."""
