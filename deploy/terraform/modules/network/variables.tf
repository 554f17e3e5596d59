variable "name" {
  description = "The installation's name."
  type        = string
}

variable "region" {
  description = "The AWS region."
  type        = string
}

variable "zones" {
  description = "The names of three availability zones."
  type        = list(string)

  validation {
    condition     = length(distinct(var.zones)) == 3
    error_message = "High availability needs three zones that have all endpoints: choose a region with them, or name three in zones."
  }
}

variable "cidr" {
  description = "The addresses of the network: a /16."
  type        = string
  default     = "10.0.0.0/16"
}

variable "account_id" {
  description = "The AWS account."
  type        = string
}

variable "partition" {
  description = "The AWS partition: aws, or aws-us-gov."
  type        = string
}

variable "egress" {
  description = "none, or per_zone for a NAT gateway in each zone."
  type        = string
}

variable "interfaces" {
  description = "The services that the tasks reach by an interface endpoint: sts, ecr.api, …"
  type        = list(string)
}

variable "log_retention_days" {
  description = "How long the log of connections is kept, in days."
  type        = number
}

variable "key_arn" {
  description = "The key of the log."
  type        = string
}
