# Volumes, snapshots and what keeps them, as Terraform makes them. `step` is changed between two applies.
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
    dlm  = var.endpoint
    ec2  = var.endpoint
    iam  = var.endpoint
    rbin = var.endpoint
    ssm  = var.endpoint
    sts  = var.endpoint
  }
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_instance" "web" {
  ami               = data.aws_ssm_parameter.image.value
  instance_type     = "t3.micro"
  availability_zone = "us-east-1a"
}

resource "aws_ebs_volume" "data" {
  availability_zone = "us-east-1a"
  size              = 8 + var.step
  type              = "gp3"
  iops              = 3000
  tags              = { Name = "data ${var.step}", Backup = "true" }
}

resource "aws_volume_attachment" "data" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.data.id
  instance_id = aws_instance.web.id
}

resource "aws_ebs_snapshot" "data" {
  volume_id   = aws_ebs_volume.data.id
  description = "of the data"
  tags        = { step = var.step }
}

resource "aws_ebs_snapshot_copy" "data" {
  source_snapshot_id = aws_ebs_snapshot.data.id
  source_region      = "us-east-1"
  tags               = { step = var.step }
}

resource "aws_snapshot_create_volume_permission" "other" {
  snapshot_id = aws_ebs_snapshot.data.id
  account_id  = "111122223333"
}

resource "aws_ebs_fast_snapshot_restore" "data" {
  availability_zone = "us-east-1a"
  snapshot_id       = aws_ebs_snapshot.data.id
}

resource "aws_ebs_snapshot_block_public_access" "all" {
  state = var.step > 0 ? "block-all-sharing" : "block-new-sharing"
}

resource "aws_ec2_image_block_public_access" "all" {
  state = "block-new-sharing"
}

resource "aws_ebs_encryption_by_default" "off" {
  enabled = false
}

resource "aws_ami" "data" {
  name                = "data"
  virtualization_type = "hvm"
  architecture        = "x86_64"
  root_device_name    = "/dev/xvda"
  ebs_block_device {
    device_name = "/dev/xvda"
    snapshot_id = aws_ebs_snapshot_copy.data.id
    volume_size = 20
  }
}

resource "aws_ami_launch_permission" "other" {
  image_id   = aws_ami.data.id
  account_id = "111122223333"
}

resource "aws_iam_role" "dlm" {
  name = "dlm"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "dlm.amazonaws.com" } }]
  })
}

resource "aws_dlm_lifecycle_policy" "nightly" {
  description        = "nightly ${var.step}"
  execution_role_arn = aws_iam_role.dlm.arn
  state              = "ENABLED"
  tags               = { step = var.step }
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Backup = "true" }
    schedule {
      name      = "nightly"
      copy_tags = true
      create_rule {
        interval = 24
        times    = ["23:45"]
      }
      retain_rule {
        count = 7 + var.step
      }
      tags_to_add = { By = "dlm" }
    }
  }
}

resource "aws_rbin_rule" "week" {
  description   = "a week and ${var.step}"
  resource_type = "EBS_SNAPSHOT"
  resource_tags {
    resource_tag_key   = "step"
    resource_tag_value = "1"
  }
  retention_period {
    retention_period_value = 7 + var.step
    retention_period_unit  = "DAYS"
  }
  tags = { step = var.step }
}
