output "vpc_id" {
  description = "The network."
  value       = aws_vpc.main.id
}

output "public_subnet_ids" {
  description = "The load balancer's subnets, one a zone."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "public_cidrs" {
  description = "The addresses from which the load balancer connects."
  value       = [for zone in var.zones : aws_subnet.public[zone].cidr_block]
}

output "private_subnet_ids" {
  description = "The tasks' subnets, one a zone."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "front_door_security_group_id" {
  description = "The load balancer's security group."
  value       = aws_security_group.front_door.id
}

output "task_security_group_id" {
  description = "The tasks' security group."
  value       = aws_security_group.tasks.id
}
