variable "egress" {
  description = "The tasks' way to the internet: none, or one NAT gateway in each zone. The app needs none."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["none", "per_zone"], var.egress)
    error_message = "Choose none or per_zone. A single NAT gateway would be a single point of failure."
  }
}

variable "zones" {
  description = "Three availability zones. Empty: the first three that have an endpoint of every service that the tasks call."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.zones) == 0 || length(distinct(var.zones)) == 3 && length(var.zones) == 3
    error_message = "Name three zones, such as us-east-1a, us-east-1b and us-east-1d, or none."
  }
}

variable "architecture" {
  description = "The processor of the tasks, and of the images: ARM64 or X86_64."
  type        = string
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.architecture)
    error_message = "Choose ARM64 or X86_64."
  }
}

variable "least_tasks" {
  description = "The fewest tasks of a service: one in each zone."
  type        = number
  default     = 3

  validation {
    condition     = var.least_tasks >= 3
    error_message = "High availability needs at least 3 tasks, one in each zone."
  }
}

variable "most_tasks" {
  description = "The most tasks of a service."
  type        = number
  default     = 12

  validation {
    condition     = var.most_tasks >= var.least_tasks
    error_message = "The most tasks cannot be fewer than the least."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days; as CloudWatch takes them: 365, 400, 545, 731, …"
  type        = number
  default     = 400

  validation {
    condition     = var.log_retention_days >= 365
    error_message = "Keep logs for a year at least: 365 or more."
  }
}

variable "exec" {
  description = "Whether a command can be run inside a task (ECS Exec), over two more endpoints. It makes the containers' root writable."
  type        = bool
  default     = false
}

variable "scanner" {
  description = "Whether GuardDuty looks for malware in what is uploaded, in each state that does not say scan = true or false itself. Documents then open when nothing was found."
  type        = bool
  default     = true
}

variable "canary" {
  description = "Whether Route 53 asks for /readyz from outside, so that silence means trouble. GovCloud has no such checks."
  type        = bool
  default     = true
}

variable "rate_limit" {
  description = "The most requests of one address in five minutes. 60000 are 200 a second: a large office behind one address."
  type        = number
  default     = 60000

  validation {
    condition     = var.rate_limit >= 10 && var.rate_limit <= 2000000000
    error_message = "WAF takes 10 to 2,000,000,000."
  }
}

variable "rate_exempt_cidrs" {
  description = "IPv4 addresses of offices that the firewall's rate does not hold back, such as 203.0.113.7/32."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.rate_exempt_cidrs : can(cidrnetmask(cidr)) && !endswith(cidr, "/0")])
    error_message = "Give IPv4 addresses with their length, such as 203.0.113.7/32; not the whole internet."
  }
}

variable "environment" {
  description = "Further settings of the app, as docs/settings.md says them, such as HUMANGOV_LOG_LEVEL."
  type        = map(string)
  default     = {}
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete what holds records, and the load balancer. Off only to decommission or to rehearse."
  type        = bool
  default     = true
}
