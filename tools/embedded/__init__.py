"""The AWS APIs on this machine, from packages alone: AWS's DynamoDB Local, and MiniStack for S3, KMS, STS and SQS."""
