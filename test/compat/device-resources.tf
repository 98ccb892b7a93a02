terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}

variable "endpoint" {}
# What is changed in a second step.
variable "step" { default = "0" }

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  s3_use_path_style           = true
  endpoints {
    dynamodb = var.endpoint
    iam      = var.endpoint
    iot      = var.endpoint
    lambda   = var.endpoint
    s3       = var.endpoint
    sns      = var.endpoint
    sqs      = var.endpoint
    sts      = var.endpoint
  }
}

data "aws_iot_endpoint" "data" { endpoint_type = "iot:Data-ATS" }
data "aws_iot_endpoint" "credentials" { endpoint_type = "iot:CredentialProvider" }

resource "aws_iam_role" "iot" {
  name = "iot"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["iot.amazonaws.com", "credentials.iot.amazonaws.com", "lambda.amazonaws.com"] }
    }]
  })
}

resource "aws_iot_thing_type" "pump" {
  name = "pump"
  properties {
    description           = "pumps"
    searchable_attributes = ["floor"]
  }
}

resource "aws_iot_thing" "pump" {
  name            = "pump-1"
  thing_type_name = aws_iot_thing_type.pump.name
  attributes      = { floor = var.step }
}

resource "aws_iot_thing_group" "house" {
  name = "house"
  tags = { step = var.step }
}

resource "aws_iot_thing_group" "cellar" {
  name              = "cellar"
  parent_group_name = aws_iot_thing_group.house.name
  properties {
    description = "step ${var.step}"
    attribute_payload { attributes = { step = var.step } }
  }
}

resource "aws_iot_thing_group_membership" "pump" {
  thing_name       = aws_iot_thing.pump.name
  thing_group_name = aws_iot_thing_group.cellar.name
}

resource "aws_iot_billing_group" "all" {
  name = "all"
  properties { description = "step ${var.step}" }
}

resource "aws_iot_certificate" "pump" { active = true }

resource "aws_iot_policy" "pump" {
  name = "pump"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["iot:Connect", "iot:Publish"], Resource = "arn:aws:iot:us-east-1:*:*/${var.step}" }]
  })
}

resource "aws_iot_policy_attachment" "pump" {
  policy = aws_iot_policy.pump.name
  target = aws_iot_certificate.pump.arn
}

resource "aws_iot_thing_principal_attachment" "pump" {
  thing     = aws_iot_thing.pump.name
  principal = aws_iot_certificate.pump.arn
}

resource "aws_iot_role_alias" "reader" {
  alias               = "reader"
  role_arn            = aws_iam_role.iot.arn
  credential_duration = 3600 + var.step * 60
}

resource "aws_lambda_function" "app" {
  function_name = "app"
  filename      = "app.zip"
  handler       = "app.handler"
  runtime       = "python3.11"
  role          = aws_iam_role.iot.arn
}

resource "aws_iot_authorizer" "gate" {
  name                    = "gate"
  authorizer_function_arn = aws_lambda_function.app.arn
  signing_disabled        = true
  status                  = var.step == "0" ? "ACTIVE" : "INACTIVE"
}

resource "aws_iot_provisioning_template" "fleet" {
  name                  = "fleet"
  description           = "step ${var.step}"
  provisioning_role_arn = aws_iam_role.iot.arn
  enabled               = true
  template_body = jsonencode({
    Parameters = { SerialNumber = { Type = "String" } }
    Resources = {
      certificate = { Type = "AWS::IoT::Certificate", Properties = { CertificateId = { Ref = "AWS::IoT::Certificate::Id" }, Status = "Active" } }
      policy      = { Type = "AWS::IoT::Policy", Properties = { PolicyName = "pump${var.step}" } }
    }
  })
  pre_provisioning_hook { target_arn = aws_lambda_function.app.arn }
}

resource "aws_iot_logging_options" "logs" {
  default_log_level = var.step == "0" ? "WARN" : "INFO"
  role_arn          = aws_iam_role.iot.arn
}

resource "aws_iot_indexing_configuration" "index" {
  thing_indexing_configuration { thing_indexing_mode = "REGISTRY" }
}

resource "aws_iot_event_configurations" "events" {
  event_configurations = {
    "THING"                  = true
    "THING_GROUP"            = var.step == "0"
    "THING_TYPE"             = false
    "THING_GROUP_MEMBERSHIP" = false
    "THING_GROUP_HIERARCHY"  = false
    "THING_TYPE_ASSOCIATION" = false
    "JOB"                    = true
    "JOB_EXECUTION"          = false
    "POLICY"                 = false
    "CERTIFICATE"            = false
    "CA_CERTIFICATE"         = false
  }
}

resource "aws_sqs_queue" "sales" { name = "sales" }
resource "aws_sns_topic" "sales" { name = "sales" }
resource "aws_s3_bucket" "sales" { bucket = "sales-of-pumps" }
resource "aws_dynamodb_table" "sales" {
  name         = "sales"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iot_topic_rule" "sales" {
  name        = "sales"
  enabled     = true
  description = "step ${var.step}"
  sql         = "SELECT * FROM 'sales/#'"
  sql_version = "2016-03-23"
  lambda { function_arn = aws_lambda_function.app.arn }
  sqs {
    queue_url  = aws_sqs_queue.sales.url
    role_arn   = aws_iam_role.iot.arn
    use_base64 = false
  }
  sns {
    target_arn     = aws_sns_topic.sales.arn
    role_arn       = aws_iam_role.iot.arn
    message_format = "RAW"
  }
  s3 {
    bucket_name = aws_s3_bucket.sales.bucket
    key         = "$${topic()}"
    role_arn    = aws_iam_role.iot.arn
  }
  dynamodbv2 {
    role_arn = aws_iam_role.iot.arn
    put_item { table_name = aws_dynamodb_table.sales.name }
  }
  dynamodb {
    table_name     = aws_dynamodb_table.sales.name
    hash_key_field = "id"
    hash_key_type  = "STRING"
    hash_key_value = "$${topic(2)}"
    payload_field  = "payload"
    role_arn       = aws_iam_role.iot.arn
  }
  republish {
    topic    = "again"
    qos      = 1
    role_arn = aws_iam_role.iot.arn
  }
  cloudwatch_metric {
    metric_name      = "Sales"
    metric_namespace = "Shop"
    metric_unit      = "Count"
    metric_value     = "1"
    role_arn         = aws_iam_role.iot.arn
  }
  cloudwatch_logs {
    log_group_name = "sales"
    role_arn       = aws_iam_role.iot.arn
  }
  error_action {
    sqs {
      queue_url  = aws_sqs_queue.sales.url
      role_arn   = aws_iam_role.iot.arn
      use_base64 = true
    }
  }
  tags = { step = var.step }
}
