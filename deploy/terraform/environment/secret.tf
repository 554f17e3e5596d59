# The key that signs forms and links, one for all tasks. make deploy puts a random one in where there is none: so it
# stands neither in Terraform's state nor in a plan, and nobody has seen it.
resource "aws_secretsmanager_secret" "app" {
  #checkov:skip=CKV2_AWS_57:A new key ends all forms that are being filled in, so it is changed by hand: docs/operations/incident.md.
  name                    = "${var.name}-secret-key"
  description             = "HUMANGOV_SECRET_KEY of the app"
  kms_key_id              = aws_kms_key.operations.arn
  recovery_window_in_days = var.deletion_protection ? 30 : 0
}
