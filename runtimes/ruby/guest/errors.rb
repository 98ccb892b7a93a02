# frozen_string_literal: true

require 'json'

module Squall
  # Errors as AWS's Ruby runtime tells them: `Function<ArgumentError>`, `Init<LoadError>`.
  module Errors
    MOST_LINES = 100
    OWN_FOLDER = __dir__

    def self.report(error, origin)
      {
        errorMessage: utf8(error.message),
        errorType: "#{origin}<#{error.class}>",
        stackTrace: (error.backtrace || []).take_while { |line| !line.start_with?(OWN_FOLDER) }.first(MOST_LINES).map { |line| utf8(line) }
      }
    end

    def self.utf8(text)
      text.dup.force_encoding(Encoding::UTF_8).scrub('?')
    end
    private_class_method :utf8
  end
end
