locals {
  # The same two containers as in docker-compose.yml: make parity compares them.
  locked = {
    essential              = true
    readonlyRootFilesystem = !var.exec
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
  }

  # ECS does not look at an image's own health check.
  probe = { interval = 5, timeout = 5, retries = 3, startPeriod = 20 }

  logs = {
    for container in ["app", "nginx"] : container => {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.main.name
        awslogs-region        = var.estate.region
        awslogs-stream-prefix = container
        # A log that cannot be written is not to stop a request.
        mode            = "non-blocking"
        max-buffer-size = "8m"
      }
    }
  }

  app = merge(local.locked, {
    name             = "app"
    image            = var.app_image
    user             = "10001:10001"
    memory           = var.limits.APP_MEMORY_MIB
    stopTimeout      = var.limits.APP_STOP_SECONDS
    environment      = [for name, value in var.settings : { name = name, value = value }]
    secrets          = [{ name = "HUMANGOV_SECRET_KEY", valueFrom = var.estate.secret_arn }]
    mountPoints      = [{ sourceVolume = "app-tmp", containerPath = "/tmp", readOnly = false }]
    logConfiguration = local.logs.app
    healthCheck = merge(local.probe, {
      command = ["CMD", "python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=3)"]
    })
  })

  nginx = merge(local.locked, {
    name             = "nginx"
    image            = var.nginx_image
    user             = "101:101"
    memory           = var.limits.NGINX_MEMORY_MIB
    stopTimeout      = var.limits.NGINX_STOP_SECONDS
    environment      = [{ name = "HUMANGOV_BALANCERS", value = join(" ", var.estate.balancer_cidrs) }]
    portMappings     = [{ containerPort = 8080, hostPort = 8080, protocol = "tcp" }]
    mountPoints      = [{ sourceVolume = "nginx-tmp", containerPath = "/tmp", readOnly = false }]
    logConfiguration = local.logs.nginx
    healthCheck      = merge(local.probe, { command = ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/readyz"] })
    # Started after the app, and so stopped before it.
    dependsOn = [{ containerName = "app", condition = "HEALTHY" }]
  })

  containers = [local.app, local.nginx]
}
