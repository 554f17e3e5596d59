# A state with tasks of its own: the same module and images, and one rule of the load balancer.
module "dedicated" {
  source   = "../modules/web_service"
  for_each = { for slug, state in var.states : slug => state if state.dedicated }

  name        = "${var.name}-web-${each.key}"
  estate      = local.service
  front_door  = local.front_door
  host        = "${each.key}.${var.base_domain}"
  app_image   = var.app_image
  nginx_image = var.nginx_image

  settings           = local.dedicated_settings[each.key]
  architecture       = var.architecture
  limits             = local.limits
  least_tasks        = var.least_tasks
  most_tasks         = var.most_tasks
  log_retention_days = var.log_retention_days
  exec               = var.exec
  alarms_topic_arn   = module.alarms.topic_arn
}

locals {
  # By their names: the state's role is made for the role of these tasks, so they come first. Documents are encrypted as
  # the bucket says, which is with the state's key.
  dedicated_settings = {
    for slug, state in var.states : slug => merge(local.settings, {
      US_STATE               = slug
      HUMANGOV_ADDRESS       = "https://${slug}.${var.base_domain}"
      AWS_DYNAMODB_TABLE     = "${var.name}-${slug}"
      AWS_BUCKET             = "${var.name}-${slug}-${data.aws_caller_identity.main.account_id}"
      HUMANGOV_SCAN_REQUIRED = local.scanned[slug] ? "1" : "0"
      HUMANGOV_STATE_ROLE    = "arn:${data.aws_partition.main.partition}:iam::${data.aws_caller_identity.main.account_id}:role/${var.name}-state-${slug}"
      HUMANGOV_STATE_HELP    = state.help
    }) if state.dedicated
  }
}
