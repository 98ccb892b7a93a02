# frozen_string_literal: true

require 'io/wait'
require 'socket'

module Squall
  # Frames to and from Squall: a length (4 bytes, little-endian), a type (1 byte), the payload. See runtimes/README.md.
  class Frames
    INIT, INVOKE, READY, FAULT, RESPONSE, ERROR, WAITING, FATAL, WARM = (1..9).to_a
    LOAD = 12

    def initialize(descriptor)
      @socket = UNIXSocket.for_fd(descriptor)
      # Ruby would close it before the process has its exit code, and who hangs up is killed.
      @socket.autoclose = false
    end

    # Nil at the end.
    def read
      header = @socket.read(5)
      return unless header

      length, type = header.unpack('VC')
      [type, @socket.read(length)]
    end

    # Whether there is something to read.
    def waiting?
      !@socket.wait_readable(0).nil?
    end

    def send(type, payload = '')
      body = payload.b
      @socket.write([body.bytesize + 8, type, peak_bytes].pack('VCQ<'), body)
    end

    private

    # The most memory this process has used.
    def peak_bytes
      File.foreach('/proc/self/status') { |line| return line[/\d+/].to_i * 1024 if line.start_with?('VmHWM:') }
      0
    end
  end

  # An event and what comes with it.
  Invocation = Struct.new(:deadline_ms, :request_id, :arn, :client_context, :trace_id, :event) do
    # Deadline (double), four lengths (2 bytes each; 0xffff is absent), the four texts, the event.
    def self.parse(payload)
      deadline, *lengths = payload.unpack('Ev4')
      at = 16
      texts = lengths.map do |length|
        next if length == 0xffff

        at += length
        payload.byteslice(at - length, length).force_encoding(Encoding::UTF_8)
      end
      new(deadline, *texts, payload.byteslice(at..).force_encoding(Encoding::UTF_8))
    end
  end
end
