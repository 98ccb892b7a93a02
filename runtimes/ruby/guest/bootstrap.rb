# frozen_string_literal: true

# Where a Ruby environment begins: boots, waits for its function, loads it, takes events one at a time.

require 'stringio'
require_relative 'compiled_ahead'
require_relative 'context'
require_relative 'errors'
require_relative 'frames'
require_relative 'handler'
require_relative 'logs'
require_relative 'variables'

module Squall
  class Bootstrap
    OFTEN_NEEDED = %w[time securerandom uri openssl net/protocol net/http].freeze

    def initialize(frames)
      @frames = frames
    end

    def serve
      @frames.send(Frames::WAITING)
      warm
      while (type, payload = @frames.read)
        case type
        when Frames::INIT then start(JSON.parse(payload))
        when Frames::LOAD then load_ahead(JSON.parse(payload))
        when Frames::INVOKE then invoke(Invocation.parse(payload))
        end
      end
    end

    private

    # Loads what functions often need. One that comes meanwhile waits for a single file of it.
    def warm
      OFTEN_NEEDED.each do |name|
        return if @frames.waiting?

        require name
      end
      @frames.send(Frames::WARM)
    end

    def load_ahead(load)
      # It may have come before these were loaded.
      OFTEN_NEEDED.each { |name| require name }
      CompiledAhead.load(load['names'])
      @frames.send(Frames::READY)
    end

    def start(init)
      Variables.replace(init['environment'])
      Dir.chdir(ENV['LAMBDA_TASK_ROOT'])
      $PROGRAM_NAME = '/var/runtime/bootstrap'
      Logs.patch
      # As a wrapper script has left it: some put their own in its place.
      before = $LOADED_FEATURES.size
      wanted = init['environment'] ? init['handler'] : ENV.fetch('_HANDLER', init['handler'])
      @handler = Handler.load(wanted)
      CompiledAhead.finish
      @frames.send(Frames::READY, init['tellsModules'] ? tell($LOADED_FEATURES.drop(before)) : '')
    rescue SystemExit
      raise
    rescue Exception => error # rubocop:disable Lint/RescueException -- a file with a mistake raises SyntaxError, which is no StandardError
      end_with(Frames::FAULT, Errors.report(error, 'Init'), 'Init error when loading handler')
    end

    def tell(features)
      JSON.generate('compiled' => [], 'imported' => features.select { |path| path.end_with?('.rb') })
    end

    def invoke(invocation)
      Logs.request_id = invocation.request_id
      if invocation.trace_id then ENV['_X_AMZN_TRACE_ID'] = invocation.trace_id else ENV.delete('_X_AMZN_TRACE_ID') end
      respond(@handler.call(invocation))
    rescue SystemExit
      raise
    rescue StandardError => error
      report = Errors.report(error, 'Function')
      Logs.error('Error raised from handler method', report)
      send(Frames::ERROR, JSON.generate(report))
    rescue Exception => error # rubocop:disable Lint/RescueException -- out of memory, a stack without end: the process is not to be trusted
      end_with(Frames::FATAL, Errors.report(error, 'Function'), 'Critical exception from handler')
    end

    def respond(result)
      send(Frames::RESPONSE, result.is_a?(StringIO) || result.is_a?(IO) ? result.read : result.to_json)
    end

    def end_with(type, report, message)
      Logs.error(message, report)
      send(type, JSON.generate(report))
      exit!(1)
    end

    # What was written before the answer is read before it.
    def send(type, payload)
      $stdout.flush
      $stderr.flush
      @frames.send(type, payload)
    end
  end
end

# Into a pipe Ruby would write in pieces of 64 KiB, and standard error before them.
$stdout.sync = true
Squall::Bootstrap.new(Squall::Frames.new(3)).serve
