resource "aws_ecs_task_definition" "main" {
  #checkov:skip=CKV_AWS_336:The root is read-only but where ECS Exec is switched on, which cannot do with it.
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode(local.containers)
  # The revisions before stay, to go back to.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }

  # What a container may write to. It belongs to the container's user, as the image says of its /tmp.
  dynamic "volume" {
    for_each = ["app-tmp", "nginx-tmp"]

    content {
      name = volume.value
    }
  }

  lifecycle {
    precondition {
      condition     = var.limits.APP_MEMORY_MIB + var.limits.NGINX_MEMORY_MIB <= 1024
      error_message = "The containers' memory does not fit into the task's (limits.env)."
    }
  }
}

resource "aws_cloudwatch_log_group" "main" {
  name              = "/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.estate.key_arn
}
