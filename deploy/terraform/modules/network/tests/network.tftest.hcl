mock_provider "aws" {
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:log-group:/humangov/flow" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/humangov-flow-logs" }
  }
}

variables {
  name               = "humangov"
  region             = "us-east-1"
  zones              = ["us-east-1a", "us-east-1b", "us-east-1c"]
  account_id         = "111122223333"
  partition          = "aws"
  egress             = "none"
  interfaces         = ["ecr.api", "logs", "sts"]
  log_retention_days = 400
  key_arn            = "arn:aws:kms:us-east-1:111122223333:key/1"
}

run "three_zones_and_no_way_to_the_internet" {
  command = plan

  assert {
    condition     = length(aws_subnet.public) == 3 && length(aws_subnet.private) == 3 && length(distinct([for s in aws_subnet.private : s.availability_zone])) == 3
    error_message = "There is a public and a private subnet in each of three zones."
  }

  assert {
    condition     = length(distinct(concat([for s in aws_subnet.public : s.cidr_block], [for s in aws_subnet.private : s.cidr_block]))) == 6 && alltrue([for s in aws_subnet.private : endswith(s.cidr_block, "/20")])
    error_message = "The subnets have addresses of their own; those of the tasks are a /20."
  }

  assert {
    condition     = length(aws_nat_gateway.main) == 0 && length(aws_route.nat) == 0 && length(aws_vpc_security_group_egress_rule.internet) == 0
    error_message = "There is no NAT gateway and no way to the internet by default."
  }

  assert {
    condition     = !anytrue([for s in aws_subnet.public : coalesce(s.map_public_ip_on_launch, false)])
    error_message = "Nothing gets a public address by standing in a subnet."
  }
}

run "gateways_lead_to_our_own_tables_and_buckets" {
  command = plan

  assert {
    condition     = join(" ", keys(aws_vpc_endpoint.gateway)) == "dynamodb s3" && alltrue([for e in aws_vpc_endpoint.gateway : e.vpc_endpoint_type == "Gateway"])
    error_message = "DynamoDB and S3 are reached by gateways."
  }

  assert {
    condition     = [for s in jsondecode(aws_vpc_endpoint.gateway["dynamodb"].policy).Statement : s.Resource] == ["arn:aws:dynamodb:us-east-1:111122223333:table/humangov-*"]
    error_message = "The gateway leads to this installation's tables."
  }

  assert {
    condition = flatten([for s in jsondecode(aws_vpc_endpoint.gateway["s3"].policy).Statement : s.Resource]) == [
      "arn:aws:s3:::humangov-*-111122223333", "arn:aws:s3:::humangov-*-111122223333/*",
      "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
    ]
    error_message = "The gateway leads to this installation's buckets, and to the layers of images."
  }
}

run "other_services_are_reached_inside" {
  command = plan

  assert {
    condition     = { for name, e in aws_vpc_endpoint.interface : name => e.service_name } == { "ecr.api" = "com.amazonaws.us-east-1.ecr.api", logs = "com.amazonaws.us-east-1.logs", sts = "com.amazonaws.us-east-1.sts" }
    error_message = "Each service that a task needs has an endpoint, and no other."
  }

  assert {
    condition     = alltrue([for e in aws_vpc_endpoint.interface : e.private_dns_enabled && jsondecode(e.policy).Statement[0].Condition.StringEquals["aws:PrincipalAccount"] == "111122223333"])
    error_message = "The endpoints serve this account by AWS's own names."
  }
}

run "nothing_stands_open" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_ingress_rule.tasks.from_port == 8080 && aws_vpc_security_group_ingress_rule.tasks.to_port == 8080 && aws_vpc_security_group_ingress_rule.tasks.cidr_ipv4 == null
    error_message = "The tasks are reached on nginx's port, by the load balancer."
  }

  assert {
    condition     = join(" ", sort([for r in aws_vpc_security_group_ingress_rule.front_door : tostring(r.from_port)])) == "443 80"
    error_message = "The load balancer is reached on 80 and 443."
  }

  assert {
    condition     = aws_flow_log.main.traffic_type == "ALL" && aws_cloudwatch_log_group.flow.retention_in_days == 400 && aws_cloudwatch_log_group.flow.kms_key_id == var.key_arn
    error_message = "Connections are logged, encrypted, and kept."
  }
}

run "a_gateway_in_each_zone_where_it_is_asked_for" {
  command = plan

  variables {
    egress = "per_zone"
  }

  assert {
    condition     = length(aws_nat_gateway.main) == 3 && length(aws_route.nat) == 3 && length(aws_eip.nat) == 3
    error_message = "There is a NAT gateway in each zone, and never a single one."
  }
}

run "two_zones_are_too_few" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b"]
  }

  expect_failures = [var.zones]
}

run "the_default_security_group_is_closed" {
  command = apply

  assert {
    condition     = aws_default_security_group.main.vpc_id == aws_vpc.main.id && length(aws_default_security_group.main.ingress) == 0 && length(aws_default_security_group.main.egress) == 0
    error_message = "Nothing that stands in it reaches anything."
  }
}
