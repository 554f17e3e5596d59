variable "bucket" {
  description = "The bucket's name: as in backend.hcl."
  type        = string
}

variable "region" {
  description = "The AWS region."
  type        = string
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { application = "humangov" }
  }
}

output "bucket" {
  description = "The bucket's name."
  value       = aws_s3_bucket.main.id
}
