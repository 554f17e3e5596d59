mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mocked" }
  }

  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/humangov-web/1", arn_suffix = "targetgroup/humangov-web/1" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:111122223333:log-group:/humangov-web" }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:us-east-1:111122223333:task-definition/humangov-web:1" }
  }
}

variables {
  name = "humangov-web"

  estate = {
    cluster_name       = "humangov"
    cluster_arn        = "arn:aws:ecs:us-east-1:111122223333:cluster/humangov"
    region             = "us-east-1"
    vpc_id             = "vpc-1"
    subnet_ids         = ["subnet-1", "subnet-2", "subnet-3"]
    security_group_ids = ["sg-1"]
    balancer_cidrs     = ["10.0.0.0/24", "10.0.1.0/24"]
    secret_arn         = "arn:aws:secretsmanager:us-east-1:111122223333:secret:humangov-secret-key"
    key_arn            = "arn:aws:kms:us-east-1:111122223333:key/1"
    exec_log_arn       = "arn:aws:logs:us-east-1:111122223333:log-group:/humangov/exec"
    repository_arns    = ["arn:aws:ecr:us-east-1:111122223333:repository/humangov-app"]
  }

  front_door = {
    balancer_suffix = "app/humangov/1"
    listener_arn    = "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/humangov/1/2"
  }

  settings           = { AWS_REGION = "us-east-1", HUMANGOV_X_ACCEL = "1" }
  app_image          = "app@sha256:00"
  nginx_image        = "nginx@sha256:00"
  architecture       = "ARM64"
  least_tasks        = 3
  most_tasks         = 12
  log_retention_days = 400
  exec               = false
  alarms_topic_arn   = "arn:aws:sns:us-east-1:111122223333:humangov-alarms"

  limits = {
    APP_MEMORY_MIB                  = 640
    NGINX_MEMORY_MIB                = 128
    APP_TIMEOUT_SECONDS             = 30
    BALANCER_DEREGISTRATION_SECONDS = 30
    NGINX_STOP_SECONDS              = 40
    APP_STOP_SECONDS                = 60
    NGINX_KEEPALIVE_SECONDS         = 75
    BALANCER_IDLE_SECONDS           = 60
  }
}

run "a_deployment_takes_nothing_away" {
  command = plan

  assert {
    condition     = aws_ecs_service.main.deployment_minimum_healthy_percent == 100 && aws_ecs_service.main.deployment_maximum_percent == 200
    error_message = "New tasks come before old ones go."
  }

  assert {
    condition     = aws_ecs_service.main.deployment_circuit_breaker[0].enable && aws_ecs_service.main.deployment_circuit_breaker[0].rollback
    error_message = "A version that does not become healthy is taken back."
  }

  assert {
    condition     = aws_ecs_service.main.alarms[0].enable && aws_ecs_service.main.alarms[0].rollback && toset(aws_ecs_service.main.alarms[0].alarm_names) == toset(["humangov-web-p95", "humangov-web-target-5xx"])
    error_message = "A version that answers badly or slowly is taken back."
  }

  assert {
    condition     = aws_ecs_service.main.health_check_grace_period_seconds == 60
    error_message = "A task has a minute to start."
  }
}

run "tasks_stand_in_three_zones" {
  command = plan

  assert {
    condition     = aws_ecs_service.main.desired_count == 3 && length(aws_ecs_service.main.network_configuration[0].subnets) == 3 && aws_ecs_service.main.availability_zone_rebalancing == "ENABLED"
    error_message = "There are three tasks, one a zone, and they spread again by themselves."
  }

  assert {
    condition     = !aws_ecs_service.main.network_configuration[0].assign_public_ip && aws_ecs_service.main.launch_type == "FARGATE" && length(aws_ecs_service.main.capacity_provider_strategy) == 0
    error_message = "On Fargate, not on Spot, and without a public address."
  }

  assert {
    condition     = aws_appautoscaling_target.main.min_capacity == 3 && aws_appautoscaling_target.main.max_capacity == 12
    error_message = "Between 3 and 12."
  }

  assert {
    condition     = toset([for p in aws_appautoscaling_policy.main : p.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type]) == toset(["ALBRequestCountPerTarget", "ECSServiceAverageCPUUtilization"])
    error_message = "By CPU and by requests."
  }
}

