resource "aws_appautoscaling_target" "main" {
  service_namespace  = "ecs"
  resource_id        = "service/${var.estate.cluster_name}/${aws_ecs_service.main.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.least_tasks
  max_capacity       = var.most_tasks
}

locals {
  # Half of what docs/performance.md found a core to answer, for half a core, each minute.
  requests_a_target = 1200

  goals = {
    cpu      = { metric = "ECSServiceAverageCPUUtilization", label = null, value = 60 }
    requests = { metric = "ALBRequestCountPerTarget", label = "${var.front_door.balancer_suffix}/${aws_lb_target_group.main.arn_suffix}", value = local.requests_a_target }
  }
}

resource "aws_appautoscaling_policy" "main" {
  for_each = local.goals

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.main.service_namespace
  resource_id        = aws_appautoscaling_target.main.resource_id
  scalable_dimension = aws_appautoscaling_target.main.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.value
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
      resource_label         = each.value.label
    }
  }
}
