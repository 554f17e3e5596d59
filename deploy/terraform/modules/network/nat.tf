# A records service has no reason to reach the internet. Where one is found: a gateway in each zone, never a single one.
locals {
  nat_zones = var.egress == "per_zone" ? toset(var.zones) : toset([])
}

resource "aws_eip" "nat" {
  #checkov:skip=CKV2_AWS_19:The addresses are those of the NAT gateways.
  for_each = local.nat_zones

  domain = "vpc"
  tags   = { Name = "${var.name}-nat-${each.key}" }
}

resource "aws_nat_gateway" "main" {
  for_each = local.nat_zones

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = { Name = "${var.name}-${each.key}" }
  depends_on    = [aws_internet_gateway.main]
}

resource "aws_route" "nat" {
  for_each = local.nat_zones

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main[each.key].id
}
