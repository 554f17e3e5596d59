# A state's table that takes less than is asked of it.
resource "aws_cloudwatch_metric_alarm" "throttled" {
  for_each = var.tables

  alarm_name          = "${each.value}-throttled"
  alarm_description   = "DynamoDB holds requests for ${each.key} back. docs/operations/incident.md"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.main.arn]
  ok_actions          = [aws_sns_topic.main.arn]

  metric_query {
    id          = "both"
    expression  = "FILL(read, 0) + FILL(write, 0)"
    label       = "Requests held back in a minute"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { read = "ReadThrottleEvents", write = "WriteThrottleEvents" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = metric_query.value
        period      = 60
        stat        = "Sum"
        dimensions  = { TableName = each.value }
      }
    }
  }
}
