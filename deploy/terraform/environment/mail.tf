variable "mail_from" {
  description = "The address that links to sign in are sent from, such as humangov@hr.example.gov. Empty: no mail is sent."
  type        = string
  default     = ""

  validation {
    condition     = var.mail_from == "" || can(regex("^[a-z0-9._+-]+@([a-z0-9-]+\\.)+[a-z]{2,}$", var.mail_from))
    error_message = "Give an address in small letters, such as humangov@hr.example.gov, or none."
  }
}

locals {
  sends       = var.mail_from != ""
  mail_domain = element(split("@", var.mail_from), length(split("@", var.mail_from)) - 1)
  # The zone is that of the states' addresses: another domain's records are made where its DNS is.
  mail_zone_id = endswith(".${local.mail_domain}", ".${var.base_domain}") ? var.zone_id : ""
}

module "mail" {
  source = "../modules/mail"
  count  = local.sends ? 1 : 0

  name         = var.name
  from_address = var.mail_from
  domain       = local.mail_domain
  zone_id      = local.mail_zone_id
}

# The tasks send by themselves; a state's role opens records, and nothing else.
resource "aws_iam_role_policy" "mail" {
  for_each = {
    for key, name in merge({ web = module.web_service.task_role_name }, { for slug, service in module.dedicated : slug => service.task_role_name }) :
    key => name if local.sends
  }

  name   = "mail"
  role   = each.value
  policy = module.mail[0].policy
}

output "mail_records" {
  description = "The DNS records by which SES confirms the domain of mail_from, where they are not made here."
  value       = local.sends && local.mail_zone_id == "" ? module.mail[0].records : {}
}
