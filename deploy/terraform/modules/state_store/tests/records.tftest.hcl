mock_provider "aws" {
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:us-east-1:111122223333:table/humangov-california" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::humangov-california-111122223333" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/11111111-1111-4111-8111-111111111111" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/humangov-state-california" }
  }
}

variables {
  name                = "humangov"
  slug                = "california"
  state               = { color = "#1a4480", initials = "CA", active = true, legal_hold = false, protected = true }
  task_role_arns      = ["arn:aws:iam::111122223333:role/humangov-web"]
  account_id          = "111122223333"
  partition           = "aws"
  region              = "us-east-1"
  access_log_bucket   = "humangov-logs"
  scanner             = true
  deletion_protection = true
}

run "table" {
  assert {
    condition     = aws_dynamodb_table.main.name == "humangov-california" && aws_dynamodb_table.main.billing_mode == "PAY_PER_REQUEST"
    error_message = "The table is the state's, and paid by use."
  }

  assert {
    condition     = aws_dynamodb_table.main.hash_key == "pk" && aws_dynamodb_table.main.range_key == "sk"
    error_message = "The app finds items by pk and sk."
  }

  assert {
    condition = {
      for index in aws_dynamodb_table.main.global_secondary_index : index.name => "${index.hash_key} ${index.range_key} ${index.projection_type}"
    } == { by-actor = "actor sk ALL", by-time = "log sk ALL", changes-by-time = "changes sk ALL" }
    error_message = "The indexes are those of the app."
  }

  assert {
    condition     = aws_dynamodb_table.main.ttl[0].enabled && aws_dynamodb_table.main.ttl[0].attribute_name == "expires_at"
    error_message = "Sessions end by themselves."
  }

  assert {
    condition     = aws_dynamodb_table.main.point_in_time_recovery[0].enabled && aws_dynamodb_table.main.point_in_time_recovery[0].recovery_period_in_days == 35
    error_message = "The table can be restored to any second of 35 days."
  }

  assert {
    condition     = aws_dynamodb_table.main.deletion_protection_enabled
    error_message = "Nobody deletes the table by one call."
  }

  assert {
    condition     = aws_dynamodb_table.main.server_side_encryption[0].kms_key_arn == aws_kms_key.main.arn
    error_message = "The table is under the state's key."
  }
}

run "key" {
  assert {
    condition     = aws_kms_key.main.enable_key_rotation && aws_kms_key.main.deletion_window_in_days == 30
    error_message = "The key rotates, and can be kept for 30 days after its end was asked for."
  }

  assert {
    condition     = aws_kms_alias.main.name == "alias/humangov-california"
    error_message = "The key has the state's alias."
  }

  assert {
    condition     = [for s in jsondecode(aws_kms_key.main.policy).Statement : s.Principal.AWS] == ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root"]
    error_message = "The key's policy names the account, and nobody else."
  }

  assert {
    condition     = jsondecode(aws_kms_key.main.policy).Statement[1].Condition.StringNotEquals["aws:PrincipalTag/state"] == "california"
    error_message = "Another state's session cannot use the key."
  }
}

run "bucket" {
  assert {
    condition     = aws_s3_bucket.main.bucket == "humangov-california-111122223333"
    error_message = "The bucket is named by state and account."
  }

  assert {
    condition     = aws_s3_bucket.main.object_lock_enabled && !aws_s3_bucket.main.force_destroy
    error_message = "Objects can be locked, and a bucket with documents cannot be deleted."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.main.block_public_acls,
      aws_s3_bucket_public_access_block.main.block_public_policy,
      aws_s3_bucket_public_access_block.main.ignore_public_acls,
      aws_s3_bucket_public_access_block.main.restrict_public_buckets,
    ])
    error_message = "The bucket cannot be made public."
  }

  assert {
    condition     = aws_s3_bucket_versioning.main.versioning_configuration[0].status == "Enabled"
    error_message = "The bucket keeps versions."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.main.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "Objects are the bucket's, without lists of their own."
  }

  assert {
    condition = anytrue([
      for rule in aws_s3_bucket_server_side_encryption_configuration.main.rule :
      rule.bucket_key_enabled && rule.apply_server_side_encryption_by_default[0].kms_master_key_id == aws_kms_key.main.arn
    ])
    error_message = "Objects are under the state's key."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.main.rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 7
    error_message = "Pieces of uploads that were not finished go."
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.main.rule) == 1 && length(aws_s3_bucket_lifecycle_configuration.main.rule[0].expiration) == 0 && length(aws_s3_bucket_lifecycle_configuration.main.rule[0].noncurrent_version_expiration) == 0
    error_message = "Nothing else of the bucket goes by itself."
  }

  assert {
    condition     = aws_s3_bucket_logging.main.target_bucket == "humangov-logs"
    error_message = "Who opened an object is logged."
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.main.policy).Statement : s.Sid => s.Effect } == { NoOtherKey = "Deny", NoOtherState = "Deny", Tls12OrLater = "Deny", TlsOnly = "Deny" }
    error_message = "The bucket's policy only refuses."
  }
}

run "registry_item" {
  assert {
    condition = jsondecode(output.registry_item) == {
      pk       = { S = "STATES" }
      sk       = { S = "california" }
      state    = { S = "california" }
      table    = { S = "humangov-california" }
      bucket   = { S = aws_s3_bucket.main.id }
      key_arn  = { S = aws_kms_key.main.arn }
      role_arn = { S = aws_iam_role.main.arn }
      color    = { S = "#1a4480" }
      initials = { S = "CA" }
      active   = { BOOL = true }
      scanned  = { BOOL = true }
      help     = { S = "" }
    }
    error_message = "The item is what the app's registry reads."
  }
}

run "without_protection" {
  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_dynamodb_table.main.deletion_protection_enabled && aws_s3_bucket.main.force_destroy
    error_message = "An installation that is taken down lets go of its records."
  }
}

run "one_state_without_protection" {
  variables {
    state = { color = "#1a4480", initials = "CA", active = false, legal_hold = false, protected = false }
  }

  assert {
    condition     = !aws_dynamodb_table.main.deletion_protection_enabled && aws_s3_bucket.main.force_destroy
    error_message = "A state that leaves lets go of its records, and the others stay protected."
  }
}

run "legal_hold" {
  variables {
    deletion_protection = false
    state               = { color = "#1a4480", initials = "CA", active = true, legal_hold = true, protected = false }
  }

  assert {
    condition     = aws_dynamodb_table.main.deletion_protection_enabled && !aws_s3_bucket.main.force_destroy
    error_message = "What is on hold stays, whatever else is said."
  }

  assert {
    condition     = contains([for s in jsondecode(aws_kms_key.main.policy).Statement : s.Sid], "LegalHold") && contains([for s in jsondecode(aws_s3_bucket_policy.main.policy).Statement : s.Sid], "LegalHold")
    error_message = "Neither key nor versions go while there is a hold."
  }
}
