# The domain that mail is sent from. Amazon SES signs for it (DKIM), and sends to nobody by a connection that can be read.
resource "aws_sesv2_email_identity" "main" {
  email_identity         = var.domain
  configuration_set_name = aws_sesv2_configuration_set.main.configuration_set_name

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

resource "aws_sesv2_configuration_set" "main" {
  configuration_set_name = var.name

  delivery_options {
    tls_policy = "REQUIRE"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }

  # Whoever cannot be reached is not tried again and again.
  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
}

# SES confirms the domain by these. Where the DNS is elsewhere, the output records has them.
resource "aws_route53_record" "dkim" {
  count = var.zone_id == "" ? 0 : 3

  zone_id = var.zone_id
  name    = "${local.tokens[count.index]}._domainkey.${var.domain}"
  type    = "CNAME"
  records = ["${local.tokens[count.index]}.dkim.amazonses.com"]
  ttl     = 300
}

locals {
  tokens = aws_sesv2_email_identity.main.dkim_signing_attributes[0].tokens

  # This domain, and the one address: not whatever else the account sends.
  statement = {
    Sid       = "SendFromOneAddress"
    Effect    = "Allow"
    Action    = "ses:SendEmail"
    Resource  = [aws_sesv2_email_identity.main.arn, aws_sesv2_configuration_set.main.arn]
    Condition = { StringEquals = { "ses:FromAddress" = var.from_address } }
  }
}
