mock_provider "aws" {
  mock_resource "aws_sesv2_email_identity" {
    defaults = {
      arn                     = "arn:aws:ses:us-east-1:111122223333:identity/hr.example.gov"
      dkim_signing_attributes = { tokens = ["a", "b", "c"] }
    }
  }

  mock_resource "aws_sesv2_configuration_set" {
    defaults = { arn = "arn:aws:ses:us-east-1:111122223333:configuration-set/humangov" }
  }
}

variables {
  name         = "humangov"
  from_address = "humangov@hr.example.gov"
  domain       = "hr.example.gov"
  zone_id      = "Z1"
}

run "mail_goes_out_signed_and_by_tls" {
  assert {
    condition     = aws_sesv2_configuration_set.main.delivery_options[0].tls_policy == "REQUIRE" && aws_sesv2_email_identity.main.configuration_set_name == "humangov"
    error_message = "A link that signs in goes by no connection that can be read."
  }

  assert {
    condition     = [for r in aws_route53_record.dkim : "${r.name} ${one(r.records)}"] == [for t in ["a", "b", "c"] : "${t}._domainkey.hr.example.gov ${t}.dkim.amazonses.com"]
    error_message = "SES confirms the domain by three records."
  }
}

run "a_role_sends_from_one_address_of_one_domain" {
  assert {
    condition = jsondecode(output.policy).Statement == [{
      Sid       = "SendFromOneAddress", Effect = "Allow", Action = "ses:SendEmail"
      Resource  = ["arn:aws:ses:us-east-1:111122223333:identity/hr.example.gov", "arn:aws:ses:us-east-1:111122223333:configuration-set/humangov"]
      Condition = { StringEquals = { "ses:FromAddress" = "humangov@hr.example.gov" } }
    }]
    error_message = "Nothing else that the account sends is open to the tasks."
  }
}

run "dns_that_is_elsewhere" {
  variables {
    zone_id = ""
  }

  assert {
    condition     = length(aws_route53_record.dkim) == 0 && output.records["a._domainkey.hr.example.gov"] == "a.dkim.amazonses.com"
    error_message = "The records are told."
  }
}
