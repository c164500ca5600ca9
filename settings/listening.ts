interface ListenError extends Error {
  readonly code?: string
  readonly syscall?: string
  readonly address?: string
  readonly port?: number
}

type Hint = { readonly zh: string; readonly en: string }

/** Why a process cannot listen, in words and with the setting to change; other errors are given back as they are. */
export function explainListening(error: unknown, settings: Readonly<Record<string, unknown>>): unknown {
  const { code = '', syscall, address, port } = error as ListenError
  const reason = reasons[code]
  if (syscall !== 'listen' || !reason) return error
  const setting = Object.keys(settings).find((name) => name.endsWith('_PORT') && settings[name] === port) ?? 'KZ_…_PORT'
  const { what, hint } = reason(setting)
  return Object.assign(new Error(`port ${port} of ${address} ${what} (${setting})`, { cause: error }), { hint })
}

const reasons: Readonly<Record<string, (setting: string) => { readonly what: string; readonly hint: Hint }>> = {
  EADDRINUSE: (setting) => ({
    what: 'is taken by another program',
    hint: {
      zh: `请结束占用该端口的程序（也许是仍在运行的另一个 kezhong），或用 ${setting} 换一个端口。`,
      en: `End that program, perhaps another kezhong that still runs, or choose another port with ${setting}.`,
    },
  }),
  EACCES: (setting) => ({
    what: 'may not be opened by this user',
    hint: { zh: `请用 ${setting} 选择 1024 以上的端口。`, en: `Choose a port from 1024 on with ${setting}.` },
  }),
  EADDRNOTAVAIL: () => ({
    what: 'cannot be opened: this machine does not have that address',
    hint: { zh: '请检查 KZ_BIND。', en: 'Check KZ_BIND.' },
  }),
}
