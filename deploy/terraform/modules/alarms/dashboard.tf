# One look: the front door, each service, and a row for each state.
locals {
  balancer = ["LoadBalancer", var.balancer_suffix]

  front_widgets = [
    { title = "Requests", metrics = [concat(["AWS/ApplicationELB", "RequestCount"], local.balancer)], stat = "Sum" },
    {
      title = "5xx"
      stat  = "Sum"
      metrics = [
        for metric in ["HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count"] :
        concat(["AWS/ApplicationELB", metric], local.balancer)
      ]
    },
    { title = "Seconds, p95", metrics = [concat(["AWS/ApplicationELB", "TargetResponseTime"], local.balancer)], stat = "p95" },
  ]

  service_rows = [
    for key in sort(keys(var.services)) : [
      for title, metrics in {
        "CPU and memory, %" = [
          for metric in ["CPUUtilization", "MemoryUtilization"] :
          ["AWS/ECS", metric, "ClusterName", var.services[key].cluster, "ServiceName", var.services[key].name]
        ]
        "Healthy tasks" = [
          ["AWS/ApplicationELB", "HealthyHostCount", "TargetGroup", var.services[key].target_group_suffix, "LoadBalancer", var.balancer_suffix]
        ]
        "Roles and keys" = [for word in keys(local.words) : ["HumanGov/${var.name}", "${var.services[key].name}-${word}"]]
      } : { title = "${var.services[key].name}: ${title}", metrics = metrics, stat = title == "Roles and keys" ? "Sum" : "Average" }
    ]
  ]

  state_rows = [
    for slug in sort(keys(var.tables)) : [
      for title, metrics in {
        "units read and written" = ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"]
        "requests held back"     = ["ReadThrottleEvents", "WriteThrottleEvents"]
        "conflicts"              = ["TransactionConflict", "ConditionalCheckFailedRequests"]
        } : {
        title   = "${slug}: ${title}"
        metrics = [for metric in metrics : ["AWS/DynamoDB", metric, "TableName", var.tables[slug]]]
        stat    = "Sum"
      }
    ]
  ]

  dashboard_rows = concat([local.front_widgets], local.service_rows, local.state_rows)
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = flatten([
      for y, row in local.dashboard_rows : [
        for x, widget in row : {
          type       = "metric"
          x          = 8 * x
          y          = 6 * y
          width      = 8
          height     = 6
          properties = merge(widget, { region = var.region, view = "timeSeries", period = 60 })
        }
      ]
    ])
  })
}

output "dashboard_rows" {
  description = "How many rows the dashboard has."
  value       = length(local.dashboard_rows)
}
