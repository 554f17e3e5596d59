mock_provider "aws" {}

variables {
  name         = "humangov"
  images       = ["app", "nginx"]
  key_arn      = "arn:aws:kms:us-east-1:111122223333:key/1"
  force_delete = false
}

run "images_are_named_once_scanned_and_encrypted" {
  command = plan

  assert {
    condition     = [for r in aws_ecr_repository.main : r.name] == ["humangov-app", "humangov-nginx"]
    error_message = "There is a private repository for each image."
  }

  assert {
    condition     = alltrue([for r in aws_ecr_repository.main : r.image_tag_mutability == "IMMUTABLE" && r.image_scanning_configuration[0].scan_on_push && !r.force_delete])
    error_message = "Tags never move, and each image is scanned."
  }

  assert {
    condition     = alltrue([for r in aws_ecr_repository.main : r.encryption_configuration[0].encryption_type == "KMS" && r.encryption_configuration[0].kms_key == var.key_arn])
    error_message = "Images are encrypted with our key."
  }

  assert {
    condition     = alltrue([for p in aws_ecr_lifecycle_policy.main : jsondecode(p.policy).rules[0].selection.countNumber == 50])
    error_message = "Old images go."
  }
}
