mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"] }
  }

  mock_data "aws_vpc_endpoint_service" {
    defaults = { availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"] }
  }
}

variables {
  name            = "humangov"
  region          = "us-east-1"
  base_domain     = "hr.example.gov"
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/1"
  app_image       = "app@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  nginx_image     = "nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  states          = { california = {}, texas = {}, wyoming = {} }
}

run "the_parts_fit" {
  command = plan

  assert {
    condition     = join(" ", output.zones) == "us-east-1a us-east-1b us-east-1c"
    error_message = "Three zones are taken, however many there are."
  }

  assert {
    condition     = join(" ", local.interfaces) == "ecr.api ecr.dkr logs secretsmanager sts"
    error_message = "An endpoint is paid for each service that the tasks call, and for no other."
  }

  assert {
    condition     = local.limits.BALANCER_IDLE_SECONDS == 60 && local.limits.APP_STOP_SECONDS == 60 && local.limits.HUMANGOV_MAX_BODY_BYTES > 0
    error_message = "The figures are those of limits.env."
  }

  assert {
    condition     = join(" ", keys(output.services)) == "web" && length(module.dedicated) == 0
    error_message = "Three states have one service."
  }

  assert {
    condition     = { for slug, state in output.states : slug => state.address } == { california = "california.hr.example.gov", texas = "texas.hr.example.gov", wyoming = "wyoming.hr.example.gov" }
    error_message = "Each state has its address."
  }

  assert {
    condition     = one([for s in aws_ecs_cluster.main.setting : s.value]) == "enhanced" && aws_cloudwatch_log_group.exec.retention_in_days == 400
    error_message = "The cluster tells what it does, and what is typed into a task is kept."
  }

  assert {
    condition     = aws_kms_key.operations.enable_key_rotation && aws_kms_key.operations.deletion_window_in_days == 30
    error_message = "Keys are changed every year, and not deleted in a hurry."
  }

  assert {
    condition     = aws_secretsmanager_secret.app.recovery_window_in_days == 30
    error_message = "The secret can be had back for 30 days."
  }
}

run "the_app_is_told_where_it_is" {
  command = plan

  variables {
    environment = { HUMANGOV_LOG_LEVEL = "WARNING" }
  }

  assert {
    condition = tomap(local.settings) == tomap({
      AWS_REGION               = "us-east-1", HUMANGOV_BASE_DOMAIN = "hr.example.gov", HUMANGOV_REGISTRY_TABLE = "humangov-registry"
      HUMANGOV_TRUSTED_PROXIES = "1", HUMANGOV_X_ACCEL = "1", HUMANGOV_SCAN_REQUIRED = "1", HUMANGOV_LOG_LEVEL = "WARNING"
    })
    error_message = "The settings are those of docs/settings.md."
  }
}

run "a_zone_without_an_endpoint_is_passed_over" {
  command = plan

  override_data {
    target = data.aws_vpc_endpoint_service.interface["sts"]
    values = { availability_zones = ["us-east-1a", "us-east-1c", "us-east-1d"] }
  }

  assert {
    condition     = join(" ", output.zones) == "us-east-1a us-east-1c us-east-1d"
    error_message = "The tasks stand where each service that they call has its endpoint."
  }
}

run "zones_can_be_named" {
  command = plan

  variables {
    zones = ["us-east-1b", "us-east-1c", "us-east-1d"]
  }

  assert {
    condition     = join(" ", output.zones) == "us-east-1b us-east-1c us-east-1d" && length(data.aws_vpc_endpoint_service.interface) == 0
    error_message = "Whoever names zones is believed, and nothing is looked up."
  }
}

run "two_zones_are_too_few" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b"]
  }

  expect_failures = [var.zones]
}

run "no_mail_unless_an_address_is_given" {
  command = plan

  assert {
    condition     = length(module.mail) == 0 && length(aws_iam_role_policy.mail) == 0 && !contains(keys(local.settings), "HUMANGOV_MAIL_FROM") && length(output.mail_records) == 0
    error_message = "Without an address nobody may send."
  }
}

