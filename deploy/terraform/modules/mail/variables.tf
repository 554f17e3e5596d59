variable "name" {
  description = "The installation's name."
  type        = string
}

variable "from_address" {
  description = "The address that mail is sent from."
  type        = string
}

variable "domain" {
  description = "The domain of the address."
  type        = string
}

variable "zone_id" {
  description = "The Route 53 hosted zone in which the domain lies; empty where its DNS is elsewhere."
  type        = string
}
