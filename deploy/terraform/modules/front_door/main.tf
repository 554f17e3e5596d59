resource "aws_lb" "main" {
  #checkov:skip=CKV2_AWS_76:firewall.tf has the rules of known bad inputs, Log4j among them; the check does not find them there.
  name               = var.name
  load_balancer_type = "application"
  subnets            = var.subnet_ids
  security_groups    = [var.security_group_id]
  idle_timeout       = var.idle_seconds

  # What is no request by the letter of HTTP does not reach nginx.
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  # The client's address is added to what it claims; nginx takes the last one that a load balancer of ours added.
  xff_header_processing_mode = "append"
  # The state's host name stays as the browser sent it.
  preserve_host_header = true

  enable_zonal_shift         = true
  enable_deletion_protection = var.deletion_protection

  access_logs {
    enabled = true
    bucket  = var.log_bucket
    prefix  = "balancer"
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  # TLS 1.3, and 1.2 for the desktops that have no better.
  ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn = local.certificate_arn

  # Every state without tasks of its own: no rule is ever added for one.
  default_action {
    type             = "forward"
    target_group_arn = var.target_group_arn
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}
