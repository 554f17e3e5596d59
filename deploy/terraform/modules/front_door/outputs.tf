output "load_balancer" {
  description = "The load balancer: its ARN, the end of it that metrics go by, and its DNS name."
  value       = { arn = aws_lb.main.arn, arn_suffix = aws_lb.main.arn_suffix, dns_name = aws_lb.main.dns_name }
}

output "listener_arn" {
  description = "The listener of HTTPS."
  value       = aws_lb_listener.https.arn
}
