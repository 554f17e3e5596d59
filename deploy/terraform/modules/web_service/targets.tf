locals {
  # 32 characters at most. One that fits keeps its name; the hash keeps the others apart.
  target_group = length(var.name) <= 32 ? var.name : "${trimsuffix(substr(var.name, 0, 23), "-")}-${substr(sha256(var.name), 0, 8)}"
}

resource "aws_lb_target_group" "main" {
  #checkov:skip=CKV_AWS_378:Between the load balancer and the tasks the network is ours alone; security groups name both ends.
  name                 = local.target_group
  vpc_id               = var.estate.vpc_id
  target_type          = "ip"
  port                 = 8080
  protocol             = "HTTP"
  deregistration_delay = var.limits.BALANCER_DEREGISTRATION_SECONDS

  # Through nginx to the app. It asks whether this task can serve, not whether DynamoDB can: a short fault there would
  # take all tasks out at once.
  health_check {
    path                = "/readyz"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  # While a release is rolled out, a page and its styles come from the same task: an old one does not have the new ones.
  stickiness {
    type            = "lb_cookie"
    cookie_duration = 600
  }
}

resource "aws_lb_listener_rule" "host" {
  count = var.host == "" ? 0 : 1

  listener_arn = var.front_door.listener_arn

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.main.arn
  }

  condition {
    host_header {
      values = [var.host]
    }
  }
}
