# A network and what is in it, as Terraform makes them. `step` is changed between two applies.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {}
variable "step" {
  type = number
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  endpoints {
    ec2 = var.endpoint
    iam = var.endpoint
    ssm = var.endpoint
    sts = var.endpoint
  }
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

data "aws_ami" "ubuntu" {
  most_recent = true
  owners      = ["099720109477"]
  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-amd64-server-*"]
  }
}

data "aws_ec2_instance_type" "micro" {
  instance_type = "t3.micro"
}

data "aws_availability_zones" "all" {
  state = "available"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = var.step > 0
  tags                 = { Name = "main ${var.step}" }
}

resource "aws_subnet" "web" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = data.aws_availability_zones.all.names[0]
  map_public_ip_on_launch = var.step > 0
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table" "web" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "web" {
  subnet_id      = aws_subnet.web.id
  route_table_id = aws_route_table.web.id
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "for the web"
  vpc_id      = aws_vpc.main.id
  ingress {
    description = "web"
    from_port   = 80 + var.step
    to_port     = 80 + var.step
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "inner" {
  name_prefix = "inner-"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "inner" {
  security_group_id            = aws_security_group.inner.id
  referenced_security_group_id = aws_security_group.web.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432 + var.step
  tags                         = { step = var.step }
}

resource "aws_vpc_security_group_egress_rule" "inner" {
  security_group_id = aws_security_group.inner.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "-1"
}

resource "aws_security_group_rule" "inner" {
  type              = "ingress"
  security_group_id = aws_security_group.inner.id
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["10.0.0.0/8"]
}

resource "aws_key_pair" "mine" {
  key_name   = "mine"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2m0DPwZ9B3c9lsW5E0c7kzsNwXxqHqmC0sX0sCrwRY me@example"
}

resource "aws_launch_template" "web" {
  name          = "web"
  image_id      = data.aws_ssm_parameter.image.value
  instance_type = var.step > 0 ? "t3.small" : "t3.micro"
  key_name      = aws_key_pair.mine.key_name
}

resource "aws_instance" "web" {
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.web.id
  vpc_security_group_ids = [aws_security_group.web.id]
  key_name               = aws_key_pair.mine.key_name
  user_data              = "#!/bin/sh"
  tags                   = { Name = "web ${var.step}" }
  root_block_device {
    volume_size = 10
    volume_type = "gp3"
  }
}

resource "aws_instance" "template" {
  subnet_id = aws_subnet.web.id
  launch_template {
    id      = aws_launch_template.web.id
    version = "1"
  }
}

resource "aws_eip" "web" {
  domain   = "vpc"
  instance = aws_instance.web.id
}

resource "aws_network_interface" "second" {
  subnet_id       = aws_subnet.web.id
  security_groups = [aws_security_group.inner.id]
  description     = "step ${var.step}"
  attachment {
    instance     = aws_instance.web.id
    device_index = 1
  }
}

resource "aws_ami_from_instance" "golden" {
  name               = "golden"
  source_instance_id = aws_instance.web.id
}
