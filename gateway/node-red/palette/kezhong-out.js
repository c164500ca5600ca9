// Node-RED looks for a .js with a default export; the node itself is TypeScript.
export { kezhongOut as default } from '../kezhong-out.ts'
