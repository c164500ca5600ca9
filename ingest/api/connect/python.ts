import type { Command } from './command.ts'

/** A string of JSON is one of Python, too; what is not ASCII is written as an escape, so that the encoding of the file does not matter. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

export const python: Command = {
  id: 'python',
  label: { zh: 'Python（pip install paho-mqtt）', en: 'Python (pip install paho-mqtt)' },
  language: 'python',
  text: ({ host, port, username, password, topic, payload, verdictTopic }) => `import time

import paho.mqtt.client as mqtt

HOST, PORT = ${quoted(host)}, ${port}
USERNAME = ${quoted(username)}
PASSWORD = ${quoted(password)}
TOPIC = ${quoted(topic)}
VERDICT = ${quoted(verdictTopic)}
PAYLOAD = ${quoted(payload)}


def on_connect(client, userdata, flags, code, *more):
    if code != 0:
        print("not let in:", code, "- GET /api/v1/knocks tells why")
        client.disconnect()
        return
    client.subscribe(VERDICT)
    client.publish(TOPIC, PAYLOAD, qos=1)


def on_publish(client, userdata, mid, *more):
    print("acknowledged")


def on_message(client, userdata, message):
    print("refused:", message.payload.decode())


# paho-mqtt 2 asks for the version of its callbacks, 1 does not know them.
versions = getattr(mqtt, "CallbackAPIVersion", None)
client = mqtt.Client(versions.VERSION2, client_id=USERNAME) if versions else mqtt.Client(client_id=USERNAME)
client.username_pw_set(USERNAME, PASSWORD)
client.on_connect = on_connect
client.on_publish = on_publish
client.on_message = on_message
client.connect(HOST, PORT, keepalive=60)
client.loop_start()
time.sleep(3)  # a refusal comes within a second
client.disconnect()
client.loop_stop()
`,
}
