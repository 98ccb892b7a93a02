# APIs of the three kinds with all that they are made of. `step` is what changes.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {}
variable "step" { default = "0" }

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "000000000000"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  s3_use_path_style           = true
  endpoints {
    apigateway   = var.endpoint
    apigatewayv2 = var.endpoint
    iam          = var.endpoint
    lambda       = var.endpoint
    logs         = var.endpoint
    sqs          = var.endpoint
    sts          = var.endpoint
  }
}

resource "aws_iam_role" "api" {
  name = "api"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["lambda.amazonaws.com", "apigateway.amazonaws.com"] } }]
  })
}

resource "aws_lambda_function" "app" {
  function_name = "app"
  role          = aws_iam_role.api.arn
  runtime       = "python3.11"
  handler       = "app.handler"
  filename      = "app.zip"
}

resource "aws_lambda_permission" "app" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.app.function_name
  principal     = "apigateway.amazonaws.com"
}

resource "aws_sqs_queue" "orders" { name = "orders" }
resource "aws_cloudwatch_log_group" "access" { name = "access" }

# REST

resource "aws_api_gateway_account" "account" { cloudwatch_role_arn = aws_iam_role.api.arn }

resource "aws_api_gateway_rest_api" "shop" {
  name               = "shop"
  description        = "step ${var.step}"
  binary_media_types = ["image/png"]
  endpoint_configuration { types = ["REGIONAL"] }
  tags = { step = var.step }
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = "pets${var.step}"
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.shop.id
  name         = "Pet"
  content_type = "application/json"
  schema       = jsonencode({ type = "object", title = "step ${var.step}" })
}

resource "aws_api_gateway_request_validator" "body" {
  rest_api_id           = aws_api_gateway_rest_api.shop.id
  name                  = "body"
  validate_request_body = var.step == "0"
}

resource "aws_api_gateway_authorizer" "judge" {
  rest_api_id                      = aws_api_gateway_rest_api.shop.id
  name                             = "judge"
  authorizer_uri                   = aws_lambda_function.app.invoke_arn
  authorizer_result_ttl_in_seconds = 60 + tonumber(var.step)
}

resource "aws_api_gateway_method" "post" {
  rest_api_id          = aws_api_gateway_rest_api.shop.id
  resource_id          = aws_api_gateway_resource.pets.id
  http_method          = "POST"
  authorization        = "CUSTOM"
  authorizer_id        = aws_api_gateway_authorizer.judge.id
  api_key_required     = true
  request_validator_id = aws_api_gateway_request_validator.body.id
  request_models       = { "application/json" = aws_api_gateway_model.pet.name }
  request_parameters   = { "method.request.querystring.q" = false }
}

resource "aws_api_gateway_integration" "post" {
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_resource.pets.id
  http_method             = aws_api_gateway_method.post.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.app.invoke_arn
  timeout_milliseconds    = 20000 + tonumber(var.step)
  cache_key_parameters    = ["method.request.querystring.q"]
}

resource "aws_api_gateway_method" "options" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.pets.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "options" {
  rest_api_id       = aws_api_gateway_rest_api.shop.id
  resource_id       = aws_api_gateway_resource.pets.id
  http_method       = aws_api_gateway_method.options.http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
}

resource "aws_api_gateway_method_response" "options" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_resource.pets.id
  http_method         = aws_api_gateway_method.options.http_method
  status_code         = "200"
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = true }
}

resource "aws_api_gateway_integration_response" "options" {
  rest_api_id         = aws_api_gateway_rest_api.shop.id
  resource_id         = aws_api_gateway_resource.pets.id
  http_method         = aws_api_gateway_method.options.http_method
  status_code         = aws_api_gateway_method_response.options.status_code
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = "'*'" }
  depends_on          = [aws_api_gateway_integration.options]
}

resource "aws_api_gateway_gateway_response" "missing" {
  rest_api_id        = aws_api_gateway_rest_api.shop.id
  response_type      = "MISSING_AUTHENTICATION_TOKEN"
  status_code        = var.step == "0" ? "404" : "403"
  response_templates = { "application/json" = "{\"message\":$context.error.messageString}" }
}

resource "aws_api_gateway_documentation_part" "pets" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  properties  = jsonencode({ description = "step ${var.step}" })
  location { type = "API" }
}

resource "aws_api_gateway_documentation_version" "one" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  version     = "one"
  depends_on  = [aws_api_gateway_documentation_part.pets]
}

resource "aws_api_gateway_client_certificate" "shop" { description = "step ${var.step}" }

resource "aws_api_gateway_deployment" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  triggers    = { step = var.step }
  depends_on  = [aws_api_gateway_integration.post, aws_api_gateway_integration_response.options]
  lifecycle { create_before_destroy = true }
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id           = aws_api_gateway_rest_api.shop.id
  deployment_id         = aws_api_gateway_deployment.shop.id
  stage_name            = "live"
  client_certificate_id = aws_api_gateway_client_certificate.shop.id
  documentation_version = aws_api_gateway_documentation_version.one.version
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"
  variables             = { step = var.step }
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = "$context.requestId"
  }
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled      = true
    logging_level        = var.step == "0" ? "INFO" : "ERROR"
    caching_enabled      = true
    cache_ttl_in_seconds = 60
  }
  depends_on = [aws_api_gateway_account.account]
}

