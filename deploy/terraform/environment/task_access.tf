# What the tasks may do by themselves: read the list of states, and become the role of a state that they serve.
locals {
  task_actions = jsondecode(file("${path.module}/../modules/state_store/actions.json"))
  pooled       = [for slug, state in var.states : slug if !state.dedicated]

  registry_statements = [
    {
      Sid      = "ReadTheRegistry"
      Effect   = "Allow"
      Action   = sort(distinct(flatten([for call in values(local.task_actions.task) : try(call.registry, [])])))
      Resource = aws_dynamodb_table.registry.arn
    },
    {
      Sid       = "KeyOfTheRegistry"
      Effect    = "Allow"
      Action    = local.task_actions.key.dynamodb
      Resource  = aws_kms_key.registry.arn
      Condition = { StringEquals = { "kms:ViaService" = "dynamodb.${var.region}.amazonaws.com" } }
    },
  ]
}

resource "aws_iam_role_policy" "task_access" {
  name = "states"
  role = module.web_service.task_role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(local.registry_statements, [
      for roles in [[for slug in local.pooled : module.state_store[slug].role_arn]] : {
        Sid      = "BecomeAStatesRole"
        Effect   = "Allow"
        Action   = local.task_actions.task.assume_role.role
        Resource = roles
      } if length(roles) > 0
    ])
  })
}

# A dedicated service knows its state by its environment: it needs no list.
resource "aws_iam_role_policy" "dedicated_task_access" {
  for_each = { for slug, state in var.states : slug => state if state.dedicated }

  name = "states"
  role = module.dedicated[each.key].task_role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "BecomeTheStatesRole"
        Effect   = "Allow"
        Action   = local.task_actions.task.assume_role.role
        Resource = module.state_store[each.key].role_arn
      },
    ]
  })
}
