# The settings of one environment. Copy this folder, name it (production, staging, …), and fill in what is yours.
# All settings, with what they mean: deploy/terraform/environment/variables.tf.

region      = "us-east-1"
base_domain = "hr.example.gov"

# The Route 53 zone of the base domain. Without it the DNS is kept elsewhere: leave it "", and name a certificate for
# *.hr.example.gov in certificate_arn.
zone_id         = ""
certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

# Who is told when something is wrong.
alarm_emails = ["operations@example.gov"]

# ARM64 is cheaper. X86_64 where the images are built on machines without emulation of ARM64.
architecture = "ARM64"
