variable "name" {
  description = "The installation's name, with which the names of all that is made begin. Two of one account need two."
  type        = string
  default     = "humangov"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,20}$", var.name)) && can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.name))
    error_message = "Use 3 to 21 small letters, digits and single hyphens between them, such as humangov-staging."
  }

  validation {
    condition     = !anytrue([for taken in ["internal-", "sg-", "sthree-", "xn-"] : startswith(var.name, taken)])
    error_message = "AWS keeps names that begin with internal-, sg-, sthree- or xn- to itself."
  }
}

variable "region" {
  description = "The AWS region, with three availability zones."
  type        = string
}

variable "base_domain" {
  description = "The domain under which each state has its address: california.<base domain>."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.base_domain))
    error_message = "Give a domain in small letters, such as hr.example.gov."
  }
}

variable "zone_id" {
  description = "The Route 53 hosted zone of the base domain. Empty where DNS is elsewhere: then name a certificate."
  type        = string
  default     = ""
}

variable "certificate_arn" {
  description = "The certificate for *.<base domain>. Empty: one is made, and confirmed in the hosted zone."
  type        = string
  default     = ""

  validation {
    condition     = var.certificate_arn != "" || var.zone_id != ""
    error_message = "Give zone_id, so that a certificate can be made, or certificate_arn."
  }
}

variable "app_image" {
  description = "The app's image by its digest: repository@sha256:…"
  type        = string

  validation {
    condition     = can(regex("^[^\\s@]+@sha256:[0-9a-f]{64}$", var.app_image))
    error_message = "Name the image by its digest: repository@sha256:…"
  }
}

variable "nginx_image" {
  description = "nginx's image by its digest: repository@sha256:…"
  type        = string

  validation {
    condition     = can(regex("^[^\\s@]+@sha256:[0-9a-f]{64}$", var.nginx_image))
    error_message = "Name the image by its digest: repository@sha256:…"
  }
}

variable "alarm_emails" {
  description = "Who is told when something is wrong."
  type        = list(string)
  default     = []
}
