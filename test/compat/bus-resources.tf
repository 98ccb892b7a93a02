# What Terraform makes of EventBridge and Pipes. `step` is changed between two applies.
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
  skip_requesting_account_id  = true
  endpoints {
    cloudwatchlogs = var.endpoint
    eventbridge    = var.endpoint
    iam            = var.endpoint
    lambda         = var.endpoint
    pipes          = var.endpoint
    sns            = var.endpoint
    sqs            = var.endpoint
    sts            = var.endpoint
  }
}

resource "aws_cloudwatch_event_bus" "orders" {
  name        = "orders"
  description = "step ${var.step}"
  tags        = { step = var.step }
}

resource "aws_cloudwatch_event_bus" "copy" {
  name = "copy"
}

resource "aws_cloudwatch_event_bus_policy" "orders" {
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "step${var.step}"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "events:PutEvents"
      Resource  = aws_cloudwatch_event_bus.orders.arn
    }]
  })
}

resource "aws_cloudwatch_event_permission" "copy" {
  event_bus_name = aws_cloudwatch_event_bus.copy.name
  principal      = "222222222222"
  statement_id   = "other"
}

resource "aws_cloudwatch_event_rule" "large" {
  name           = "large"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  description    = "orders over ${var.step}"
  event_pattern  = jsonencode({ source = ["shop"], detail = { total = [{ numeric = [">", var.step] }] } })
  tags           = { step = var.step }
}

resource "aws_cloudwatch_event_rule" "minutely" {
  name                = "minutely"
  schedule_expression = "rate(${var.step + 2} minutes)"
  state               = var.step == 0 ? "ENABLED" : "DISABLED"
}

resource "aws_cloudwatch_event_target" "queue" {
  rule           = aws_cloudwatch_event_rule.large.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  target_id      = "queue"
  arn            = aws_sqs_queue.work.arn
  input_transformer {
    input_paths    = { total = "$.detail.total" }
    input_template = "{\"step\": ${var.step}, \"total\": <total>}"
  }
  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = var.step
  }
  dead_letter_config {
    arn = aws_sqs_queue.dead.arn
  }
}

resource "aws_cloudwatch_event_target" "fifo" {
  rule           = aws_cloudwatch_event_rule.large.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  target_id      = "fifo"
  arn            = aws_sqs_queue.fifo.arn
  input_path     = "$.detail"
  sqs_target {
    message_group_id = "step-${var.step}"
  }
}

resource "aws_cloudwatch_event_target" "function" {
  rule  = aws_cloudwatch_event_rule.minutely.name
  arn   = aws_lambda_function.worker.arn
  input = jsonencode({ step = var.step })
}

resource "aws_lambda_permission" "minutely" {
  statement_id  = "minutely"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.worker.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.minutely.arn
}

resource "aws_cloudwatch_event_target" "topic" {
  rule           = aws_cloudwatch_event_rule.large.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_sns_topic.news.arn
}

resource "aws_cloudwatch_event_target" "logs" {
  rule = aws_cloudwatch_event_rule.minutely.name
  arn  = aws_cloudwatch_log_group.events.arn
}

resource "aws_cloudwatch_event_target" "bus" {
  rule           = aws_cloudwatch_event_rule.large.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_cloudwatch_event_bus.copy.arn
  role_arn       = aws_iam_role.events.arn
}

resource "aws_cloudwatch_event_rule" "calls" {
  name          = "calls"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "api" {
  rule     = aws_cloudwatch_event_rule.calls.name
  arn      = aws_cloudwatch_event_api_destination.hook.arn
  role_arn = aws_iam_role.events.arn
  http_target {
    header_parameters       = { step = var.step }
    query_string_parameters = { a = "b" }
    path_parameter_values   = ["p"]
  }
}

resource "aws_cloudwatch_event_connection" "key" {
  name               = "key"
  description        = "step ${var.step}"
  authorization_type = "API_KEY"
  auth_parameters {
    api_key {
      key   = "x-key"
      value = "secret-${var.step}"
    }
    invocation_http_parameters {
      header {
        key             = "h"
        value           = "v"
        is_value_secret = false
      }
    }
  }
}

resource "aws_cloudwatch_event_connection" "basic" {
  name               = "basic"
  authorization_type = "BASIC"
  auth_parameters {
    basic {
      username = "user-${var.step}"
      password = "password"
    }
  }
}

resource "aws_cloudwatch_event_connection" "oauth" {
  name               = "oauth"
  authorization_type = "OAUTH_CLIENT_CREDENTIALS"
  auth_parameters {
    oauth {
      authorization_endpoint = "${var.endpoint}/token/${var.step}"
      http_method            = "POST"
      client_parameters {
        client_id     = "id"
        client_secret = "secret"
      }
      oauth_http_parameters {
        body {
          key   = "scope"
          value = "all"
        }
      }
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "hook" {
  name                             = "hook"
  invocation_endpoint              = "${var.endpoint}/hook/*"
  http_method                      = var.step == 0 ? "POST" : "PUT"
  invocation_rate_limit_per_second = 20 + var.step
  connection_arn                   = aws_cloudwatch_event_connection.key.arn
}

resource "aws_cloudwatch_event_archive" "orders" {
  name             = "orders"
  event_source_arn = aws_cloudwatch_event_bus.orders.arn
  description      = "step ${var.step}"
  event_pattern    = jsonencode({ source = ["shop"] })
  retention_days   = 7 + var.step
}

resource "aws_pipes_pipe" "work" {
  name          = "work"
  description   = "step ${var.step}"
  role_arn      = aws_iam_role.events.arn
  source        = aws_sqs_queue.work.arn
  target        = aws_sqs_queue.fifo.arn
  enrichment    = aws_lambda_function.worker.arn
  desired_state = var.step == 0 ? "RUNNING" : "STOPPED"
  tags          = { step = var.step }
  source_parameters {
    sqs_queue_parameters {
      batch_size                         = 5 + var.step
      maximum_batching_window_in_seconds = 1
    }
    filter_criteria {
      filter {
        pattern = jsonencode({ body = { step = [var.step] } })
      }
    }
  }
  target_parameters {
    input_template = "{\"step\": ${var.step}}"
    sqs_queue_parameters {
      message_group_id         = "g"
      message_deduplication_id = "$.messageId"
    }
  }
}

resource "aws_sqs_queue" "work" {
  name = "work"
}

resource "aws_sqs_queue" "dead" {
  name = "dead"
}

resource "aws_sqs_queue" "fifo" {
  name       = "work.fifo"
  fifo_queue = true
}

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_cloudwatch_log_group" "events" {
  name = "/aws/events/minutely"
}

resource "aws_iam_role" "events" {
  name = "events"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["events.amazonaws.com", "pipes.amazonaws.com", "lambda.amazonaws.com"] }
    }]
  })
}

resource "aws_iam_role_policy" "events" {
  role   = aws_iam_role.events.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.events.arn
  runtime       = "python3.11"
  handler       = "app.handler"
  filename      = "app.zip"
}
