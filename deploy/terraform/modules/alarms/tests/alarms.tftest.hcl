mock_provider "aws" {
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:111122223333:humangov-alarms" }
  }
}

variables {
  name            = "humangov"
  region          = "us-east-1"
  emails          = ["operations@example.gov"]
  key_arn         = "arn:aws:kms:us-east-1:111122223333:key/1"
  balancer_suffix = "app/humangov/1"
  tables          = { california = "humangov-california", wyoming = "humangov-wyoming" }
  canary          = true

  services = {
    web = { name = "humangov-web", cluster = "humangov", target_group_suffix = "targetgroup/humangov-web/1", log_group = "/humangov-web" }
  }
}

run "what_can_go_wrong_has_an_alarm" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.balancer_5xx.metric_name == "HTTPCode_ELB_5XX_Count" && [for a in aws_cloudwatch_metric_alarm.unhealthy : a.metric_name] == ["UnHealthyHostCount"]
    error_message = "The front door and its targets are watched."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.silence[0].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.silence[0].metric_name == "RequestCount"
    error_message = "Silence is an alarm."
  }

  assert {
    condition     = [for a in aws_cloudwatch_metric_alarm.throttled : a.alarm_name] == ["humangov-california-throttled", "humangov-wyoming-throttled"]
    error_message = "Each state's table is watched."
  }

  assert {
    condition     = join(" ", keys(aws_cloudwatch_metric_alarm.log)) == "web/kms web/print web/sts" && aws_cloudwatch_log_metric_filter.main["web/sts"].pattern == "{ $.name = \"humangov.roles\" }"
    error_message = "STS, KMS and printing are watched by the app's log."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.main["web/print"].pattern == "{ $.name = \"humangov.printing\" }" && aws_cloudwatch_metric_alarm.log["web/print"].threshold == 0 && aws_cloudwatch_metric_alarm.log["web/print"].datapoints_to_alarm == 1
    error_message = "One notice that could not be printed is an alarm."
  }
}

run "all_of_them_tell_one_topic" {
  command = apply

  assert {
    condition = alltrue([
      for alarm in concat([aws_cloudwatch_metric_alarm.balancer_5xx], aws_cloudwatch_metric_alarm.silence, values(aws_cloudwatch_metric_alarm.unhealthy), values(aws_cloudwatch_metric_alarm.throttled), values(aws_cloudwatch_metric_alarm.log)) :
      alarm.alarm_actions == toset([aws_sns_topic.main.arn])
    ])
    error_message = "Alarms go to the topic."
  }

  assert {
    condition     = aws_sns_topic.main.kms_master_key_id == var.key_arn && [for s in aws_sns_topic_subscription.email : s.endpoint] == ["operations@example.gov"]
    error_message = "The topic is encrypted, and somebody is told."
  }
}

run "the_dashboard_has_a_row_for_each_state" {
  command = plan

  assert {
    condition     = length(local.dashboard_rows) == 1 + 1 + 2 && alltrue([for row in local.dashboard_rows : length(row) == 3])
    error_message = "The front door, the service and two states have a row."
  }

  assert {
    condition     = length([for w in jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets : w if startswith(w.properties.title, "wyoming")]) == 3
    error_message = "A state's row shows its table."
  }

  # As tools/deploy/usage.py counts them, for CloudWatch's quotas: 3 and 4 at the front, 3 and 6 a service and a state.
  assert {
    condition     = length(flatten(local.dashboard_rows)) == 3 + 3 * (1 + 2) && sum([for w in flatten(local.dashboard_rows) : length(w.metrics)]) == 4 + 6 * (1 + 2)
    error_message = "The dashboard grows by so many widgets and metrics a row: mend tools/deploy/usage.py too."
  }
}
