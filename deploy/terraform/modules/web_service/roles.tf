locals {
  tasks_only = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
        Action    = "sts:AssumeRole"
        # Not for the tasks of somebody else's cluster (ECS Developer Guide, confused deputy).
        Condition = { StringEquals = { "aws:SourceAccount" = split(":", var.estate.cluster_arn)[4] } }
      },
    ]
  })
}

# What the app may do is added by the environment: nothing but to become a state's role.
resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  description        = "HumanGov: the app"
  assume_role_policy = local.tasks_only
}

# What ECS does before the app starts: fetch the images, the secret, and open the logs.
resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  description        = "HumanGov: starts the app"
  assume_role_policy = local.tasks_only
}

resource "aws_iam_role_policy" "execution" {
  name = "start"
  role = aws_iam_role.execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # The one call of ECR that takes no resource.
      { Sid = "SignInToEcr", Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Sid      = "FetchImages"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = var.estate.repository_arns
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.main.arn}:*"
      },
      { Sid = "ReadTheSecret", Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = var.estate.secret_arn },
      {
        Sid       = "OpenTheSecret"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.estate.key_arn
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${var.estate.region}.amazonaws.com" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "exec" {
  #checkov:skip=CKV_AWS_290:The channels of ECS Exec and the list of log groups have no ARN that a policy could name (ECS Developer Guide).
  #checkov:skip=CKV_AWS_355:As above.
  count = var.exec ? 1 : 0

  name = "exec"
  role = aws_iam_role.task.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Channels"
        Effect = "Allow"
        Action = [
          "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
        ]
        Resource = "*"
      },
      # What is typed is encrypted with the cluster's key, and its log is written by the task.
      { Sid = "KeyOfTheSession", Effect = "Allow", Action = "kms:Decrypt", Resource = var.estate.key_arn },
      { Sid = "FindTheLog", Effect = "Allow", Action = "logs:DescribeLogGroups", Resource = "*" },
      {
        Sid      = "WriteTheLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = "${var.estate.exec_log_arn}:*"
      },
    ]
  })
}
