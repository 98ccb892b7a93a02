import { IoTDataPlaneClient } from "@aws-sdk/client-iot-data-plane";
import type { MqttClient } from "mqtt";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ClientOptions } from "../../../aws/clients.ts";
import { presignedSocket } from "../../../aws/presigned-socket.ts";
import { useClient } from "../../../shell/session-provider.tsx";

export interface MqttMessage {
  readonly id: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly isRetained: boolean;
  readonly receivedMs: number;
}

export interface Mqtt {
  readonly state: "connecting" | "connected" | "disconnected";
  readonly clientId: string;
  /** Why the connection has ended, or was refused. */
  readonly reason: string | undefined;
  readonly filters: readonly string[];
  readonly messages: readonly MqttMessage[];
  readonly connect: () => void;
  readonly disconnect: () => void;
  readonly subscribe: (filter: string, qos: 0 | 1) => Promise<void>;
  readonly unsubscribe: (filter: string) => Promise<void>;
  readonly publish: (topic: string, payload: string, options: { qos: 0 | 1; retain: boolean }) => Promise<void>;
  readonly clear: () => void;
}

/** Signs for the message broker, whose name in signatures is its own. */
class DeviceGateway extends IoTDataPlaneClient {
  constructor(options: ClientOptions) {
    super(Object.assign({ ...options }, { signingName: "iotdevicegateway" }));
  }
}

/** What is shown: the last ones. */
const mostMessages = 500;

/** A client of the message broker, by MQTT 5 over WebSocket as the session's own caller; connected while its page is shown. */
export function useMqtt(purpose: string, first: readonly string[] = []): Mqtt {
  const client = useClient(DeviceGateway);
  const [clientId] = useState(() => `${purpose}-${crypto.randomUUID()}`);
  const [state, setState] = useState<Mqtt["state"]>("disconnected");
  const [reason, setReason] = useState<string>();
  const [filters, setFilters] = useState<readonly string[]>([]);
  const [messages, setMessages] = useState<readonly MqttMessage[]>([]);
  const connection = useRef<MqttClient>(undefined);
  const wanted = useRef(new Map<string, 0 | 1>(first.map((filter) => [filter, 0])));
  const attempt = useRef(0);

  const subscribeOn = useCallback(async (on: MqttClient, filter: string, qos: 0 | 1) => {
    await on.subscribeAsync(filter, { qos });
    wanted.current.set(filter, qos);
    setFilters([...wanted.current.keys()]);
  }, []);

  const connect = useCallback(() => {
    const number = ++attempt.current;
    setState("connecting");
    setReason(undefined);
    const fail = (error: unknown) => {
      if (number !== attempt.current) return;
      setReason(error instanceof Error ? error.message : String(error));
      setState("disconnected");
    };
    const open = async () => {
      const [{ default: mqtt }, url] = await Promise.all([import("mqtt"), presignedSocket(client, "/mqtt")]);
      if (number !== attempt.current) return;
      const opened = mqtt.connect(url, {
        clientId,
        protocolVersion: 5,
        keepalive: 60,
        // Its address is signed for a minute: another connection needs another.
        reconnectPeriod: 0,
        // The page's policy allows no workers made of text.
        timerVariant: "native",
      });
      connection.current = opened;
      opened.on("connect", () => {
        if (number !== attempt.current) return;
        setState("connected");
        for (const [filter, qos] of wanted.current) subscribeOn(opened, filter, qos).catch(fail);
      });
      opened.on("message", (topic, payload, { qos, retain }) =>
        setMessages((shown) => [
          {
            id: (shown[0]?.id ?? 0) + 1,
            topic,
            payload: new Uint8Array(payload),
            qos,
            isRetained: retain,
            receivedMs: Date.now(),
          },
          ...shown.slice(0, mostMessages - 1),
        ]),
      );
      opened.on("disconnect", ({ reasonCode, properties }) =>
        setReason(properties?.reasonString ?? `The server has ended the connection (${reasonCode}).`),
      );
      opened.on("error", fail);
      opened.on("close", () => number === attempt.current && setState("disconnected"));
    };
    open().catch(fail);
  }, [client, clientId, subscribeOn]);

  const disconnect = useCallback(() => {
    attempt.current += 1;
    const left = connection.current;
    // One that is still being opened is let open first: browsers would write a warning otherwise.
    if (left?.connected) left.end(true);
    else left?.once("connect", () => left.end(true));
    connection.current = undefined;
    setState("disconnected");
  }, []);

  useEffect(() => {
    connect();
    return disconnect;
  }, [connect, disconnect]);

  const connected = () => {
    if (!connection.current?.connected) throw new Error("The client is not connected.");
    return connection.current;
  };
  return {
    state,
    clientId,
    reason,
    filters,
    messages,
    connect,
    disconnect,
    subscribe: (filter, qos) => subscribeOn(connected(), filter, qos),
    unsubscribe: async (filter) => {
      wanted.current.delete(filter);
      setFilters([...wanted.current.keys()]);
      await connection.current?.unsubscribeAsync(filter);
    },
    publish: async (topic, payload, options) => {
      await connected().publishAsync(topic, payload, options);
    },
    clear: () => setMessages([]),
  };
}
