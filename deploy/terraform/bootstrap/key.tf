data "aws_caller_identity" "main" {}

data "aws_partition" "main" {}

resource "aws_kms_key" "main" {
  description             = "HumanGov: Terraform's state"
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

# By this name backend.hcl asks for it (kms_key_id).
resource "aws_kms_alias" "main" {
  name          = "alias/${var.bucket}"
  target_key_id = aws_kms_key.main.key_id
}
