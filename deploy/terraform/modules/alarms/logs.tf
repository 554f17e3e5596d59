# What only the app's log tells: states whose role STS does not give, keys that KMS does not open, and notices that
# cannot be printed. Of the first two some pass by themselves; of a notice one is enough.
locals {
  words = {
    sts   = { pattern = "{ $.name = \"humangov.roles\" }", says = "A state's role cannot be assumed", passing = 2 }
    kms   = { pattern = "{ ($.name = \"humangov.fault\") && ($.exc_info = \"*KMS*\") }", says = "A state's key cannot be used", passing = 2 }
    print = { pattern = "{ $.name = \"humangov.printing\" }", says = "A notice could not be printed", passing = 0 }
  }

  watched_logs = merge([
    for key, service in var.services : {
      for word, what in local.words : "${key}/${word}" => merge(what, { word = word, service = service })
    }
  ]...)
}

resource "aws_cloudwatch_log_metric_filter" "main" {
  for_each = local.watched_logs

  name           = "${each.value.service.name}-${each.value.word}"
  log_group_name = each.value.service.log_group
  pattern        = each.value.pattern

  metric_transformation {
    namespace = "HumanGov/${var.name}"
    name      = "${each.value.service.name}-${each.value.word}"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "log" {
  for_each = local.watched_logs

  alarm_name          = "${each.value.service.name}-${each.value.word}"
  alarm_description   = "${each.value.says} (${each.value.service.name}); the log names the state. docs/operations/incident.md"
  namespace           = aws_cloudwatch_log_metric_filter.main[each.key].metric_transformation[0].namespace
  metric_name         = aws_cloudwatch_log_metric_filter.main[each.key].metric_transformation[0].name
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.passing
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = each.value.passing > 0 ? 2 : 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.main.arn]
  ok_actions          = [aws_sns_topic.main.arn]
}
