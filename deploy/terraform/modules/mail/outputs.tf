output "policy" {
  description = "What lets a role send."
  value       = jsonencode({ Version = "2012-10-17", Statement = [local.statement] })
}

output "records" {
  description = "The DNS records by which SES confirms the domain: CNAME names and values."
  value       = { for token in local.tokens : "${token}._domainkey.${var.domain}" => "${token}.dkim.amazonses.com" }
}
