"""Proves on this machine who may open what: the policies as Terraform renders them, evaluated one request at a time."""
