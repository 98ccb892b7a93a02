# What Terraform makes of the services of events. `step` is changed between two applies.
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
    iam       = var.endpoint
    lambda    = var.endpoint
    scheduler = var.endpoint
    sns       = var.endpoint
    sqs       = var.endpoint
    sts       = var.endpoint
  }
}

resource "aws_sqs_queue" "dead" {
  name = "dead"
}

resource "aws_sqs_queue" "work" {
  name                       = "work"
  delay_seconds              = var.step
  visibility_timeout_seconds = 60
  receive_wait_time_seconds  = 5
  message_retention_seconds  = 86400
  max_message_size           = 2048
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
  tags                       = { step = var.step }
}

resource "aws_sqs_queue" "fifo" {
  name                              = "work.fifo"
  fifo_queue                        = true
  content_based_deduplication       = true
  deduplication_scope               = "messageGroup"
  fifo_throughput_limit             = "perMessageGroupId"
  kms_master_key_id                 = "alias/aws/sqs"
  kms_data_key_reuse_period_seconds = 600
}

resource "aws_sqs_queue_redrive_policy" "fifo" {
  queue_url      = aws_sqs_queue.fifo.id
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.fifo_dead.arn, maxReceiveCount = 4 })
}

resource "aws_sqs_queue" "fifo_dead" {
  name       = "dead.fifo"
  fifo_queue = true
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url            = aws_sqs_queue.dead.id
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.work.arn] })
}

resource "aws_sqs_queue_policy" "dead" {
  queue_url = aws_sqs_queue.dead.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "topic"
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.dead.arn
      Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:us-east-1:000000000000:step-${var.step}" } }
    }]
  })
}

resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["lambda.amazonaws.com", "scheduler.amazonaws.com"] }
    }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"]
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.11"
  handler       = "app.handler"
  filename      = "app.zip"
}

resource "aws_lambda_event_source_mapping" "work" {
  event_source_arn                   = aws_sqs_queue.work.arn
  function_name                      = aws_lambda_function.worker.arn
  batch_size                         = var.step + 10
  maximum_batching_window_in_seconds = 1
  function_response_types            = ["ReportBatchItemFailures"]
  scaling_config {
    maximum_concurrency = 2
  }
  filter_criteria {
    filter {
      pattern = jsonencode({ body = { step = [{ numeric = [">", var.step] }] } })
    }
  }
}

resource "aws_scheduler_schedule_group" "nightly" {
  name = "nightly"
}

resource "aws_scheduler_schedule" "report" {
  name                         = "report"
  group_name                   = aws_scheduler_schedule_group.nightly.name
  schedule_expression          = "cron(${var.step} 2 * * ? *)"
  schedule_expression_timezone = "Europe/Berlin"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }
  target {
    arn      = aws_sqs_queue.work.arn
    role_arn = aws_iam_role.worker.arn
    input    = jsonencode({ step = var.step })
    retry_policy {
      maximum_retry_attempts = 5
    }
  }
}

resource "aws_sns_topic" "news" {
  name                             = "news"
  display_name                     = "News ${var.step}"
  kms_master_key_id                = "alias/aws/sns"
  signature_version                = 2
  tracing_config                   = "PassThrough"
  sqs_success_feedback_role_arn    = aws_iam_role.worker.arn
  sqs_failure_feedback_role_arn    = aws_iam_role.worker.arn
  sqs_success_feedback_sample_rate = 10 + var.step
  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy    = { minDelayTarget = 20, maxDelayTarget = 20 + var.step, numRetries = 3, numMaxDelayRetries = 0, numNoDelayRetries = 0, numMinDelayRetries = 0, backoffFunction = "linear" }
      disableSubscriptionOverrides = false
    }
  })
  tags = { step = var.step }
}

resource "aws_sns_topic" "ordered" {
  name                        = "ordered.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
}

resource "aws_sns_topic_policy" "news" {
  arn = aws_sns_topic.news.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "buckets${var.step}"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.news.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "queue" {
  topic_arn            = aws_sns_topic.news.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.work.arn
  raw_message_delivery = true
  filter_policy        = jsonencode({ kind = ["book", { prefix = "step-${var.step}" }] })
  filter_policy_scope  = "MessageBody"
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn })
}

resource "aws_sns_topic_subscription" "function" {
  topic_arn     = aws_sns_topic.news.arn
  protocol      = "lambda"
  endpoint      = aws_lambda_function.worker.arn
  filter_policy = jsonencode({ price = [{ numeric = [">", var.step] }] })
}

resource "aws_sns_topic_subscription" "phone" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "sms"
  endpoint  = "+15550100123"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "email"
  endpoint  = "reader@example.com"
}

# Nobody answers there: it stays pending.
resource "aws_sns_topic_subscription" "web" {
  topic_arn                       = aws_sns_topic.news.arn
  protocol                        = "http"
  endpoint                        = "http://127.0.0.1:9/"
  endpoint_auto_confirms          = false
  confirmation_timeout_in_minutes = 1
}

resource "aws_sns_topic_subscription" "ordered" {
  topic_arn = aws_sns_topic.ordered.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.fifo.arn
}
