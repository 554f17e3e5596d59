"""HumanGov: the personnel file of record for US state governments."""

__version__ = "0.1.0"
