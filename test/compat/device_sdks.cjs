// AWS's device SDK for JavaScript, as it comes: each way of connecting, and what it publishes comes back.
const { iot, mqtt, mqtt5, auth } = require(process.env.SDK);
const { join } = require("node:path");

const { PORT, DEVICE_PORT, FOLDER } = process.env;
const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((name) => join(FOLDER, name));
const at = (port) => (builder) => builder.with_certificate_authority_from_path(undefined, ca).with_port(Number(port));

/** MQTT 3.1.1. */
async function through(name, builder) {
  const config = builder.with_clean_session(true).with_client_id(name).with_endpoint("localhost").build();
  const connection = new mqtt.MqttClient().new_connection(config);
  await connection.connect();
  const topic = `sdk/js-${name}`;
  const got = Promise.withResolvers();
  await connection.subscribe(topic, mqtt.QoS.AtLeastOnce, (_topic, payload) =>
    got.resolve(Buffer.from(payload).toString()),
  );
  await connection.publish(topic, name, mqtt.QoS.AtLeastOnce);
  if ((await got.promise) !== name) throw new Error(`${name} was brought something else`);
  await connection.disconnect();
  console.log(name);
}

/** MQTT 5. */
async function through5(name, builder) {
  const config = builder
    .withCertificateAuthorityFromPath(undefined, ca)
    .withConnectProperties({ clientId: name, keepAliveIntervalSeconds: 60 })
    .build();
  const client = new mqtt5.Mqtt5Client(config);
  const connected = Promise.withResolvers();
  client.on("connectionSuccess", connected.resolve).on("connectionFailure", ({ error }) => connected.reject(error));
  const got = new Promise((resolve) => client.on("messageReceived", ({ message }) => resolve(message)));
  client.start();
  await connected.promise;
  const topicFilter = `sdk/js-${name}`;
  await client.subscribe({ subscriptions: [{ topicFilter, qos: mqtt5.QoS.AtLeastOnce }] });
  await client.publish({ topicName: topicFilter, payload: name, qos: mqtt5.QoS.AtLeastOnce });
  if (Buffer.from((await got).payload).toString() !== name) throw new Error(`${name} was brought something else`);
  const stopped = new Promise((resolve) => client.on("stopped", resolve));
  client.stop();
  await stopped;
  client.close();
  console.log(name);
}

async function main() {
  const { AwsIotMqttConnectionConfigBuilder: Three, AwsIotMqtt5ClientConfigBuilder: Five } = iot;
  await through("certificate", at(DEVICE_PORT)(Three.new_mtls_builder_from_path(cert, key)));
  await through("common-port", at(PORT)(Three.new_mtls_builder_from_path(cert, key)));
  const credentials_provider = auth.AwsCredentialsProvider.newStatic("test", "test");
  await through("signed", at(PORT)(Three.new_with_websockets({ region: "us-east-1", credentials_provider })));
  const authorizer = Three.new_default_builder().with_custom_authorizer("somebody", "gate", undefined, "secret");
  await through("authorizer", at(PORT)(authorizer));
  await through5(
    "certificate-5",
    Five.newDirectMqttBuilderWithMtlsFromPath("localhost", cert, key).withPort(Number(PORT)),
  );
  const sigv4Config = { credentialsProvider: credentials_provider, region: "us-east-1" };
  const signed = Five.newWebsocketMqttBuilderWithSigv4Auth("localhost", sigv4Config);
  await through5("signed-5", signed.withPort(Number(PORT)));
  const custom = { authorizerName: "gate", username: "somebody", password: Buffer.from("secret") };
  await through5("authorizer-5", Five.newDirectMqttBuilderWithCustomAuth("localhost", custom).withPort(Number(PORT)));
  console.log("all done");
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
