resource "aws_ecr_repository" "main" {
  for_each = toset(var.images)

  name = "${var.name}-${each.key}"
  # A tag that could be moved would be no name of what runs.
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.force_delete

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.key_arn
  }
}

resource "aws_ecr_lifecycle_policy" "main" {
  for_each = aws_ecr_repository.main

  repository = each.value.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "The newest images, to go back to"
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.kept }
        action       = { type = "expire" }
      },
    ]
  })
}

output "repositories" {
  description = "The repositories' addresses, by image."
  value       = { for image, repository in aws_ecr_repository.main : image => repository.repository_url }
}

output "repository_arns" {
  description = "The repositories' ARNs, by image."
  value       = { for image, repository in aws_ecr_repository.main : image => repository.arn }
}
