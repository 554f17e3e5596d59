# ECS wants a target group that a load balancer knows already.
resource "terraform_data" "listener" {
  input = [var.front_door.listener_arn, one(aws_lb_listener_rule.host[*].arn)]
}

resource "aws_ecs_service" "main" {
  #checkov:skip=CKV_AWS_332:LATEST is what AWS keeps patched, and nobody here patches a server.
  name                   = var.name
  cluster                = var.estate.cluster_arn
  task_definition        = aws_ecs_task_definition.main.arn
  launch_type            = "FARGATE"
  platform_version       = "LATEST"
  desired_count          = var.least_tasks
  enable_execute_command = var.exec
  propagate_tags         = "SERVICE"

  # New tasks first, and old ones only when those are healthy.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60
  availability_zone_rebalancing      = "ENABLED"

  # A version that does not become healthy, or that answers badly, is taken back by ECS itself.
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  alarms {
    enable      = true
    rollback    = true
    alarm_names = sort([for alarm in aws_cloudwatch_metric_alarm.main : alarm.alarm_name])
  }

  network_configuration {
    subnets          = var.estate.subnet_ids
    security_groups  = var.estate.security_group_ids
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.main.arn
    container_name   = local.nginx.name
    container_port   = 8080
  }

  # make deploy waits, and tells what it sees.
  wait_for_steady_state = false

  lifecycle {
    # Autoscaling's.
    ignore_changes = [desired_count]

    precondition {
      condition     = length(var.estate.subnet_ids) == 3
      error_message = "The tasks stand in three zones."
    }
  }

  depends_on = [terraform_data.listener, aws_iam_role_policy.execution]
}
