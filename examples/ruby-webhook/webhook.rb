# frozen_string_literal: true

require 'base64'
require 'json'
require 'logger'
require 'openssl'

# Takes a webhook as GitHub sends it, behind a function URL: what is not signed with the shared secret is refused.
module Webhook
  SECRET = ENV.fetch('WEBHOOK_SECRET')
  LOG = Logger.new($stdout)

  def self.process(event:, context:)
    body = event['isBase64Encoded'] ? Base64.decode64(event['body']) : event['body'].to_s
    return answer(401, 'the signature is wrong') unless signed?(body, event.dig('headers', 'x-hub-signature-256'))

    kind = event.dig('headers', 'x-github-event')
    LOG.info("#{kind} in #{context.function_name}")
    kind == 'push' ? pushed(JSON.parse(body)) : answer(202, "nothing to do for #{kind}")
  end

  def self.pushed(push)
    commits = push.fetch('commits', []).map { |commit| commit['message'].lines.first.chomp }
    answer(200, "#{commits.size} commits to #{push['ref'].delete_prefix('refs/heads/')}: #{commits.join(', ')}")
  end

  def self.signed?(body, signature)
    expected = "sha256=#{OpenSSL::HMAC.hexdigest('SHA256', SECRET, body)}"
    !signature.nil? && OpenSSL.secure_compare(expected, signature)
  end

  def self.answer(status, message)
    { statusCode: status, headers: { 'content-type' => 'application/json' }, body: JSON.generate(message: message) }
  end
end
