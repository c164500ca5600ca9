// Node-RED looks for a .js with a default export; the node itself is TypeScript.
export { kezhongDevice as default } from '../kezhong-device.ts'
