data "aws_caller_identity" "main" {}

data "aws_partition" "main" {}

# Not those that an account has to opt into: local zones have neither all services nor a load balancer's guarantees.
data "aws_availability_zones" "main" {
  #checkov:skip=CKV_AWS_394:The first three by name are taken; zones names others, and make deploy moves none.
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

# Where each of these has its endpoint: in some regions there is a zone without. ECS Exec's are among them, so that
# switching it on moves nothing.
data "aws_vpc_endpoint_service" "interface" {
  for_each = length(var.zones) == 0 ? toset(distinct(concat(local.interfaces, local.exec_interfaces))) : toset([])

  service_name = "com.amazonaws.${var.region}.${each.key}"
  service_type = "Interface"
}

locals {
  served_zones = [
    for zone in sort(data.aws_availability_zones.main.names) : zone
    if alltrue([for service in data.aws_vpc_endpoint_service.interface : contains(service.availability_zones, zone)])
  ]
  zones = length(var.zones) > 0 ? var.zones : slice(local.served_zones, 0, min(3, length(local.served_zones)))

  # The one file of limits, which both images carry too: KEY=value.
  limits = {
    for line in split("\n", file("${path.module}/../../../limits.env")) :
    split("=", line)[0] => tonumber(split("=", line)[1]) if can(regex("^[A-Z_]+=[0-9]+$", line))
  }
}
