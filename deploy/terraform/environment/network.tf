module "network" {
  source = "../modules/network"

  name               = var.name
  region             = var.region
  zones              = local.zones
  account_id         = data.aws_caller_identity.main.account_id
  partition          = data.aws_partition.main.partition
  egress             = var.egress
  exec               = var.exec
  log_retention_days = var.log_retention_days
  key_arn            = aws_kms_key.operations.arn
}
