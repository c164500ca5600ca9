// What the editor dialogs of our nodes share: the devices bound to Node-RED, and how they are shown.
const kezhongDevices = {
  words({ zh, en }) {
    return RED.i18n.lang().startsWith('zh') ? zh : en
  },

  load() {
    return $.getJSON('kezhong/devices').then(({ items }) => items)
  },

  /** The fields and events of its kind, in the language of the editor. */
  describe(place, device) {
    place.empty()
    if (!device) return
    const list = $('<ul style="font-size:0.9em; margin-top:6px">')
    for (const { name, label, expected } of device.fields) {
      list.append($('<li>').append($('<code>').text(name), document.createTextNode(` ${this.words(label)}: ${this.words(expected)}`)))
    }
    for (const { name, label, fields } of device.events) {
      const names = fields.map((field) => (field.isOptional ? `${field.name}?` : field.name)).join(', ')
      list.append($('<li>').append($('<code>').text(`event ${name}`), document.createTextNode(` ${this.words(label)}: ${names}`)))
    }
    place.append($('<strong>').text(`${device.kind} · ${this.words(device.label)}`), list)
  },
}
globalThis.kezhongDevices = kezhongDevices
