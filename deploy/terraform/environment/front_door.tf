module "front_door" {
  source = "../modules/front_door"

  name              = var.name
  base_domain       = var.base_domain
  zone_id           = var.zone_id
  certificate_arn   = var.certificate_arn
  subnet_ids        = module.network.public_subnet_ids
  security_group_id = module.network.front_door_security_group_id
  target_group_arn  = module.web_service.target_group_arn
  # By way of its policy: the load balancer tries to write there when it is made.
  log_bucket          = aws_s3_bucket_policy.logs.bucket
  idle_seconds        = local.limits.BALANCER_IDLE_SECONDS
  deletion_protection = var.deletion_protection
  canary              = var.canary
  rate_limit          = var.rate_limit
  rate_exempt_cidrs   = var.rate_exempt_cidrs
  log_retention_days  = var.log_retention_days
  key_arn             = aws_kms_key.operations.arn
}