resource "aws_api_gateway_usage_plan" "shop" {
  name = "shop"
  api_stages {
    api_id = aws_api_gateway_rest_api.shop.id
    stage  = aws_api_gateway_stage.live.stage_name
  }
  quota_settings {
    limit  = 1000 + tonumber(var.step)
    period = "DAY"
  }
  throttle_settings {
    burst_limit = 10
    rate_limit  = 20
  }
}

resource "aws_api_gateway_api_key" "shop" { name = "shop" }

resource "aws_api_gateway_usage_plan_key" "shop" {
  key_id        = aws_api_gateway_api_key.shop.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.shop.id
}

resource "aws_api_gateway_domain_name" "shop" {
  domain_name              = "shop.example.com"
  regional_certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222-3333-4444-555555555555"
  endpoint_configuration { types = ["REGIONAL"] }
  tags = { step = var.step }
}

resource "aws_api_gateway_base_path_mapping" "shop" {
  api_id      = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  domain_name = aws_api_gateway_domain_name.shop.domain_name
  base_path   = "v${var.step}"
}

# HTTP

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
  description   = "step ${var.step}"
  cors_configuration {
    allow_origins = ["https://a.example"]
    max_age       = 60 + tonumber(var.step)
  }
  tags = { step = var.step }
}

resource "aws_apigatewayv2_api" "imported" {
  name          = "imported"
  version       = "1"
  protocol_type = "HTTP"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "imported", version = "1" }
    paths = { "/pets${var.step}" = { get = {
      "x-amazon-apigateway-integration" = { type = "http_proxy", httpMethod = "GET", uri = "https://example.com", payloadFormatVersion = "1.0" }
    } } }
  })
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.http.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    issuer   = "https://issuer.example.com"
    audience = ["shop${var.step}"]
  }
}

resource "aws_apigatewayv2_integration" "app" {
  api_id                 = aws_apigatewayv2_api.http.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.app.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 20000 + tonumber(var.step)
}

resource "aws_apigatewayv2_integration" "orders" {
  api_id                 = aws_apigatewayv2_api.http.id
  integration_type       = "AWS_PROXY"
  integration_subtype    = "SQS-SendMessage"
  credentials_arn        = aws_iam_role.api.arn
  payload_format_version = "1.0"
  request_parameters     = { QueueUrl = aws_sqs_queue.orders.url, MessageBody = "$request.body" }
}

resource "aws_apigatewayv2_route" "pets" {
  api_id               = aws_apigatewayv2_api.http.id
  route_key            = "GET /pets${var.step}"
  authorization_type   = "JWT"
  authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
  authorization_scopes = ["pets"]
  target               = "integrations/${aws_apigatewayv2_integration.app.id}"
}

resource "aws_apigatewayv2_route" "orders" {
  api_id    = aws_apigatewayv2_api.http.id
  route_key = "POST /orders"
  target    = "integrations/${aws_apigatewayv2_integration.orders.id}"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.http.id
  name        = "$default"
  auto_deploy = true
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = "$context.requestId"
  }
  default_route_settings {
    throttling_burst_limit = 10 + tonumber(var.step)
    throttling_rate_limit  = 20
  }
}

resource "aws_apigatewayv2_domain_name" "http" {
  domain_name = "http.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222-3333-4444-555555555555"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
  tags = { step = var.step }
}

resource "aws_apigatewayv2_api_mapping" "http" {
  api_id          = aws_apigatewayv2_api.http.id
  domain_name     = aws_apigatewayv2_domain_name.http.id
  stage           = aws_apigatewayv2_stage.default.id
  api_mapping_key = "v${var.step}/http"
}

# WebSocket

resource "aws_apigatewayv2_api" "chat" {
  name                       = "chat"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_integration" "chat" {
  api_id           = aws_apigatewayv2_api.chat.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.app.invoke_arn
}

resource "aws_apigatewayv2_route" "chat" {
  api_id                              = aws_apigatewayv2_api.chat.id
  route_key                           = "say${var.step}"
  target                              = "integrations/${aws_apigatewayv2_integration.chat.id}"
  route_response_selection_expression = "$default"
}

resource "aws_apigatewayv2_route_response" "chat" {
  api_id             = aws_apigatewayv2_api.chat.id
  route_id           = aws_apigatewayv2_route.chat.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_deployment" "chat" {
  api_id     = aws_apigatewayv2_api.chat.id
  triggers   = { step = var.step }
  depends_on = [aws_apigatewayv2_route.chat]
  lifecycle { create_before_destroy = true }
}

resource "aws_apigatewayv2_stage" "chat" {
  api_id        = aws_apigatewayv2_api.chat.id
  name          = "live"
  deployment_id = aws_apigatewayv2_deployment.chat.id
}
