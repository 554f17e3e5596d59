mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
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
}

run "a_state_is_one_line" {
  command = plan

  variables {
    states = { california = {}, new-york = { color = "#1B3A57", initials = "ny" }, district-of-columbia = { active = false } }
  }

  assert {
    condition     = keys(module.state_store) == ["california", "district-of-columbia", "new-york"]
    error_message = "Each state has its own store."
  }

  assert {
    condition     = { for slug, store in module.state_store : slug => store.table_name } == { california = "humangov-california", district-of-columbia = "humangov-district-of-columbia", new-york = "humangov-new-york" }
    error_message = "Each store has its own table."
  }

  assert {
    condition     = keys(aws_dynamodb_table_item.state) == ["california", "district-of-columbia", "new-york"]
    error_message = "Each state is in the registry."
  }

  assert {
    condition     = length(aws_iam_role_policy.dedicated_task_access) == 0
    error_message = "A state needs no tasks of its own."
  }
}

run "a_dedicated_state_has_tasks_of_its_own" {
  command = plan

  variables {
    states = { california = {}, texas = { dedicated = true } }
  }

  assert {
    condition     = keys(aws_iam_role_policy.dedicated_task_access) == ["texas"]
    error_message = "The dedicated service becomes its state's role."
  }

  assert {
    condition     = local.pooled == ["california"]
    error_message = "The pooled service does not."
  }
}

run "some_states_are_scanned" {
  command = plan

  variables {
    states  = { california = {}, texas = { scan = true, dedicated = true }, wyoming = { scan = true } }
    scanner = false
  }

  assert {
    condition     = local.scanned == { california = false, texas = true, wyoming = true }
    error_message = "A state says it of itself, or the installation does."
  }

  assert {
    condition     = local.settings.HUMANGOV_SCAN_REQUIRED == "0" && local.dedicated_settings["texas"].HUMANGOV_SCAN_REQUIRED == "1"
    error_message = "A service of one state knows what is true of that state."
  }
}

run "all_states_but_one_are_scanned" {
  command = plan

  variables {
    states = { california = {}, wyoming = { scan = false } }
  }

  assert {
    condition     = local.scanned == { california = true, wyoming = false }
    error_message = "One state may do without."
  }
}

run "the_registry_is_protected" {
  command = plan

  variables {
    states = { california = {} }
  }

  assert {
    condition     = aws_dynamodb_table.registry.name == "humangov-registry" && aws_dynamodb_table.registry.deletion_protection_enabled
    error_message = "The registry is not deleted by one call."
  }

  assert {
    condition     = aws_dynamodb_table.registry.point_in_time_recovery[0].enabled && aws_dynamodb_table.registry.point_in_time_recovery[0].recovery_period_in_days == 35
    error_message = "The registry can be restored."
  }

  assert {
    condition     = aws_kms_key.registry.enable_key_rotation
    error_message = "The registry's key rotates."
  }
}

run "a_name_that_is_no_state" {
  command = plan

  variables {
    states = { atlantis = {} }
  }

  expect_failures = [var.states]
}

run "a_slug_is_written_as_in_an_address" {
  command = plan

  variables {
    states = { "New York" = {} }
  }

  expect_failures = [var.states]
}

run "a_colour_that_is_none" {
  command = plan

  variables {
    states = { california = { color = "blue" } }
  }

  expect_failures = [var.states]
}

run "a_colour_too_light_for_white_text" {
  command = plan

  variables {
    states = { california = { color = "#8899aa" } }
  }

  expect_failures = [var.states]
}

run "initials_that_are_too_long" {
  command = plan

  variables {
    states = { california = { initials = "CALI" } }
  }

  expect_failures = [var.states]
}
