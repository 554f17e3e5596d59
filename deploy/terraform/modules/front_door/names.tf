# One certificate and one name for all states, those to come among them.
locals {
  makes_certificate = var.certificate_arn == ""
  has_zone          = var.zone_id != ""
  certificate_arn   = local.makes_certificate ? aws_acm_certificate_validation.main[0].certificate_arn : var.certificate_arn
}

resource "aws_acm_certificate" "main" {
  count = local.makes_certificate ? 1 : 0

  domain_name       = "*.${var.base_domain}"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = local.makes_certificate ? toset(["*.${var.base_domain}"]) : toset([])

  zone_id = var.zone_id
  name    = one([for o in aws_acm_certificate.main[0].domain_validation_options : o.resource_record_name])
  type    = one([for o in aws_acm_certificate.main[0].domain_validation_options : o.resource_record_type])
  records = [for o in aws_acm_certificate.main[0].domain_validation_options : o.resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "main" {
  count = local.makes_certificate ? 1 : 0

  certificate_arn         = aws_acm_certificate.main[0].arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_route53_record" "states" {
  count = local.has_zone ? 1 : 0

  zone_id = var.zone_id
  name    = "*.${var.base_domain}"
  type    = "A"

  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = aws_lb.main.zone_id
    evaluate_target_health = true
  }
}

# Asks from outside, twice a minute and from several places: so that no traffic at all is never usual.
resource "aws_route53_health_check" "main" {
  count = var.canary ? 1 : 0

  type              = "HTTPS"
  fqdn              = "readiness.${var.base_domain}"
  port              = 443
  resource_path     = "/readyz"
  request_interval  = 30
  failure_threshold = 3
  enable_sni        = true
  tags              = { Name = "${var.name}-readiness" }
}