run "a_target_is_asked_through_nginx_to_the_app" {
  command = plan

  assert {
    condition     = aws_lb_target_group.main.health_check[0].path == "/readyz" && aws_lb_target_group.main.health_check[0].matcher == "200" && aws_lb_target_group.main.health_check[0].interval == 10 && aws_lb_target_group.main.health_check[0].healthy_threshold == 2 && aws_lb_target_group.main.health_check[0].unhealthy_threshold == 3
    error_message = "A task is in service 20 s after it is ready, and out 30 s after it is not."
  }

  assert {
    condition     = aws_lb_target_group.main.target_type == "ip" && aws_lb_target_group.main.port == 8080 && tonumber(aws_lb_target_group.main.deregistration_delay) == 30
    error_message = "Requests that are under way may end."
  }

  assert {
    condition     = aws_lb_target_group.main.stickiness[0].type == "lb_cookie"
    error_message = "A page and its styles come from one task."
  }

  assert {
    condition     = length(aws_lb_listener_rule.host) == 0
    error_message = "No state has a rule."
  }
}

run "the_containers_are_locked" {
  command = plan

  assert {
    condition     = [for c in local.containers : c.name] == ["app", "nginx"] && alltrue([for c in local.containers : c.essential && c.readonlyRootFilesystem && c.linuxParameters.capabilities.drop == ["ALL"]])
    error_message = "Both are essential, have a read-only root and no capabilities."
  }

  assert {
    condition     = local.app.user == "10001:10001" && local.nginx.user == "101:101" && !anytrue([for c in local.containers : can(c.privileged)])
    error_message = "Neither is root."
  }

  assert {
    condition     = local.app.stopTimeout == 60 && local.nginx.stopTimeout == 40 && local.app.memory == 640 && local.nginx.memory == 128
    error_message = "Times and memory are those of limits.env."
  }

  assert {
    condition     = local.nginx.dependsOn == [{ containerName = "app", condition = "HEALTHY" }] && toset([for v in aws_ecs_task_definition.main.volume : v.name]) == toset(["app-tmp", "nginx-tmp"])
    error_message = "nginx waits for the app, and each has a place to write to."
  }

  assert {
    condition     = [for s in local.app.secrets : s.name] == ["HUMANGOV_SECRET_KEY"] && !contains([for e in local.app.environment : e.name], "HUMANGOV_SECRET_KEY")
    error_message = "The secret comes from Secrets Manager and stands nowhere."
  }

  assert {
    condition     = local.nginx.environment == [{ name = "HUMANGOV_BALANCERS", value = "10.0.0.0/24 10.0.1.0/24" }]
    error_message = "nginx trusts the load balancer's addresses, as its entrypoint reads them."
  }

  assert {
    condition     = aws_ecs_task_definition.main.runtime_platform[0].cpu_architecture == "ARM64" && aws_ecs_task_definition.main.network_mode == "awsvpc" && aws_ecs_task_definition.main.skip_destroy
    error_message = "The processor is that of the images, and former versions stay."
  }

  assert {
    condition     = aws_cloudwatch_log_group.main.retention_in_days == 400 && aws_cloudwatch_log_group.main.kms_key_id == var.estate.key_arn
    error_message = "Logs are kept and encrypted."
  }
}

run "starting_and_serving_are_two_roles" {
  command = plan

  assert {
    condition     = aws_iam_role.task.name == "humangov-web-task" && aws_iam_role.execution.name == "humangov-web-execution" && length(aws_iam_role_policy.exec) == 0
    error_message = "The app's role has nothing of the one that starts it."
  }

  assert {
    condition     = !aws_ecs_service.main.enable_execute_command
    error_message = "Nobody types into a task."
  }
}

