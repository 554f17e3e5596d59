"""Rehearses a deployment on this machine: Terraform as it is, the real images, and stand-ins for what only AWS has."""
