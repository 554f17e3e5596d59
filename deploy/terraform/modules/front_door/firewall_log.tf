# What the firewall held back or counted, and by which rule. A body is never in it, and what a header or an address tells of
# a person or a session is taken out; sampled requests, which show all of it, are switched off.
resource "aws_cloudwatch_log_group" "firewall" {
  # The name has to begin so (WAF Developer Guide, logging to CloudWatch Logs).
  name              = "aws-waf-logs-${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.key_arn
}

resource "aws_wafv2_web_acl_logging_configuration" "main" {
  resource_arn            = aws_wafv2_web_acl.main.arn
  log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]

  dynamic "redacted_fields" {
    for_each = ["authorization", "cookie", "referer"]

    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }

  redacted_fields {
    query_string {}
  }

  logging_filter {
    default_behavior = "DROP"

    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"

      dynamic "condition" {
        for_each = ["BLOCK", "COUNT"]

        content {
          action_condition {
            action = condition.value
          }
        }
      }
    }
  }
}