run "mail_has_its_way_its_right_and_its_setting" {
  command = plan

  variables {
    mail_from = "humangov@hr.example.gov"
    zone_id   = "Z1"
    states    = { california = {}, texas = { dedicated = true } }
  }

  assert {
    condition     = contains(local.interfaces, "email") && local.settings.HUMANGOV_MAIL_FROM == "humangov@hr.example.gov" && local.dedicated_settings["texas"].HUMANGOV_MAIL_FROM == "humangov@hr.example.gov"
    error_message = "The tasks know the address, and reach SES inside."
  }

  assert {
    condition     = { for key, policy in aws_iam_role_policy.mail : key => policy.role } == { texas = "humangov-web-texas-task", web = "humangov-web-task" }
    error_message = "The tasks' own roles send, and no state's."
  }

  assert {
    condition     = local.mail_domain == "hr.example.gov" && local.mail_zone_id == "Z1"
    error_message = "A domain of the zone is confirmed in it."
  }
}

run "mail_from_a_domain_elsewhere" {
  command = plan

  variables {
    mail_from = "no-reply@example.org"
    zone_id   = "Z1"
  }

  assert {
    condition     = local.mail_domain == "example.org" && local.mail_zone_id == ""
    error_message = "Another domain is not written into the states' zone."
  }
}

run "an_address_that_is_none" {
  command = plan

  variables {
    mail_from = "HumanGov <humangov@hr.example.gov>"
  }

  expect_failures = [var.mail_from]
}

run "exec_has_its_endpoints" {
  command = plan

  variables {
    exec = true
  }

  assert {
    condition     = join(" ", local.interfaces) == "ecr.api ecr.dkr logs secretsmanager sts kms ssmmessages"
    error_message = "A session of ECS Exec and its key are reached inside."
  }
}

run "logs_are_kept_apart_and_private" {
  command = plan

  assert {
    condition     = aws_s3_bucket.logs.bucket == "humangov-logs-111122223333" && alltrue([aws_s3_bucket_public_access_block.logs.block_public_acls, aws_s3_bucket_public_access_block.logs.block_public_policy, aws_s3_bucket_public_access_block.logs.ignore_public_acls, aws_s3_bucket_public_access_block.logs.restrict_public_buckets])
    error_message = "Nobody else reads them."
  }

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.logs.rule).expiration[0].days == 400
    error_message = "They go after the time that is set."
  }
}

run "a_dedicated_state_has_the_same_service" {
  command = plan

  variables {
    states = { california = {}, texas = { dedicated = true, help = "Dial 311" } }
  }

  assert {
    condition     = join(" ", keys(output.services)) == "texas web" && output.services["texas"].service == "humangov-web-texas"
    error_message = "Texas has a service of its own."
  }

  assert {
    condition = {
      for name, value in local.dedicated_settings["texas"] : name => value
      if contains(["US_STATE", "AWS_DYNAMODB_TABLE", "AWS_BUCKET", "HUMANGOV_STATE_ROLE", "HUMANGOV_STATE_HELP", "HUMANGOV_ADDRESS"], name)
      } == {
      US_STATE            = "texas", AWS_DYNAMODB_TABLE = "humangov-texas", AWS_BUCKET = "humangov-texas-111122223333"
      HUMANGOV_STATE_ROLE = "arn:aws:iam::111122223333:role/humangov-state-texas", HUMANGOV_STATE_HELP = "Dial 311"
      HUMANGOV_ADDRESS    = "https://texas.hr.example.gov"
    }
    error_message = "It knows its state by its environment."
  }
}

run "an_image_without_its_digest" {
  command = plan

  variables {
    app_image = "humangov-app:latest"
  }

  expect_failures = [var.app_image]
}

run "two_tasks_are_too_few" {
  command = plan

  variables {
    least_tasks = 2
  }

  expect_failures = [var.least_tasks]
}

run "a_single_way_out" {
  command = plan

  variables {
    egress = "single"
  }

  expect_failures = [var.egress]
}

run "logs_of_a_month" {
  command = plan

  variables {
    log_retention_days = 30
  }

  expect_failures = [var.log_retention_days]
}

run "no_name_and_no_certificate" {
  command = plan

  variables {
    certificate_arn = ""
  }

  expect_failures = [var.certificate_arn]
}

run "a_name_with_a_hyphen_at_its_end" {
  command = plan

  variables {
    name = "humangov-"
  }

  expect_failures = [var.name]
}

run "a_name_that_a_load_balancer_must_not_have" {
  command = plan

  variables {
    name = "internal-hr"
  }

  expect_failures = [var.name]
}

run "the_whole_internet_has_a_rate" {
  command = plan

  variables {
    rate_exempt_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.rate_exempt_cidrs]
}
