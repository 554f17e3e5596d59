variable "states" {
  description = "The states that this installation serves, by slug. A state with nothing special is a whole line: california = {}"
  type = map(object({
    color      = optional(string, "#1a4480")
    initials   = optional(string, "")
    help       = optional(string, "")
    active     = optional(bool, true)
    dedicated  = optional(bool, false)
    legal_hold = optional(bool, false)
    scan       = optional(bool)
    protected  = optional(bool, true)
  }))

  validation {
    condition     = alltrue([for slug in keys(var.states) : contains(keys(jsondecode(file("${path.module}/states.json"))), slug)])
    error_message = "Name a state as in its address, such as new-york. states.json lists them."
  }

  validation {
    condition     = alltrue([for state in values(var.states) : can(regex("^#[0-9a-fA-F]{6}$", state.color))])
    error_message = "Give each colour as #rrggbb, such as #1a4480."
  }

  # WCAG 2.2, relative luminance: white text has a contrast of 4.5:1. The same as contrast_with_white in the app.
  validation {
    condition = alltrue([
      for state in values(var.states) : try(1.05 / (0.05 + sum([
        for place, weight in [0.2126, 0.7152, 0.0722] :
        weight * [
          for c in [parseint(substr(state.color, 1 + 2 * place, 2), 16) / 255] :
          c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
        ][0]
      ])) >= 4.5, true)
    ])
    error_message = "Choose colours that are dark enough for white text (a contrast of 4.5 or more)."
  }

  validation {
    condition     = alltrue([for state in values(var.states) : can(regex("^[A-Za-z]{0,3}$", state.initials))])
    error_message = "Give 1 to 3 letters as initials, or none for the postal code."
  }

  validation {
    condition     = alltrue([for state in values(var.states) : state.help == "" || (length(state.help) <= 200 && can(regex("\\S@\\S|[0-9]{3}", state.help)))])
    error_message = "Say in help whom a state's people ask, in at most 200 characters, with a phone number or an e-mail address."
  }
}

locals {
  # Some, all or none: the installation says it of all, and a state of itself.
  scanned      = { for slug, state in var.states : slug => coalesce(state.scan, var.scanner) }
  postal_codes = jsondecode(file("${path.module}/states.json"))
}

module "state_store" {
  source   = "../modules/state_store"
  for_each = var.states

  name = var.name
  slug = each.key
  state = merge(each.value, {
    color    = lower(each.value.color)
    initials = upper(each.value.initials == "" ? local.postal_codes[each.key] : each.value.initials)
  })

  # A state with tasks of its own is closed to all others.
  task_role_arns = [each.value.dedicated ? module.dedicated[each.key].task_role_arn : module.web_service.task_role_arn]

  account_id = data.aws_caller_identity.main.account_id
  partition  = data.aws_partition.main.partition
  region     = var.region
  # By way of its policy: S3 refuses to log where it may not write.
  access_log_bucket   = aws_s3_bucket_policy.logs.bucket
  scanner             = local.scanned[each.key]
  deletion_protection = var.deletion_protection
}
