resource "aws_security_group" "front_door" {
  #checkov:skip=CKV2_AWS_5:It is the load balancer's, in the module front_door.
  name        = "${var.name}-front-door"
  description = "The load balancer: HTTPS from everywhere, and HTTP to be sent there"
  vpc_id      = aws_vpc.main.id
  tags        = { Name = "${var.name}-front-door" }
}

resource "aws_security_group" "tasks" {
  #checkov:skip=CKV2_AWS_5:It is the tasks', in the module web_service.
  name        = "${var.name}-tasks"
  description = "The tasks: reached by the load balancer only"
  vpc_id      = aws_vpc.main.id
  tags        = { Name = "${var.name}-tasks" }
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "The endpoints of AWS services: for the tasks only"
  vpc_id      = aws_vpc.main.id
  tags        = { Name = "${var.name}-endpoints" }
}

resource "aws_vpc_security_group_ingress_rule" "front_door" {
  #checkov:skip=CKV_AWS_260:Port 80 answers with the address of port 443 and nothing else.
  for_each = { http = 80, https = 443 }

  security_group_id = aws_security_group.front_door.id
  description       = upper(each.key)
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_egress_rule" "front_door" {
  security_group_id            = aws_security_group.front_door.id
  description                  = "nginx in the tasks"
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_vpc_security_group_ingress_rule" "tasks" {
  security_group_id            = aws_security_group.tasks.id
  description                  = "The load balancer"
  referenced_security_group_id = aws_security_group.front_door.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}
