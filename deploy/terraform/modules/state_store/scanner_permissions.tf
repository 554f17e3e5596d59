locals {
  scanner_service = "malware-protection-plan.guardduty.amazonaws.com"
  guardduty_arn   = "arn:${var.partition}:guardduty:${var.region}:${var.account_id}"
  scanner_rules   = "arn:${var.partition}:events:${var.region}:${var.account_id}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*"

  scanner_statements = [
    {
      Sid       = "ItsOwnRule"
      Effect    = "Allow"
      Action    = ["events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets"]
      Resource  = local.scanner_rules
      Condition = { StringEquals = { "events:ManagedBy" = local.scanner_service } }
    },
    {
      Sid      = "LookAtItsOwnRule"
      Effect   = "Allow"
      Action   = ["events:DescribeRule", "events:ListTargetsByRule"]
      Resource = local.scanner_rules
    },
    {
      Sid      = "Events"
      Effect   = "Allow"
      Action   = ["s3:GetBucketNotification", "s3:ListBucket", "s3:PutBucketNotification"]
      Resource = aws_s3_bucket.main.arn
    },
    {
      Sid      = "TryToWrite"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = "${aws_s3_bucket.main.arn}/malware-protection-resource-validation-object"
    },
    {
      Sid    = "LookAndTag"
      Effect = "Allow"
      Action = [
        "s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging",
        "s3:PutObjectTagging", "s3:PutObjectVersionTagging",
      ]
      Resource = "${aws_s3_bucket.main.arn}/*"
    },
    {
      Sid       = "Key"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = aws_kms_key.main.arn
      Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
    },
  ]
}
