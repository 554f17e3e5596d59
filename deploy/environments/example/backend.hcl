# Where Terraform keeps its state, and make deploy the record of releases. make bootstrap ENV=… makes the bucket.
bucket       = "humangov-terraform-123456789012"
key          = "example/terraform.tfstate"
region       = "us-east-1"
encrypt      = true
use_lockfile = true
