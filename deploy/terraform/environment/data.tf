data "aws_caller_identity" "main" {}

data "aws_partition" "main" {}

# Not those that an account has to opt into: local zones have neither all services nor a load balancer's guarantees.
data "aws_availability_zones" "main" {
  #checkov:skip=CKV_AWS_394:The first three by name are taken: one that AWS adds has a later letter, and changes nothing.
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones = slice(sort(data.aws_availability_zones.main.names), 0, 3)

  # The one file of limits, which both images carry too: KEY=value.
  limits = {
    for line in split("\n", file("${path.module}/../../../limits.env")) :
    split("=", line)[0] => tonumber(split("=", line)[1]) if can(regex("^[A-Z_]+=[0-9]+$", line))
  }
}