run "a_state_of_its_own_has_one_rule" {
  command = plan

  variables {
    name = "humangov-web-texas"
    host = "texas.hr.example.gov"
  }

  assert {
    condition     = one(one(aws_lb_listener_rule.host[0].condition).host_header).values == toset(["texas.hr.example.gov"])
    error_message = "Its host comes here."
  }
}

run "exec_is_a_switch" {
  command = plan

  variables {
    exec = true
  }

  assert {
    condition     = aws_ecs_service.main.enable_execute_command && length(aws_iam_role_policy.exec) == 1 && !local.app.readonlyRootFilesystem
    error_message = "With it come the role's channels, and a root that can be written to."
  }

  # As the ECS Developer Guide asks for it, where the cluster names a key and a log group (ECS Exec, IAM permissions).
  assert {
    condition = {
      for s in jsondecode(aws_iam_role_policy.exec[0].policy).Statement : s.Sid => [s.Action, s.Resource] if s.Sid != "Channels"
      } == {
      KeyOfTheSession = ["kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1"]
      FindTheLog      = ["logs:DescribeLogGroups", "*"]
      WriteTheLog     = [["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], "arn:aws:logs:us-east-1:111122223333:log-group:/humangov/exec:*"]
    }
    error_message = "The task opens what is typed with the cluster's key, and writes it to the cluster's log."
  }
}

run "a_request_has_to_fit_into_the_goodbye" {
  command = plan

  variables {
    limits = merge(var.limits, { APP_TIMEOUT_SECONDS = 31 })
  }

  expect_failures = [var.limits]
}

run "the_goodbye_has_to_end_before_nginx_does" {
  command = plan

  variables {
    limits = merge(var.limits, { BALANCER_DEREGISTRATION_SECONDS = 40 })
  }

  expect_failures = [var.limits]
}

run "nginx_has_to_end_before_the_app_does" {
  command = plan

  variables {
    limits = merge(var.limits, { NGINX_STOP_SECONDS = 60 })
  }

  expect_failures = [var.limits]
}

run "the_app_has_to_end_before_fargate_kills_it" {
  command = plan

  variables {
    limits = merge(var.limits, { APP_STOP_SECONDS = 121 })
  }

  expect_failures = [var.limits]
}

run "a_connection_has_to_outlive_the_load_balancer_s_patience" {
  command = plan

  variables {
    limits = merge(var.limits, { NGINX_KEEPALIVE_SECONDS = 60 })
  }

  expect_failures = [var.limits]
}

run "the_containers_have_to_fit_into_the_task" {
  command = plan

  variables {
    limits = merge(var.limits, { APP_MEMORY_MIB = 897 })
  }

  expect_failures = [aws_ecs_task_definition.main]
}

run "a_name_that_fits_stays_the_target_group_s" {
  command = plan

  variables {
    name = "humangov-web-district-of-columbi"
  }

  assert {
    condition     = aws_lb_target_group.main.name == var.name && length(var.name) == 32
    error_message = "32 characters are taken as they are: another name would make another target group."
  }
}

run "a_name_that_is_too_long_for_a_target_group_is_shortened" {
  command = plan

  variables {
    name = "humangov-staging-web-new-hampshire"
  }

  assert {
    condition     = aws_lb_target_group.main.name == "humangov-staging-web-ne-${substr(sha256(var.name), 0, 8)}"
    error_message = "A target group has 32 characters at most; a hash keeps New Hampshire's from New Jersey's."
  }
}

run "a_shortened_name_has_no_two_hyphens" {
  command = plan

  variables {
    name = "humangov-staging-12-web-new-hampshire"
  }

  assert {
    condition     = aws_lb_target_group.main.name == "humangov-staging-12-web-${substr(sha256(var.name), 0, 8)}"
    error_message = "The place of the cut leaves one hyphen."
  }
}
