mock_provider "aws" {
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/humangov/1", dns_name = "humangov.elb.amazonaws.com", zone_id = "Z2" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-humangov" }
  }

  mock_resource "aws_wafv2_ip_set" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:111122223333:regional/ipset/humangov-rate-exempt/1" }
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
  rate_limit          = 60000
  rate_exempt_cidrs   = ["203.0.113.7/32"]
  log_retention_days  = 400
  key_arn             = "arn:aws:kms:us-east-1:111122223333:key/1"
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
    condition     = toset([for r in aws_wafv2_web_acl.main.rule : r.name]) == toset(["rate", "common", "bad-inputs", "body-signs", "body-size"])
    error_message = "There are a rate rule, AWS's rules, and ours about bodies."
  }

  assert {
    condition = toset(one([
      for r in aws_wafv2_web_acl.main.rule :
      [for o in r.statement[0].managed_rule_group_statement[0].rule_action_override : "${o.name} ${length(o.action_to_use[0].count)}"]
      if r.name == "common"
    ])) == toset(["CrossSiteScripting_BODY 1", "EC2MetaDataSSRF_BODY 1", "GenericLFI_BODY 1", "GenericRFI_BODY 1", "SizeRestrictions_BODY 1"])
    error_message = "AWS's rules about bodies are counted, and no others."
  }

  assert {
    condition = toset(one([
      for r in aws_wafv2_web_acl.main.rule :
      [for s in r.statement[0].and_statement[0].statement[0].or_statement[0].statement : s.label_match_statement[0].key]
      if r.name == "body-signs"
    ])) == toset([for sign in ["CrossSiteScripting", "EC2MetaDataSSRF", "GenericLFI", "GenericRFI"] : "awswaf:managed:aws:core-rule-set:${sign}_Body"])
    error_message = "What is counted is blocked where nothing is filed."
  }

  assert {
    condition = alltrue([
      for r in aws_wafv2_web_acl.main.rule :
      r.statement[0].and_statement[0].statement[1].not_statement[0].statement[0].regex_match_statement[0].regex_string == local.upload_path
      if startswith(r.name, "body-")
    ])
    error_message = "A file may hold anything, and be large."
  }

  assert {
    condition     = !anytrue([for size in ["0", "8193", "1048576", "999999"] : can(regex(local.too_large, size))])
    error_message = "A form of up to 1 MiB passes."
  }

  assert {
    condition     = alltrue([for size in ["1048577", "1048600", "1049000", "1050000", "1100000", "2000000", "10485760", "00027262976"] : can(regex(local.too_large, size))])
    error_message = "A form of more than 1 MiB does not."
  }

  assert {
    condition     = alltrue([for path in ["/employees/01KJQSK1E0000000000000001R/documents/new", "/employees/01KJQSK1E0000000000000001R/documents/01KJQSK1E0000000000000002R/replace"] : can(regex(local.upload_path, path))])
    error_message = "Files may be filed and replaced."
  }

  assert {
    condition     = !anytrue([for path in ["/", "/sign-in", "/employees/new", "/employees/1/documents", "/x/employees/1/documents/new", "/employees/1/documents/new/x"] : can(regex(local.upload_path, path))])
    error_message = "Everywhere else a body stays small."
  }
}

run "an_office_behind_one_address_passes" {
  command = apply

  assert {
    condition     = one([for r in aws_wafv2_web_acl.main.rule : r.statement[0].rate_based_statement[0].limit if r.name == "rate"]) == 60000
    error_message = "One address has the limit that is set."
  }

  assert {
    condition     = one([for r in aws_wafv2_web_acl.main.rule : r.statement[0].rate_based_statement[0].scope_down_statement[0].not_statement[0].statement[0].ip_set_reference_statement[0].arn if r.name == "rate"]) == aws_wafv2_ip_set.rate_exempt.arn && aws_wafv2_ip_set.rate_exempt.addresses == toset(["203.0.113.7/32"])
    error_message = "Those that are named have none."
  }
}

run "the_firewall_s_log_tells_nothing_of_people" {
  command = apply

  assert {
    condition     = aws_cloudwatch_log_group.firewall.name == "aws-waf-logs-humangov" && aws_cloudwatch_log_group.firewall.retention_in_days == 400 && aws_cloudwatch_log_group.firewall.kms_key_id == var.key_arn
    error_message = "The log is kept and encrypted as the others."
  }

  assert {
    condition     = toset(flatten([for f in aws_wafv2_web_acl_logging_configuration.main.redacted_fields : [for h in f.single_header : h.name]])) == toset(["authorization", "cookie", "referer"]) && sum([for f in aws_wafv2_web_acl_logging_configuration.main.redacted_fields : length(f.query_string)]) == 1
    error_message = "Sessions and searches are taken out."
  }

  assert {
    condition     = aws_wafv2_web_acl_logging_configuration.main.logging_filter[0].default_behavior == "DROP" && !anytrue([for r in aws_wafv2_web_acl.main.rule : r.visibility_config[0].sampled_requests_enabled])
    error_message = "What passes is not logged, and nothing is sampled with its cookies."
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
