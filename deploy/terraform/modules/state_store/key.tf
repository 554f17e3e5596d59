resource "aws_kms_key" "main" {
  description             = "HumanGov records of ${var.slug}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.key_statements, var.state.legal_hold ? local.key_hold_statements : [])
  })
}

resource "aws_kms_alias" "main" {
  name          = "alias/${var.name}-${var.slug}"
  target_key_id = aws_kms_key.main.key_id
}

locals {
  account = { AWS = "arn:${var.partition}:iam::${var.account_id}:root" }

  key_statements = [
    {
      Sid       = "AccountByItsPolicies"
      Effect    = "Allow"
      Principal = local.account
      Action    = "kms:*"
      Resource  = "*"
    },
    # A second lock: whatever another state's role may once be given, this key is closed to it.
    {
      Sid       = "NoOtherState"
      Effect    = "Deny"
      Principal = local.account
      Action    = "kms:*"
      Resource  = "*"
      Condition = local.another_state
    },
  ]

  key_hold_statements = [
    {
      Sid       = "LegalHold"
      Effect    = "Deny"
      Principal = local.account
      Action    = ["kms:DisableKey", "kms:ScheduleKeyDeletion"]
      Resource  = "*"
    },
  ]

  # A session that says which state it is for, and says another one.
  another_state = {
    Null            = { "aws:PrincipalTag/state" = "false" }
    StringNotEquals = { "aws:PrincipalTag/state" = var.slug }
  }
}
