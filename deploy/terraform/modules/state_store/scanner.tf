# GuardDuty looks into each new object and tags it with what it found. Source of the role: AWS, GuardDuty User Guide,
# "Create or update IAM role policy" of Malware Protection for S3.
resource "aws_guardduty_malware_protection_plan" "main" {
  count = var.scanner ? 1 : 0

  role = aws_iam_role.scanner[0].arn
  tags = local.tags

  protected_resource {
    s3_bucket {
      bucket_name = aws_s3_bucket.main.id
    }
  }

  actions {
    tagging {
      status = "ENABLED"
    }
  }

  # It tries the role as it is made.
  depends_on = [aws_iam_role_policy.scanner]
}

resource "aws_iam_role" "scanner" {
  count = var.scanner ? 1 : 0

  name        = "${var.name}-scan-${var.slug}"
  description = "HumanGov: GuardDuty's look for malware in the documents of ${var.slug}"
  tags        = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "GuardDutyForThisAccount"
        Effect    = "Allow"
        Principal = { Service = local.scanner_service }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.account_id }
          ArnLike      = { "aws:SourceArn" = "${local.guardduty_arn}:malware-protection-plan/*" }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "scanner" {
  count = var.scanner ? 1 : 0

  name   = "scan"
  role   = aws_iam_role.scanner[0].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.scanner_statements })
}
