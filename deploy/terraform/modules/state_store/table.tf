locals {
  # Index => its partition key; all are sorted by sk. The same as INDEXES in src/humangov/aws/table.py.
  indexes = {
    by-actor        = "actor"
    by-time         = "log"
    changes-by-time = "changes"
  }
}

resource "aws_dynamodb_table" "main" {
  #checkov:skip=CKV2_AWS_16:The table is paid by use, so there is no capacity to scale.
  name                        = local.table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = local.protected
  tags                        = local.tags

  dynamic "attribute" {
    for_each = toset(concat(["pk", "sk"], values(local.indexes)))
    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = local.indexes
    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value
      range_key       = "sk"
      projection_type = "ALL"
    }
  }

  # DynamoDB itself removes what has ended; no policy of ours is asked.
  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }

  # Made last, so that it goes first: while AWS protects the table, Terraform leaves what guards the bucket as it is.
  depends_on = [
    aws_s3_bucket_logging.main,
    aws_s3_bucket_ownership_controls.main,
    aws_s3_bucket_policy.main,
    aws_s3_bucket_server_side_encryption_configuration.main,
    aws_s3_bucket_versioning.main,
  ]
}
