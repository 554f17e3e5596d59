"""What AWS accepts: every text that Terraform renders is held against it, since a mocked provider takes anything."""
