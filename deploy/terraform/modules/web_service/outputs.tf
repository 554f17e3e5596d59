output "task_role_arn" {
  description = "The role of the app."
  value       = aws_iam_role.task.arn
}

output "task_role_name" {
  description = "The name of the app's role."
  value       = aws_iam_role.task.name
}

output "target_group_arn" {
  description = "Where the load balancer finds the tasks."
  value       = aws_lb_target_group.main.arn
}

output "service" {
  description = "The service: its cluster, its name, its target group and the version that it is to run."
  value = {
    cluster             = var.estate.cluster_name
    service             = aws_ecs_service.main.name
    target_group_arn    = aws_lb_target_group.main.arn
    task_definition_arn = aws_ecs_task_definition.main.arn
  }
}

output "watched" {
  description = "What alarms and the dashboard look at."
  value = {
    name                = var.name
    cluster             = var.estate.cluster_name
    target_group_suffix = aws_lb_target_group.main.arn_suffix
    log_group           = aws_cloudwatch_log_group.main.name
  }
}

output "container_definitions" {
  description = "The containers of a task, as ECS gets them."
  value       = jsonencode(local.containers)
}
