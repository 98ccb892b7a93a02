# frozen_string_literal: true

# Named as on AWS. Source: "Using the Lambda context object to retrieve Ruby function information".
class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :deadline_ms, :client_context, :identity

  def initialize(invocation)
    @aws_request_id = invocation.request_id
    @invoked_function_arn = invocation.arn
    @deadline_ms = invocation.deadline_ms.round
    @client_context = invocation.client_context && JSON.parse(invocation.client_context)
    @identity = nil
    @clock_difference = Process.clock_gettime(Process::CLOCK_REALTIME) - Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end

  def function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
  def function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
  def memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
  def log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
  def log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']

  def get_remaining_time_in_millis
    now_ms = (Process.clock_gettime(Process::CLOCK_MONOTONIC) + @clock_difference) * 1000
    [@deadline_ms - now_ms, 0].max.round
  end
end
