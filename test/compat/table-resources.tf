# What Terraform makes of DynamoDB and of a function that follows a table. `step` is changed between two applies.
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
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints {
    dynamodb = var.endpoint
    iam      = var.endpoint
    lambda   = var.endpoint
    s3       = var.endpoint
    sts      = var.endpoint
  }
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "customer"
  range_key    = "order"

  attribute {
    name = "customer"
    type = "S"
  }
  attribute {
    name = "order"
    type = "S"
  }
  attribute {
    name = "status"
    type = "S"
  }
  attribute {
    name = "total"
    type = "N"
  }

  local_secondary_index {
    name            = "by-total"
    range_key       = "total"
    projection_type = "KEYS_ONLY"
  }
  global_secondary_index {
    name               = "by-status"
    hash_key           = "status"
    range_key          = "total"
    projection_type    = "INCLUDE"
    non_key_attributes = ["note"]
  }

  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = var.step > 0
  }
  deletion_protection_enabled = false
  tags = {
    team = "team-${var.step}"
  }
}

resource "aws_dynamodb_table" "counters" {
  name           = "counters"
  read_capacity  = 5 + var.step
  write_capacity = 5
  hash_key       = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table_item" "first" {
  table_name = aws_dynamodb_table.counters.name
  hash_key   = aws_dynamodb_table.counters.hash_key
  item       = jsonencode({ id = { S = "first" }, count = { N = format("%d", var.step) }, tags = { SS = ["a", "b"] } })
}

resource "aws_dynamodb_resource_policy" "counters" {
  resource_arn = aws_dynamodb_table.counters.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::000000000000:root" }
      Action    = "dynamodb:GetItem"
      Resource  = aws_dynamodb_table.counters.arn
    }]
  })
}

resource "aws_s3_bucket" "seed" {
  bucket = "table-seed"
}

resource "aws_s3_object" "seed" {
  bucket  = aws_s3_bucket.seed.bucket
  key     = "data/one.json"
  content = "{\"Item\":{\"id\":{\"S\":\"imported\"}}}\n"
}

resource "aws_dynamodb_table" "imported" {
  name         = "imported"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  import_table {
    input_format           = "DYNAMODB_JSON"
    input_compression_type = "NONE"
    s3_bucket_source {
      bucket     = aws_s3_object.seed.bucket
      key_prefix = "data/"
    }
  }
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn               = aws_dynamodb_table.orders.stream_arn
  function_name                  = aws_lambda_function.follower.arn
  starting_position              = "TRIM_HORIZON"
  batch_size                     = 100 + var.step
  maximum_retry_attempts         = 3
  bisect_batch_on_function_error = true
  parallelization_factor         = 2
  function_response_types        = ["ReportBatchItemFailures"]
  filter_criteria {
    filter {
      pattern = jsonencode({ eventName = ["INSERT"] })
    }
  }
}

resource "aws_lambda_function" "follower" {
  function_name = "follower"
  role          = aws_iam_role.follower.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "app.zip"
}

resource "aws_iam_role" "follower" {
  name = "follower"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "follower" {
  role       = aws_iam_role.follower.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole"
}
