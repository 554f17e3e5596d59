# What the load balancer itself cannot do.
resource "aws_cloudwatch_metric_alarm" "balancer_5xx" {
  alarm_name          = "${var.name}-balancer-5xx"
  alarm_description   = "The load balancer found no task that answers. docs/operations/incident.md"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_ELB_5XX_Count"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  dimensions          = { LoadBalancer = var.balancer_suffix }
  alarm_actions       = [aws_sns_topic.main.arn]
  ok_actions          = [aws_sns_topic.main.arn]
}

# Nobody asks for anything, not even the probe from outside: names, certificate, network or firewall.
resource "aws_cloudwatch_metric_alarm" "silence" {
  count = var.canary ? 1 : 0

  alarm_name          = "${var.name}-silence"
  alarm_description   = "No request in five minutes, though Route 53 asks twice a minute. docs/operations/incident.md"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "RequestCount"
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  dimensions          = { LoadBalancer = var.balancer_suffix }
  alarm_actions       = [aws_sns_topic.main.arn]
  ok_actions          = [aws_sns_topic.main.arn]
}

resource "aws_cloudwatch_metric_alarm" "unhealthy" {
  for_each = var.services

  alarm_name          = "${each.value.name}-unhealthy"
  alarm_description   = "A task of ${each.value.name} has not been healthy for three minutes. docs/operations/incident.md"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "UnHealthyHostCount"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  dimensions          = { LoadBalancer = var.balancer_suffix, TargetGroup = each.value.target_group_suffix }
  alarm_actions       = [aws_sns_topic.main.arn]
  ok_actions          = [aws_sns_topic.main.arn]
}
