// Node-RED looks for a .js with a default export; the node itself is TypeScript.
export { kezhongIn as default } from '../kezhong-in.ts'
