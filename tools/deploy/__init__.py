"""What `make deploy`, `make onboard` and the other targets of an operator do. docs/operations/ has the runbooks."""
