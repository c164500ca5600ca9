import type { Command } from './command.ts'
import { sketch } from './sketch.ts'

const ethernet = {
  head: `// Libraries (Library Manager): ArduinoMqttClient, Ethernet
#include <SPI.h>
#include <Ethernet.h>`,
  settings: 'byte mac[] = {0x02, 0x00, 0x00, 0x00, 0x00, 0x01};  // one of its own for each board',
  client: 'EthernetClient',
  begin: `  while (Ethernet.begin(mac) == 0) {
    Serial.println("no address from DHCP, trying again");
    delay(5000);
  }`,
}

export const arduino: Command = {
  id: 'arduino',
  label: { zh: 'Arduino（以太网扩展板）', en: 'Arduino (Ethernet shield)' },
  language: 'cpp',
  text: (connection) => sketch(ethernet, connection),
}
