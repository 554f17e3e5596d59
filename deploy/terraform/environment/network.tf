locals {
  # What the tasks call. Of a key they ask nothing themselves: tables, buckets and the secret do, in their name. ECS Exec
  # does, for what is typed (ECS Developer Guide, ECS Exec).
  base_interfaces = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "sts"]
  exec_interfaces = ["kms", "ssmmessages"]
  # The API of SES, not its SMTP (since December 2025: SES Developer Guide, VPC endpoints).
  interfaces = concat(local.base_interfaces, var.exec ? local.exec_interfaces : [], local.sends ? ["email"] : [])
}

module "network" {
  source = "../modules/network"

  name               = var.name
  region             = var.region
  zones              = local.zones
  account_id         = data.aws_caller_identity.main.account_id
  partition          = data.aws_partition.main.partition
  egress             = var.egress
  interfaces         = local.interfaces
  log_retention_days = var.log_retention_days
  key_arn            = aws_kms_key.operations.arn
}
