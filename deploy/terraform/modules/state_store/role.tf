# The only role that opens the state's records. The app assumes it for requests of this state.
resource "aws_iam_role" "main" {
  name                 = "${var.name}-state-${var.slug}"
  description          = "HumanGov: the records of ${var.slug}"
  max_session_duration = 3600
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TasksThatSayWhichState"
        Effect    = "Allow"
        Principal = { AWS = var.task_role_arns }
        Action    = local.actions.task.assume_role.role
        Condition = {
          StringEquals                = { "aws:RequestTag/state" = var.slug }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = ["state"] }
          # ForAllValues is also true of no tags at all.
          Null = { "aws:TagKeys" = "false" }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "main" {
  name = "records"
  role = aws_iam_role.main.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.table_statements, local.object_statements, local.key_use_statements, local.deny_statements)
  })
}

locals {
  # What the app asks of AWS, kept beside the policies that allow it. A test holds it against the app's code.
  actions = jsondecode(file("${path.module}/actions.json"))

  used = {
    for kind in ["table", "index", "object", "bucket"] :
    kind => sort(distinct(flatten([for call in values(local.actions.state) : try(call[kind], [])])))
  }
}
