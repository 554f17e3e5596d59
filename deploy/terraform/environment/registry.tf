# The registry: which states are served, and where their records lie. It holds no record.
resource "aws_dynamodb_table" "registry" {
  #checkov:skip=CKV2_AWS_16:The table is paid by use, so there is no capacity to scale.
  name                        = "${var.name}-registry"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.registry.arn
  }
}

resource "aws_kms_key" "registry" {
  description             = "HumanGov's list of states"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AccountByItsPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.main.partition}:iam::${data.aws_caller_identity.main.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
    ]
  })
}

resource "aws_kms_alias" "registry" {
  name          = "alias/${var.name}-registry"
  target_key_id = aws_kms_key.registry.key_id
}

# A new state is served within 30 seconds of its line: no task is made for it, and none is changed.
resource "aws_dynamodb_table_item" "state" {
  for_each = module.state_store

  table_name = aws_dynamodb_table.registry.name
  hash_key   = aws_dynamodb_table.registry.hash_key
  range_key  = aws_dynamodb_table.registry.range_key
  item       = each.value.registry_item
}
