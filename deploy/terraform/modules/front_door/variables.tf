variable "name" {
  description = "The installation's name."
  type        = string
}

variable "base_domain" {
  description = "The domain under which each state has its address."
  type        = string
}

variable "zone_id" {
  description = "The Route 53 hosted zone of the base domain; empty where DNS is elsewhere."
  type        = string
}

variable "certificate_arn" {
  description = "The certificate for *.<base domain>; empty to make one."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets, one in each of three zones."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) == 3
    error_message = "The load balancer stands in three zones."
  }
}

variable "security_group_id" {
  description = "The load balancer's security group."
  type        = string
}

variable "target_group_arn" {
  description = "Where requests for all states go that have no tasks of their own."
  type        = string
}

variable "log_bucket" {
  description = "The bucket that takes the access log."
  type        = string
}

variable "idle_seconds" {
  description = "How long a silent connection is kept. nginx keeps its side longer."
  type        = number
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the load balancer."
  type        = bool
}

variable "canary" {
  description = "Whether Route 53 asks for /readyz from outside."
  type        = bool
}

variable "rate_limit" {
  description = "The most requests of one address in five minutes."
  type        = number
}

variable "rate_exempt_cidrs" {
  description = "Addresses that no rate holds back."
  type        = list(string)
}

variable "log_retention_days" {
  description = "How long the firewall's log is kept, in days."
  type        = number
}

variable "key_arn" {
  description = "The key of the firewall's log."
  type        = string
}
