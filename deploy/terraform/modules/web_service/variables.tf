variable "name" {
  description = "The service's name."
  type        = string
}

variable "estate" {
  description = "What the services of an installation share: cluster, network, secret, key, repositories."
  type = object({
    cluster_name       = string
    cluster_arn        = string
    region             = string
    vpc_id             = string
    subnet_ids         = list(string)
    security_group_ids = list(string)
    balancer_cidrs     = list(string)
    secret_arn         = string
    key_arn            = string
    exec_log_arn       = string
    repository_arns    = list(string)
  })
}

variable "front_door" {
  description = "The load balancer: the end of its ARN, by which its metrics go, and its listener."
  type        = object({ balancer_suffix = string, listener_arn = string })
}

variable "settings" {
  description = "The environment of the app's container."
  type        = map(string)
}

variable "host" {
  description = "The host name that comes here by a rule of its own; empty for whatever no rule takes."
  type        = string
  default     = ""
}

variable "app_image" {
  description = "The app's image, by its digest."
  type        = string
}

variable "nginx_image" {
  description = "nginx's image, by its digest."
  type        = string
}

variable "architecture" {
  description = "ARM64 or X86_64."
  type        = string
}

variable "limits" {
  description = "The figures of limits.env."
  type        = map(number)

  # What has to end must be allowed to end: a request before its container, a container before it is killed.
  validation {
    condition     = var.limits.APP_TIMEOUT_SECONDS <= var.limits.BALANCER_DEREGISTRATION_SECONDS
    error_message = "The load balancer waits at least as long as a request may take (limits.env)."
  }

  validation {
    condition = (
      var.limits.BALANCER_DEREGISTRATION_SECONDS < var.limits.NGINX_STOP_SECONDS
      && var.limits.NGINX_STOP_SECONDS < var.limits.APP_STOP_SECONDS
      && var.limits.APP_STOP_SECONDS <= 120
    )
    error_message = "Deregistration ends before nginx, nginx before the app, and the app within Fargate's 120 s (limits.env)."
  }

  validation {
    condition     = var.limits.NGINX_KEEPALIVE_SECONDS > var.limits.BALANCER_IDLE_SECONDS
    error_message = "nginx keeps connections longer than the load balancer, or requests meet closed ones (limits.env)."
  }
}

variable "least_tasks" {
  description = "The fewest tasks."
  type        = number
}

variable "most_tasks" {
  description = "The most tasks."
  type        = number
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "exec" {
  description = "Whether a command can be run inside a task."
  type        = bool
}

variable "alarms_topic_arn" {
  description = "Who is told of alarms."
  type        = string
}
