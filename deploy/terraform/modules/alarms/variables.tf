variable "name" {
  description = "The installation's name."
  type        = string
}

variable "region" {
  description = "The AWS region."
  type        = string
}

variable "emails" {
  description = "Who is told."
  type        = list(string)
}

variable "key_arn" {
  description = "The key of the topic. Its policy lets CloudWatch use it."
  type        = string
}

variable "balancer_suffix" {
  description = "The end of the load balancer's ARN, by which its metrics go."
  type        = string
}

variable "services" {
  description = "The services, by short name: name, cluster, the end of the target group's ARN, and the log group."
  type        = map(object({ name = string, cluster = string, target_group_suffix = string, log_group = string }))
}

variable "tables" {
  description = "The states' tables, by slug."
  type        = map(string)
}

variable "canary" {
  description = "Whether there is always some traffic, so that none at all means trouble."
  type        = bool
}
