locals {
  index_arns  = [for index in keys(local.indexes) : "${aws_dynamodb_table.main.arn}/index/${index}"]
  objects_arn = "${aws_s3_bucket.main.arn}/documents/*"

  table_statements = concat(
    [
      {
        Sid      = "Items"
        Effect   = "Allow"
        Action   = sort(setsubtract(local.used.table, keys(local.actions.partitions)))
        Resource = aws_dynamodb_table.main.arn
      },
      {
        Sid      = "Indexes"
        Effect   = "Allow"
        Action   = local.used.index
        Resource = local.index_arns
      },
    ],
    # Only in the partitions where the app does so.
    [
      for action, partitions in local.actions.partitions : {
        Sid      = "Only${split(":", action)[1]}"
        Effect   = "Allow"
        Action   = action
        Resource = aws_dynamodb_table.main.arn
        Condition = {
          "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = partitions }
          # ForAllValues is also true of a request without keys.
          Null = { "dynamodb:LeadingKeys" = "false" }
        }
      }
    ],
  )

  object_statements = [
    {
      Sid      = "Documents"
      Effect   = "Allow"
      Action   = local.used.object
      Resource = local.objects_arn
    },
    # With it S3 says that an object is not there; without it, that it is forbidden.
    {
      Sid      = "Bucket"
      Effect   = "Allow"
      Action   = local.used.bucket
      Resource = aws_s3_bucket.main.arn
    },
  ]

  # The app never asks for the key: the table and the bucket do, in its name.
  key_use_statements = [
    for service, actions in local.actions.key : {
      Sid       = "KeyBy${title(service)}"
      Effect    = "Allow"
      Action    = actions
      Resource  = aws_kms_key.main.arn
      Condition = { StringEquals = { "kms:ViaService" = "${service}.${var.region}.amazonaws.com" } }
    }
  ]

  # Denied by name, so that nothing that is added to the role can allow it.
  deny_statements = [
    {
      Sid       = "KeepRecords"
      Effect    = "Deny"
      Action    = keys(local.actions.partitions)
      Resource  = aws_dynamodb_table.main.arn
      Condition = { "ForAnyValue:StringLike" = { "dynamodb:LeadingKeys" = local.actions.kept } }
    },
    {
      Sid      = "NeverTheWhole"
      Effect   = "Deny"
      Action   = local.actions.never
      Resource = "*"
    },
    {
      Sid    = "NothingOfOthers"
      Effect = "Deny"
      Action = ["dynamodb:*", "iam:*", "kms:*", "s3:*", "sts:AssumeRole"]
      NotResource = concat(local.index_arns, [
        aws_dynamodb_table.main.arn, aws_s3_bucket.main.arn, local.objects_arn, aws_kms_key.main.arn,
      ])
    },
  ]
}
