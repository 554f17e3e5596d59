variable "name" {
  description = "The installation's name."
  type        = string
}

variable "images" {
  description = "The images that there are repositories for."
  type        = list(string)
}

variable "key_arn" {
  description = "The key of the images."
  type        = string
}

variable "kept" {
  description = "How many of the newest images are kept."
  type        = number
  default     = 50
}

variable "force_delete" {
  description = "Whether a repository is deleted with the images in it."
  type        = bool
}
