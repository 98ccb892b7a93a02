# frozen_string_literal: true

require 'json'
require 'logger'

module Squall
  # Loggers that write to standard output or error name the request, as on AWS; with the log format JSON each line is an object.
  module Logs
    LEVELS = { 'TRACE' => 0, 'DEBUG' => 0, 'INFO' => 1, 'WARN' => 2, 'ERROR' => 3, 'FATAL' => 4 }.freeze
    # A line's end within one log event, as Squall's runtimes write it.
    LINE_BREAK = "\0\r"

    class << self
      attr_accessor :request_id

      def patch
        Logger.prepend(StandardLogger)
      end

      def json?
        ENV['AWS_LAMBDA_LOG_FORMAT'] == 'JSON'
      end

      # One log event.
      def error(message, report)
        if json?
          line = { timestamp: Time.now.utc.strftime('%Y-%m-%dT%H:%M:%S.%LZ'), level: 'ERROR', requestId: request_id, message: message, **report }
          $stderr.puts(JSON.generate(line))
        else
          $stderr.puts("#{message}\n#{JSON.pretty_generate(report)}".gsub("\n", LINE_BREAK))
        end
      end
    end

    # For `Logger.new($stdout)`.
    module StandardLogger
      def initialize(logdev = nil, *args, **options)
        super
        return unless [$stdout, $stderr, STDOUT, STDERR].include?(logdev)

        @default_formatter = Logs.json? ? JsonFormatter.new : TextFormatter.new
        least = LEVELS[ENV['AWS_LAMBDA_LOG_LEVEL']]
        self.level = least if Logs.json? && least && !options.key?(:level)
      end
    end

    class TextFormatter < Logger::Formatter
      def call(severity, time, progname, message)
        text = msg2str(message).gsub("\n", LINE_BREAK)
        id = Logs.request_id ? "RequestId: #{Logs.request_id}" : ''
        "#{severity[0]}, [#{format_datetime(time)} ##{Process.pid}] #{severity.rjust(5)} #{id} -- #{progname}: #{text}\n"
      end
    end

    class JsonFormatter < Logger::Formatter
      def call(severity, time, _progname, message)
        line = { timestamp: time.utc.strftime('%Y-%m-%dT%H:%M:%S.%LZ'), level: severity, requestId: Logs.request_id }
        line[:message] = message.is_a?(Exception) ? message.message : message
        line.merge!(errorType: message.class.to_s, stackTrace: message.backtrace || []) if message.is_a?(Exception)
        "#{JSON.generate(line)}\n"
      end
    end
  end
end
