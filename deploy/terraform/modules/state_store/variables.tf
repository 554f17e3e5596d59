variable "name" {
  description = "The installation's name, with which the names of all that is made begin."
  type        = string
}

variable "slug" {
  description = "The state's name as it stands in a host name: new-york."
  type        = string
}

variable "state" {
  description = "How the state is served: its header's colour, the letters in its seal, whom its people ask for help, and what protects its records."
  type = object({
    color      = string
    initials   = string
    help       = optional(string, "")
    active     = bool
    legal_hold = bool
    protected  = bool
  })
}

variable "task_role_arns" {
  description = "The roles of the tasks that serve the state: nobody else may assume the state's role."
  type        = list(string)

  validation {
    condition     = length(var.task_role_arns) > 0 && !anytrue([for arn in var.task_role_arns : strcontains(arn, "*")])
    error_message = "Name the task roles one by one: the state's role is assumed by them and by nobody else."
  }
}

variable "account_id" {
  description = "The AWS account, which makes the bucket's name one of a kind."
  type        = string
}

variable "partition" {
  description = "The AWS partition: aws, or aws-us-gov."
  type        = string
}

variable "region" {
  description = "The AWS region."
  type        = string
}

variable "access_log_bucket" {
  description = "The name of the bucket that takes the log of who opened which object."
  type        = string
}

variable "scanner" {
  description = "Whether GuardDuty looks for malware in what is uploaded, and tags it."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete what holds records. Off only to decommission or to rehearse."
  type        = bool
}
