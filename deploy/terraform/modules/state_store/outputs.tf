output "table_name" {
  description = "The state's table."
  value       = aws_dynamodb_table.main.name
}

output "table_arn" {
  description = "The ARN of the state's table."
  value       = aws_dynamodb_table.main.arn
}

output "bucket" {
  description = "The state's bucket."
  value       = aws_s3_bucket.main.id
}

output "bucket_arn" {
  description = "The ARN of the state's bucket."
  value       = aws_s3_bucket.main.arn
}

output "key_arn" {
  description = "The ARN of the state's key."
  value       = aws_kms_key.main.arn
}

output "role_arn" {
  description = "The ARN of the role that opens the state's records."
  value       = aws_iam_role.main.arn
}

output "registry_item" {
  description = "The state's item in the registry, as JSON of DynamoDB. The same as src/humangov/aws/registry.py writes."
  value = jsonencode({
    pk       = { S = "STATES" }
    sk       = { S = var.slug }
    state    = { S = var.slug }
    table    = { S = aws_dynamodb_table.main.name }
    bucket   = { S = aws_s3_bucket.main.id }
    key_arn  = { S = aws_kms_key.main.arn }
    role_arn = { S = aws_iam_role.main.arn }
    color    = { S = var.state.color }
    initials = { S = var.state.initials }
    active   = { BOOL = var.state.active }
    scanned  = { BOOL = var.scanner }
    help     = { S = var.state.help }
  })

  # The app opens a state as soon as it is listed, so its role must be able to open it by then; and holds files back as
  # soon as they are said to be scanned, so somebody must scan them by then.
  depends_on = [aws_iam_role_policy.main, aws_s3_bucket_policy.main, aws_guardduty_malware_protection_plan.main]
}
