terraform {
  required_version = ">= 1.11"

  # The environment's backend.hcl says where: make bootstrap makes that bucket.
  backend "s3" {}

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { application = "humangov", installation = var.name }
  }
}
