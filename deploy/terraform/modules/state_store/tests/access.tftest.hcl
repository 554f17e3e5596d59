mock_provider "aws" {
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:us-east-1:111122223333:table/humangov-california" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::humangov-california-111122223333" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111122223333:key/11111111-1111-4111-8111-111111111111" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/humangov-state-california" }
  }
}

variables {
  name                = "humangov"
  slug                = "california"
  state               = { color = "#1a4480", initials = "CA", active = true, legal_hold = false, protected = true }
  task_role_arns      = ["arn:aws:iam::111122223333:role/humangov-web"]
  account_id          = "111122223333"
  partition           = "aws"
  region              = "us-east-1"
  access_log_bucket   = "humangov-logs"
  scanner             = true
  deletion_protection = true
}

run "trust" {
  assert {
    condition = jsondecode(aws_iam_role.main.assume_role_policy).Statement == [
      {
        Sid       = "TasksThatSayWhichState"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/humangov-web"] }
        Action    = ["sts:AssumeRole", "sts:TagSession"]
        Condition = {
          StringEquals                = { "aws:RequestTag/state" = "california" }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = ["state"] }
          Null                        = { "aws:TagKeys" = "false" }
        }
      },
    ]
    error_message = "Only the tasks assume the role, and they say for which state."
  }

  assert {
    condition     = aws_iam_role.main.name == "humangov-state-california" && aws_iam_role.main.max_session_duration == 3600
    error_message = "The role is the state's, for an hour at a time."
  }
}

run "permissions" {
  assert {
    condition = alltrue(flatten([
      for s in [for s in jsondecode(aws_iam_role_policy.main.policy).Statement : s if s.Effect == "Allow"] : [
        for word in flatten([s.Action, s.Resource]) : !strcontains(word, "*") || endswith(word, "111122223333/documents/*")
      ]
    ]))
    error_message = "Nothing is allowed by a wildcard but the bucket's documents."
  }

  assert {
    condition = toset(flatten([
      for s in [for s in jsondecode(aws_iam_role_policy.main.policy).Statement : s if s.Effect == "Allow"] : s.Resource
      ])) == toset([
      "arn:aws:dynamodb:us-east-1:111122223333:table/humangov-california",
      "arn:aws:dynamodb:us-east-1:111122223333:table/humangov-california/index/by-actor",
      "arn:aws:dynamodb:us-east-1:111122223333:table/humangov-california/index/by-time",
      "arn:aws:dynamodb:us-east-1:111122223333:table/humangov-california/index/changes-by-time",
      "arn:aws:s3:::humangov-california-111122223333",
      "arn:aws:s3:::humangov-california-111122223333/documents/*",
      "arn:aws:kms:us-east-1:111122223333:key/11111111-1111-4111-8111-111111111111",
    ])
    error_message = "The role opens the state's table, bucket and key, and nothing else."
  }

  assert {
    condition = one([
      for s in jsondecode(aws_iam_role_policy.main.policy).Statement : s if s.Sid == "KeepRecords"
      ]) == {
      Sid       = "KeepRecords"
      Effect    = "Deny"
      Action    = ["dynamodb:DeleteItem", "dynamodb:UpdateItem"]
      Resource  = "arn:aws:dynamodb:us-east-1:111122223333:table/humangov-california"
      Condition = { "ForAnyValue:StringLike" = { "dynamodb:LeadingKeys" = ["AUDIT#*", "EMP#*"] } }
    }
    error_message = "Events and files are never updated or deleted."
  }

  assert {
    condition = alltrue([
      for action in ["dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert"] :
      contains(one([for s in jsondecode(aws_iam_role_policy.main.policy).Statement : s if s.Sid == "NeverTheWhole"]).Action, action)
    ])
    error_message = "No scan, no PartiQL."
  }
}

run "scanner" {
  assert {
    condition     = length(aws_guardduty_malware_protection_plan.main) == 1 && aws_guardduty_malware_protection_plan.main[0].actions[0].tagging[0].status == "ENABLED"
    error_message = "GuardDuty tags what it looked into."
  }

  assert {
    condition     = jsondecode(aws_iam_role.scanner[0].assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "111122223333"
    error_message = "GuardDuty assumes the role for this account only."
  }
}

run "without_scanner" {
  variables {
    scanner = false
  }

  assert {
    condition     = length(aws_guardduty_malware_protection_plan.main) == 0 && length(aws_iam_role.scanner) == 0 && length(aws_iam_role_policy.scanner) == 0
    error_message = "Without a scanner there is no role for one."
  }
}

run "somebody_must_be_able_to_assume_the_role" {
  command = plan

  variables {
    task_role_arns = []
  }

  expect_failures = [var.task_role_arns]
}

run "nobody_is_named_by_a_wildcard" {
  command = plan

  variables {
    task_role_arns = ["arn:aws:iam::111122223333:role/*"]
  }

  expect_failures = [var.task_role_arns]
}
