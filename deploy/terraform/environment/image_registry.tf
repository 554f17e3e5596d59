module "image_registry" {
  source = "../modules/image_registry"

  name    = var.name
  images  = ["app", "nginx"]
  key_arn = aws_kms_key.operations.arn
  # What may be deleted with the images in it: they can be built again.
  force_delete = !var.deletion_protection
}
