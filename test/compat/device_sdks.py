"""AWS's device SDK and paho, as they come: each connects in every way that it knows, and is brought what it publishes."""

import json
import os
import ssl
import threading
from concurrent.futures import Future

from awscrt import auth, mqtt, mqtt5
from awsiot import iotshadow, mqtt5_client_builder, mqtt_connection_builder
import paho.mqtt.client as paho

HOST, PORT, DEVICE_PORT = "localhost", int(os.environ["PORT"]), int(os.environ["DEVICE_PORT"])
FOLDER = os.environ["FOLDER"]
CA, CERT, KEY = (os.path.join(FOLDER, name) for name in ("ca.pem", "cert.pem", "key.pem"))
WAIT = 30
credentials = auth.AwsCredentialsProvider.new_static("test", "test")


def through(connection, name):
    """MQTT 3.1.1, by AWS's SDK."""
    connection.connect().result(WAIT)
    got = Future()
    topic = f"sdk/{name}"
    subscribed, _ = connection.subscribe(
        topic, mqtt.QoS.AT_LEAST_ONCE, lambda topic, payload, **_: got.done() or got.set_result(payload)
    )
    subscribed.result(WAIT)
    connection.publish(topic, name, mqtt.QoS.AT_LEAST_ONCE)[0].result(WAIT)
    assert got.result(WAIT).decode() == name
    print(name)


def through5(builder, name, **options):
    """MQTT 5, by AWS's SDK."""
    connected, got = Future(), Future()
    client = builder(
        endpoint=HOST,
        ca_filepath=CA,
        client_id=name,
        on_lifecycle_connection_success=lambda data: connected.set_result(data.connack_packet),
        on_lifecycle_connection_failure=lambda data: connected.set_exception(Exception(str(data))),
        on_publish_received=lambda data: got.set_result(data.publish_packet),
        **options,
    )
    client.start()
    assert connected.result(WAIT).reason_code == mqtt5.ConnectReasonCode.SUCCESS
    topic = f"sdk/{name}"
    client.subscribe(
        mqtt5.SubscribePacket(subscriptions=[mqtt5.Subscription(topic, mqtt5.QoS.AT_LEAST_ONCE)])
    ).result(WAIT)
    client.publish(
        mqtt5.PublishPacket(topic=topic, payload=name, qos=mqtt5.QoS.AT_LEAST_ONCE, content_type="text/plain")
    ).result(WAIT)
    packet = got.result(WAIT)
    assert (packet.payload.decode(), packet.content_type) == (name, "text/plain")
    client.stop()
    print(name)


def shadow(connection):
    """The SDK's own client of shadows, over a connection that is there."""
    client = iotshadow.IotShadowClient(connection)
    accepted = Future()
    client.subscribe_to_update_shadow_accepted(
        iotshadow.UpdateShadowSubscriptionRequest(thing_name="lamp"), mqtt.QoS.AT_LEAST_ONCE, accepted.set_result
    )[0].result(WAIT)
    client.publish_update_shadow(
        iotshadow.UpdateShadowRequest(thing_name="lamp", state=iotshadow.ShadowState(reported={"on": True})),
        mqtt.QoS.AT_LEAST_ONCE,
    ).result(WAIT)
    assert accepted.result(WAIT).state.reported == {"on": True}
    print("shadow")


def by_paho(name, version, port, alpn=None):
    done, failure = threading.Event(), []
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=name, protocol=version)
    context = ssl.create_default_context(cafile=CA)
    context.load_cert_chain(CERT, KEY)
    if alpn:
        context.set_alpn_protocols([alpn])
    client.tls_set_context(context)
    topic = f"sdk/{name}"

    def on_connect(client, _data, _flags, reason, _properties):
        if reason.is_failure:
            failure.append(str(reason))
            done.set()
        client.subscribe(topic, 1)

    client.on_connect = on_connect
    client.on_subscribe = lambda *_: client.publish(topic, name, 1)
    client.on_message = lambda _client, _data, message: message.payload.decode() == name and done.set()
    client.connect(HOST, port)
    client.loop_start()
    assert done.wait(WAIT) and not failure, failure
    client.disconnect()
    client.loop_stop()
    print(name)


common = {"endpoint": HOST, "ca_filepath": CA, "clean_session": True}
certificate = mqtt_connection_builder.mtls_from_path(CERT, KEY, port=DEVICE_PORT, client_id="certificate", **common)
through(certificate, "certificate")
shadow(certificate)
certificate.disconnect().result(WAIT)
through(mqtt_connection_builder.mtls_from_path(CERT, KEY, port=PORT, client_id="common-port", **common), "common-port")
through(
    mqtt_connection_builder.websockets_with_default_aws_signing(
        "us-east-1", credentials, port=PORT, client_id="signed", **common
    ),
    "signed",
)
authorizer = {"auth_authorizer_name": "gate", "auth_username": "somebody", "auth_password": "secret"}
# The SDK connects MQTT 3.1.1 with an authorizer to port 443 only, unless by WebSocket.
through(
    mqtt_connection_builder.websockets_with_custom_authorizer(
        region="us-east-1", credentials_provider=credentials, port=PORT, client_id="authorizer-ws", **authorizer, **common
    ),
    "authorizer-ws",
)
through5(mqtt5_client_builder.mtls_from_path, "certificate-5", port=DEVICE_PORT, cert_filepath=CERT, pri_key_filepath=KEY)
through5(
    mqtt5_client_builder.websockets_with_default_aws_signing,
    "signed-5",
    port=PORT,
    region="us-east-1",
    credentials_provider=credentials,
)
through5(mqtt5_client_builder.direct_with_custom_authorizer, "authorizer-5", port=PORT, **authorizer)
by_paho("paho-3", paho.MQTTv311, DEVICE_PORT)
by_paho("paho-5", paho.MQTTv5, PORT)
by_paho("paho-alpn", paho.MQTTv311, PORT, "x-amzn-mqtt-ca")
print("all done")
