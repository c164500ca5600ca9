import type { Connection } from './command.ts'

/**
 * A string of C++ in ASCII: bytes outside it are octal escapes, which have three digits and no more (a hexadecimal one would take in what
 * follows), and a question mark is escaped because two of them may begin a trigraph.
 */
function quoted(text: string): string {
  const bytes = Array.from(Buffer.from(text), (byte) => {
    if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, '0')}`
    const character = String.fromCharCode(byte)
    return '"\\?'.includes(character) ? `\\${character}` : character
  })
  return `"${bytes.join('')}"`
}

interface Network {
  /** Which libraries to install, as a comment, and their headers. */
  readonly head: string
  /** What has to be filled in by hand. */
  readonly settings: string
  /** The type of the client object. */
  readonly client: string
  /** Lines of setup() that bring the network up. */
  readonly begin: string
}

/** A sketch over whatever network: sends one reading with QoS 1 every minute, and prints why one is refused. */
export const sketch = (
  { head, settings, client, begin }: Network,
  { host, port, username, password, topic, payload, verdictTopic }: Connection,
): string => `${head}
#include <ArduinoMqttClient.h>

${settings}
const char host[] = ${quoted(host)};
const int port = ${port};
const char username[] = ${quoted(username)};
const char password[] = ${quoted(password)};
const char topic[] = ${quoted(topic)};
const char verdict[] = ${quoted(verdictTopic)};
const char payload[] = ${quoted(payload)};

${client} network;
MqttClient mqtt(network);

void onMessage(int size) {
  Serial.print("refused: ");
  while (mqtt.available()) Serial.print((char)mqtt.read());
  Serial.println();
}

bool connectBroker() {
  mqtt.setId(username);
  mqtt.setUsernamePassword(username, password);
  if (!mqtt.connect(host, port)) {
    Serial.print("not let in, GET /api/v1/knocks tells why: ");
    Serial.println(mqtt.connectError());
    return false;
  }
  mqtt.onMessage(onMessage);
  mqtt.subscribe(verdict);
  return true;
}

void setup() {
  Serial.begin(115200);
${begin}
}

void loop() {
  static unsigned long sentAt = 0;
  static bool isSent = false;
  if (!mqtt.connected() && !connectBroker()) {
    delay(5000);
    return;
  }
  mqtt.poll();
  if (isSent && millis() - sentAt < 60000) return;
  mqtt.beginMessage(topic, strlen(payload), false, 1);
  mqtt.print(payload);
  isSent = mqtt.endMessage() == 1;
  sentAt = millis();
  Serial.println(isSent ? "acknowledged" : "not acknowledged, trying again");
}
`
