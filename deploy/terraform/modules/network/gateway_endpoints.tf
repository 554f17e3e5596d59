# The ways to DynamoDB and S3: free, and open to what is ours alone, so that nothing can be carried to another account.
locals {
  our_tables = "arn:${var.partition}:dynamodb:${var.region}:${var.account_id}:table/${var.name}-*"

  gateway_statements = {
    dynamodb = [
      { Sid = "OurTables", Effect = "Allow", Principal = "*", Action = "dynamodb:*", Resource = local.our_tables },
    ]
    s3 = [
      {
        Sid       = "OurBuckets"
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [for path in ["", "/*"] : "arn:${var.partition}:s3:::${var.name}-*-${var.account_id}${path}"]
      },
      # Where ECR keeps the layers of images (ECR User Guide, VPC endpoints).
      {
        Sid       = "LayersOfImages"
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:${var.partition}:s3:::prod-${var.region}-starport-layer-bucket/*"
      },
    ]
  }
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = local.gateway_statements

  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [for table in aws_route_table.private : table.id]
  policy            = jsonencode({ Version = "2012-10-17", Statement = each.value })
  tags              = { Name = "${var.name}-${each.key}" }
}
