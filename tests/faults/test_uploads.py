"""Many uploads at once while S3 hangs: people's pages and the probe go on."""
