locals {
  # What every service is given. A dedicated one differs in whom it serves, and in nothing else.
  service = {
    cluster_name       = aws_ecs_cluster.main.name
    cluster_arn        = aws_ecs_cluster.main.arn
    region             = var.region
    vpc_id             = module.network.vpc_id
    subnet_ids         = module.network.private_subnet_ids
    security_group_ids = [module.network.task_security_group_id]
    balancer_cidrs     = module.network.public_cidrs
    secret_arn         = aws_secretsmanager_secret.app.arn
    key_arn            = aws_kms_key.operations.arn
    exec_log_arn       = aws_cloudwatch_log_group.exec.arn
    repository_arns    = values(module.image_registry.repository_arns)
  }

  # Apart: the load balancer knows the services' target groups before the services know it.
  front_door = {
    balancer_suffix = module.front_door.load_balancer.arn_suffix
    listener_arn    = module.front_door.listener_arn
  }

  settings = merge(var.environment, local.sends ? { HUMANGOV_MAIL_FROM = var.mail_from } : {}, {
    AWS_REGION               = var.region
    HUMANGOV_BASE_DOMAIN     = var.base_domain
    HUMANGOV_REGISTRY_TABLE  = "${var.name}-registry"
    HUMANGOV_TRUSTED_PROXIES = "1"
    HUMANGOV_X_ACCEL         = "1"
    HUMANGOV_SCAN_REQUIRED   = var.scanner ? "1" : "0"
  })
}

module "web_service" {
  source = "../modules/web_service"

  name               = "${var.name}-web"
  estate             = local.service
  front_door         = local.front_door
  settings           = local.settings
  app_image          = var.app_image
  nginx_image        = var.nginx_image
  architecture       = var.architecture
  limits             = local.limits
  least_tasks        = var.least_tasks
  most_tasks         = var.most_tasks
  log_retention_days = var.log_retention_days
  exec               = var.exec
  alarms_topic_arn   = module.alarms.topic_arn
}
