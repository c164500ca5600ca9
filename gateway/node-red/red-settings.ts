import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { NodeRedSettings } from '../../settings/processes.ts'
import { flowsRoot } from './front-door.ts'
import { redLog } from './red-log.ts'
import type { SignIn } from './sign-in.ts'
import type { Site } from './site.ts'

interface Parts {
  readonly settings: NodeRedSettings
  readonly site: Site
  readonly signIn: SignIn
  readonly credentialSecret: string
  readonly safeMode: boolean
  readonly log: Logger
  mayCallFlows(request: Pick<IncomingMessage, 'headers'>): boolean
}

/** Where Node-RED keeps flows, credentials and its own settings. */
export const userFolder = (folder: string): string => join(folder, 'node-red')

/** How Node-RED is started: https://nodered.org/docs/user-guide/runtime/configuration. Nothing in it may fetch or send anything by itself. */
export function redSettings({ settings, site, signIn, credentialSecret, safeMode, log, mayCallFlows }: Parts): object {
  return {
    kezhong: site,
    userDir: userFolder(settings.KZ_DATA),
    nodesDir: [join(import.meta.dirname, 'palette')],
    flowFile: 'flows.json',
    flowFilePretty: true,
    credentialSecret,
    safeMode,
    lang: settings.KZ_LOCALE === 'zh' ? 'zh-CN' : 'en-US',
    httpAdminRoot: '/',
    httpNodeRoot: flowsRoot,
    webSocketNodeVerifyClient: ({ req }: { req: IncomingMessage }) => mayCallFlows(req),
    adminAuth: {
      type: 'credentials',
      // Sign-in is at our own door; what it gives out is known by `tokens`.
      users: async () => null,
      authenticate: async () => null,
      tokens: async (secret: string) => {
        const who = signIn.bearer(secret)
        return who && 'role' in who ? { username: who.user, permissions: '*' } : null
      },
    },
    telemetry: { enabled: false, updateNotification: false },
    externalModules: { autoInstall: false, palette: { allowInstall: false, allowUpload: false }, modules: { allowInstall: false } },
    functionExternalModules: false,
    // Who may edit flows may do what this process may do; starting other programs is not among what a flow is for.
    nodesExcludes: ['90-exec.js'],
    // A function that loops is ended by Node-RED and named; the supervisor, which sees only that all stands still, waits longer.
    globalFunctionTimeout: 5,
    nodeMessageBufferMaxLength: 10_000,
    diagnostics: { enabled: true, ui: true },
    runtimeState: { enabled: true, ui: true },
    exportGlobalContextKeys: false,
    logging: { ours: { level: 'warn', metrics: false, audit: true, handler: () => redLog(log) } },
    editorTheme: {
      page: { title: 'kezhong 刻钟 · Node-RED' },
      header: { title: 'kezhong 刻钟' },
      tours: false,
      projects: { enabled: false },
      multiplayer: { enabled: false },
    },
  }
}
