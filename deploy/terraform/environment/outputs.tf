output "load_balancer" {
  description = "The load balancer: its DNS name and ARN."
  value       = { dns_name = module.front_door.load_balancer.dns_name, arn = module.front_door.load_balancer.arn }
}

output "zones" {
  description = "The zones that were chosen: what zones has to say to keep them."
  value       = local.zones
}

output "services" {
  description = "The services: web, and one for each state with tasks of its own, by slug."
  value = merge(
    { web = module.web_service.service },
    { for slug, service in module.dedicated : slug => service.service },
  )
}

output "repositories" {
  description = "The repositories of the two images."
  value       = module.image_registry.repositories
}

output "states" {
  description = "The states: where each is served, and where its records lie."
  value = {
    for slug, store in module.state_store : slug => {
      address   = "${slug}.${var.base_domain}"
      table     = store.table_name
      bucket    = store.bucket
      key_arn   = store.key_arn
      role_arn  = store.role_arn
      dedicated = var.states[slug].dedicated
    }
  }
}

output "alarms_topic_arn" {
  description = "Where alarms go."
  value       = module.alarms.topic_arn
}

output "container_definitions" {
  description = "The containers of a task, as ECS gets them."
  value       = module.web_service.container_definitions
}

output "secret_arn" {
  description = "The secret that holds the app's key. make deploy gives it a value."
  value       = aws_secretsmanager_secret.app.arn
}
