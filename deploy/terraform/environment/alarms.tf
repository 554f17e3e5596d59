module "alarms" {
  source = "../modules/alarms"

  name            = var.name
  region          = var.region
  emails          = var.alarm_emails
  key_arn         = aws_kms_key.operations.arn
  balancer_suffix = module.front_door.load_balancer.arn_suffix
  tables          = { for slug, store in module.state_store : slug => store.table_name }
  canary          = var.canary

  services = merge(
    { web = module.web_service.watched },
    { for slug, service in module.dedicated : slug => service.watched },
  )
}
