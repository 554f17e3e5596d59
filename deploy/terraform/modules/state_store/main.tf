locals {
  table  = "${var.name}-${var.slug}"
  bucket = "${var.name}-${var.slug}-${var.account_id}"

  # What is on hold stays, whatever else is said.
  protected = var.state.legal_hold || (var.deletion_protection && var.state.protected)

  tags = {
    state      = var.slug
    legal-hold = tostring(var.state.legal_hold)
  }
}
