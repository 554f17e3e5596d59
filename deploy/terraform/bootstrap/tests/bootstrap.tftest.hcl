mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  bucket = "humangov-terraform-111122223333"
  region = "us-east-1"
}

run "the_state_is_versioned_encrypted_and_private" {
  command = plan

  assert {
    condition     = aws_s3_bucket.main.bucket == var.bucket && aws_s3_bucket_versioning.main.versioning_configuration[0].status == "Enabled"
    error_message = "Former states stay."
  }

  assert {
    condition     = alltrue([aws_s3_bucket_public_access_block.main.block_public_acls, aws_s3_bucket_public_access_block.main.block_public_policy, aws_s3_bucket_public_access_block.main.ignore_public_acls, aws_s3_bucket_public_access_block.main.restrict_public_buckets])
    error_message = "Nobody else sees it."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.main.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && aws_kms_key.main.enable_key_rotation
    error_message = "It is encrypted with a key of ours."
  }

  assert {
    condition     = aws_kms_alias.main.name == "alias/humangov-terraform-111122223333"
    error_message = "The key goes by the bucket's name, as kms_key_id in backend.hcl says."
  }
}
