resource "aws_sns_topic" "main" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.key_arn
}

# Each address confirms by the letter that AWS sends to it.
resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.emails)

  topic_arn = aws_sns_topic.main.arn
  protocol  = "email"
  endpoint  = each.key
}

output "topic_arn" {
  description = "Where alarms go."
  value       = aws_sns_topic.main.arn
}
