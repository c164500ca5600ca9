import type { Command } from './command.ts'
import { sketch } from './sketch.ts'

const wifi = {
  head: `// Board: ESP32. Library (Library Manager): ArduinoMqttClient
#include <WiFi.h>`,
  settings: `const char wifiName[] = "YOUR_WIFI";
const char wifiPassword[] = "YOUR_WIFI_PASSWORD";`,
  client: 'WiFiClient',
  begin: `  WiFi.begin(wifiName, wifiPassword);
  while (WiFi.status() != WL_CONNECTED) {
    Serial.println("waiting for WiFi");
    delay(1000);
  }`,
}

export const esp32: Command = {
  id: 'esp32',
  label: { zh: 'ESP32（Arduino 框架，Wi-Fi）', en: 'ESP32 (Arduino core, Wi-Fi)' },
  language: 'cpp',
  text: (connection) => sketch(wifi, connection),
}
