# frozen_string_literal: true

module Squall
  # Finds and calls the handler: `file.method`, or `file.Module::Class.method` for a method of a class itself.
  class Handler
    def self.load(name)
      parts = name.split('.')
      unless [2, 3].include?(parts.size)
        raise ArgumentError, "Invalid handler #{parts}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where FILENAME corresponds with an existing Ruby source file FILENAME.rb, CLASS is an optional module/class namespace and METHOD is a callable method. If using CLASS, METHOD must be a class-level method."
      end

      $LOAD_PATH.unshift(ENV['LAMBDA_TASK_ROOT']) unless $LOAD_PATH.include?(ENV['LAMBDA_TASK_ROOT'])
      require parts.first
      new(parts.size == 3 ? parts[1] : nil, parts.last)
    end

    def initialize(owner, method)
      @owner = owner
      @method = method
    end

    # A method outside of classes belongs to every object.
    def call(invocation)
      receiver = @owner ? Kernel.const_get(@owner) : TOPLEVEL_BINDING.receiver
      receiver.send(@method, event: JSON.parse(invocation.event), context: LambdaContext.new(invocation))
    end
  end
end
