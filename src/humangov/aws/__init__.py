"""The only floor with boto3: items and objects to domain values and back, and botocore's errors to ours."""
