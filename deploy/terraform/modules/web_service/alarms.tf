# What a bad version looks like from outside. ECS takes a deployment back when one of these rings while it is going on.
locals {
  signs = {
    target-5xx = { metric = "HTTPCode_Target_5XX_Count", sum = "Sum", percentile = null, threshold = 5, unit = "answers with 5xx in a minute" }
    p95        = { metric = "TargetResponseTime", sum = null, percentile = "p95", threshold = 2, unit = "seconds for one request in twenty" }
  }
}

resource "aws_cloudwatch_metric_alarm" "main" {
  for_each = local.signs

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${var.name}: more than ${each.value.threshold} ${each.value.unit}. docs/operations/incident.md"
  namespace           = "AWS/ApplicationELB"
  metric_name         = each.value.metric
  statistic           = each.value.sum
  extended_statistic  = each.value.percentile
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarms_topic_arn]
  ok_actions          = [var.alarms_topic_arn]

  dimensions = {
    LoadBalancer = var.front_door.balancer_suffix
    TargetGroup  = aws_lb_target_group.main.arn_suffix
  }
}
