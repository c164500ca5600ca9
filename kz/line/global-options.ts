import { choice, flag, type Options, text } from './command.ts'

/** Understood by every command, before or behind its name. */
export const globalOptions = {
  url: text('URL', '接口地址，等同 KZ_URL；不填则为本机', 'where the API is, as KZ_URL; this machine when not given'),
  tokenFile: text('FILE', '存有 API 令牌的文件，等同 KZ_TOKEN', 'file with an API token, as KZ_TOKEN'),
  lang: choice(['zh', 'en'], '输出语言，否则看 KZ_LOCALE、LANG', 'language of what is printed; else KZ_LOCALE or LANG says it'),
  json: flag('原样输出接口的 JSON，供脚本使用', "prints the API's answer as it is, for scripts"),
  help: flag('显示说明', 'this text'),
} as const satisfies Options
