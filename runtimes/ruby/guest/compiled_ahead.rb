# frozen_string_literal: true

module Squall
  # Files of the function and its gems, compiled in this process before it is known whose environment it becomes: compiling runs nothing of them. What it has
  # compiled is kept in memory alone, so nobody can put anything else in its place.
  module CompiledAhead
    # Those that come with the operating system, the runtime, the package or its layers: nobody can write to them.
    READ_ONLY = %r{\A/(?:var/task|opt|usr|var/lang|var/runtime)/}.freeze

    class << self
      def load(paths)
        # What was compiled with other options is of no use.
        options = RubyVM::InstructionSequence.compile_option
        compiled = paths.grep(READ_ONLY).to_h { |path| [path, compile(path)] }
        RubyVM::InstructionSequence.define_singleton_method(:load_iseq) do |path|
          compiled.delete(path) if RubyVM::InstructionSequence.compile_option == options
        end
        @is_used = RubyVM::InstructionSequence.method(:load_iseq)
      end

      # The function is loaded. One that brings a cache of its own has put its method in the place of this.
      def finish
        return unless @is_used && RubyVM::InstructionSequence.method(:load_iseq) == @is_used

        RubyVM::InstructionSequence.singleton_class.send(:remove_method, :load_iseq)
      end

      private

      # Nil where Ruby says what is wrong with it when it is wanted.
      def compile(path)
        RubyVM::InstructionSequence.compile_file(path)
      rescue SyntaxError, SystemCallError
        nil
      end
    end
  end
end
