resource "aws_s3_bucket_policy" "main" {
  bucket = aws_s3_bucket.main.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.bucket_statements, var.state.legal_hold ? local.bucket_hold_statements : [])
  })

  # Block Public Access first: S3 looks at a new policy with it.
  depends_on = [aws_s3_bucket_public_access_block.main]
}

locals {
  whole_bucket = [aws_s3_bucket.main.arn, "${aws_s3_bucket.main.arn}/*"]

  bucket_statements = [
    {
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = local.whole_bucket
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    },
    {
      Sid       = "Tls12OrLater"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = local.whole_bucket
      Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
    },
    {
      Sid       = "NoOtherState"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = local.whole_bucket
      Condition = local.another_state
    },
    {
      Sid       = "NoOtherKey"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.main.arn}/*"
      # Who names no key gets the bucket's, which is the same one.
      Condition = {
        Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
        StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = aws_kms_key.main.arn }
      }
    },
  ]

  # The state's own role still removes what was uploaded and never became a document.
  bucket_hold_statements = [
    {
      Sid       = "LegalHold"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:DeleteBucket", "s3:DeleteObjectVersion"]
      Resource  = local.whole_bucket
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = aws_iam_role.main.arn } }
    },
  ]
}
