"""The benchmark of `make bench`: the real pages on AWS's DynamoDB Local, beside a floor and the predecessor's way."""
