# frozen_string_literal: true

module Squall
  # The environment of a process that has booted before its function was known, and what Ruby had read of it.
  module Variables
    # With nil the process keeps those it was launched with.
    def self.replace(environment)
      ENV.replace(environment) if environment
      paths = (ENV['GEM_PATH'] || '').split(':')
      Gem.paths = { 'GEM_PATH' => [*paths, *Gem.default_path].join(':'), 'GEM_HOME' => Gem.default_dir } if defined?(Gem) && paths.any?
      return unless environment

      (ENV['RUBYLIB'] || '').split(':').reverse_each { |path| $LOAD_PATH.unshift(path) }
    end
  end
end
