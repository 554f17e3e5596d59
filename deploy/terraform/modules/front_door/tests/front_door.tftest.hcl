mock_provider "aws" {
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/humangov/1", dns_name = "humangov.elb.amazonaws.com", zone_id = "Z2" }
  }

  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/humangov/1" }
  }
}

variables {
  name                = "humangov"
  base_domain         = "hr.example.gov"
  zone_id             = ""
  certificate_arn     = "arn:aws:acm:us-east-1:111122223333:certificate/1"
  subnet_ids          = ["subnet-1", "subnet-2", "subnet-3"]
  security_group_id   = "sg-1"
  target_group_arn    = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/humangov-web/1"
  log_bucket          = "humangov-logs-111122223333"
  idle_seconds        = 60
  deletion_protection = true
  canary              = true
}

run "the_load_balancer_is_careful" {
  command = plan

  assert {
    condition     = length(aws_lb.main.subnets) == 3
    error_message = "It stands in three zones."
  }

  assert {
    condition     = aws_lb.main.drop_invalid_header_fields && aws_lb.main.desync_mitigation_mode == "strictest"
    error_message = "What is no request by the letter of HTTP is dropped."
  }

  assert {
    condition     = aws_lb.main.preserve_host_header && aws_lb.main.xff_header_processing_mode == "append"
    error_message = "The host names the state, and nginx finds the client behind what it claims."
  }

  assert {
    condition     = aws_lb.main.enable_deletion_protection && aws_lb.main.enable_zonal_shift
    error_message = "It is protected, and a zone can be left."
  }

  assert {
    condition     = aws_lb.main.access_logs[0].enabled && aws_lb.main.access_logs[0].bucket == var.log_bucket && aws_lb.main.idle_timeout == 60
    error_message = "Requests are logged, and silent connections kept as limits.env says."
  }
}

run "https_and_nothing_else" {
  command = plan

  assert {
    condition     = aws_lb_listener.https.port == 443 && aws_lb_listener.https.protocol == "HTTPS" && aws_lb_listener.https.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "TLS 1.2 or later."
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS" && aws_lb_listener.http.default_action[0].redirect[0].status_code == "HTTP_301"
    error_message = "Port 80 sends to port 443."
  }

  assert {
    condition     = aws_lb_listener.https.default_action[0].type == "forward" && aws_lb_listener.https.default_action[0].target_group_arn == var.target_group_arn
    error_message = "All states go one way, without a rule for each."
  }
}

run "the_firewall_lets_files_through" {
  command = plan

  assert {
    condition     = toset([for r in aws_wafv2_web_acl.main.rule : r.name]) == toset(["rate", "common", "bad-inputs", "body-size"])
    error_message = "There are a rate rule, AWS's common rules, and ours about sizes."
  }

  assert {
    condition     = one([for r in aws_wafv2_web_acl.main.rule : [for o in r.statement[0].managed_rule_group_statement[0].rule_action_override : "${o.name} ${length(o.action_to_use[0].count)}"] if r.name == "common"]) == ["SizeRestrictions_BODY 1"]
    error_message = "The rule about the size of bodies is counted, and no other."
  }

  assert {
    condition     = alltrue([for path in ["/employees/01KJQSK1E0000000000000001R/documents/new", "/employees/01KJQSK1E0000000000000001R/documents/01KJQSK1E0000000000000002R/replace"] : can(regex(local.upload_path, path))])
    error_message = "Files may be filed and replaced."
  }

  assert {
    condition     = !anytrue([for path in ["/", "/sign-in", "/employees/new", "/employees/1/documents", "/x/employees/1/documents/new", "/employees/1/documents/new/x"] : can(regex(local.upload_path, path))])
    error_message = "Everywhere else a body stays small."
  }

  assert {
    condition     = one([for r in aws_wafv2_web_acl.main.rule : r.statement[0].rate_based_statement[0].limit if r.name == "rate"]) == 10000
    error_message = "One address has a limit."
  }
}

run "names_are_made_where_there_is_a_zone" {
  command = plan

  variables {
    zone_id         = "Z1"
    certificate_arn = ""
  }

  assert {
    condition     = aws_acm_certificate.main[0].domain_name == "*.hr.example.gov" && aws_acm_certificate.main[0].validation_method == "DNS"
    error_message = "One certificate for all states."
  }

  assert {
    condition     = aws_route53_record.states[0].name == "*.hr.example.gov" && aws_route53_record.states[0].alias[0].evaluate_target_health
    error_message = "One name for all states."
  }
}

run "names_of_elsewhere_are_left_alone" {
  command = plan

  assert {
    condition     = length(aws_acm_certificate.main) == 0 && length(aws_route53_record.states) == 0 && aws_lb_listener.https.certificate_arn == var.certificate_arn
    error_message = "A certificate that is given is taken, and no name is made."
  }

  assert {
    condition     = aws_route53_health_check.main[0].fqdn == "readiness.hr.example.gov" && aws_route53_health_check.main[0].resource_path == "/readyz" && aws_route53_health_check.main[0].type == "HTTPS"
    error_message = "Somebody asks from outside."
  }
}

run "two_zones_are_too_few" {
  command = plan

  variables {
    subnet_ids = ["subnet-1", "subnet-2"]
  }

  expect_failures = [var.subnet_ids]
}
