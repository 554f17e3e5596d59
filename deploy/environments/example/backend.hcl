# Where Terraform keeps its state, and make deploy the record of releases. make bootstrap ENV=… makes the bucket.
bucket       = "humangov-terraform-123456789012"
key          = "example/terraform.tfstate"
region       = "us-east-1"
encrypt      = true
# The bucket's own key, which make bootstrap makes under this name: encrypt alone asks S3 for another one.
kms_key_id   = "alias/humangov-terraform-123456789012"
use_lockfile = true
