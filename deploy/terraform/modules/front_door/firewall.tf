locals {
  # Where files are filed: anything may stand in a file, and a file may be large.
  upload_path = "^/employees/[0-9A-Z]+/documents/(new|[0-9A-Z]+/replace)/?$"

  # AWS's rules that look into a body, of which they are given the first 8 KB behind a load balancer. Each only counts; what
  # they label is blocked by the rule body-signs wherever nothing is filed.
  body_signs = { for sign in ["CrossSiteScripting", "GenericLFI", "GenericRFI", "EC2MetaDataSSRF"] : "${sign}_BODY" => "${sign}_Body" }

  # 1 MiB, as the app takes in a form without a file (MOST_FORM_BYTES); told by the header, since WAF does not see the end.
  too_large = "^0*(10485(7[7-9]|[89][0-9])|1048[6-9][0-9]{2}|1049[0-9]{3}|10[5-9][0-9]{4}|1[1-9][0-9]{5}|[2-9][0-9]{6}|[1-9][0-9]{7,})$"
}

# Addresses of whole offices that no rate holds back; nginx and the app still have their own limits.
resource "aws_wafv2_ip_set" "rate_exempt" {
  name               = "${var.name}-rate-exempt"
  description        = "Addresses without a limit of their rate"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = var.rate_exempt_cidrs
}

resource "aws_wafv2_web_acl" "main" {
  name        = var.name
  description = "The front door of HumanGov"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "rate"
    priority = 0

    action {
      block {}
    }

    # An office behind one address: nginx has limits for each address and each state that are closer.
    statement {
      rate_based_statement {
        limit                 = var.rate_limit
        evaluation_window_sec = 300
        aggregate_key_type    = "IP"

        scope_down_statement {
          not_statement {
            statement {
              ip_set_reference_statement {
                arn = aws_wafv2_ip_set.rate_exempt.arn
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-rate"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "common"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesCommonRuleSet"

        # 8 KB are 2,700 Korean characters: an ordinary form may be longer.
        dynamic "rule_action_override" {
          for_each = concat(["SizeRestrictions_BODY"], keys(local.body_signs))

          content {
            name = rule_action_override.value

            action_to_use {
              count {}
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-common"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "bad-inputs"
    priority = 2

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-bad-inputs"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "body-signs"
    priority = 3

    action {
      block {}
    }

    statement {
      and_statement {
        statement {
          or_statement {
            dynamic "statement" {
              for_each = local.body_signs

              content {
                label_match_statement {
                  scope = "LABEL"
                  key   = "awswaf:managed:aws:core-rule-set:${statement.value}"
                }
              }
            }
          }
        }

        statement {
          not_statement {
            statement {
              regex_match_statement {
                regex_string = local.upload_path

                field_to_match {
                  uri_path {}
                }

                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-body-signs"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "body-size"
    priority = 4

    action {
      block {}
    }

    statement {
      and_statement {
        statement {
          regex_match_statement {
            regex_string = local.too_large

            field_to_match {
              single_header {
                name = "content-length"
              }
            }

            text_transformation {
              priority = 0
              type     = "NONE"
            }
          }
        }

        statement {
          not_statement {
            statement {
              regex_match_statement {
                regex_string = local.upload_path

                field_to_match {
                  uri_path {}
                }

                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-body-size"
      sampled_requests_enabled   = false
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "main" {
  resource_arn = aws_lb.main.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}
