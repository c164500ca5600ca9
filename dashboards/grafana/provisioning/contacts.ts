// Whom alerts reach. A contact point without an address keeps Grafana from starting, so that each way is a file of its own, and KZ_GRAFANA_CONTACT
// chooses the one that Grafana gets to see.

import { rootRuleScope } from '../alerts/platform-rules.ts'
import { messageTemplate, titleTemplate } from './messages.ts'

const name = 'kezhong'
const title = `{{ template "${titleTemplate}" . }}`
const message = `{{ template "${messageTemplate}" . }}`

interface Receiver {
  readonly type: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** What each robot takes as a message of text. */
const feishuText = `{{ coll.Dict "msg_type" "text" "content" (coll.Dict "text" (tmpl.Exec "${messageTemplate}" . )) | data.ToJSON }}`

const receivers: Readonly<Record<string, Receiver | undefined>> = {
  none: undefined,
  email: { type: 'email', settings: { addresses: '$KZ_GRAFANA_CONTACT_EMAIL', singleEmail: true, subject: title, message } },
  webhook: { type: 'webhook', settings: { url: '$KZ_GRAFANA_CONTACT_URL', httpMethod: 'POST', title, message } },
  dingtalk: { type: 'dingding', settings: { url: '$KZ_GRAFANA_CONTACT_URL', msgType: 'link', title, message } },
  wecom: { type: 'wecom', settings: { url: '$KZ_GRAFANA_CONTACT_URL', msgtype: 'text', title, message } },
  feishu: { type: 'webhook', settings: { url: '$KZ_GRAFANA_CONTACT_URL', httpMethod: 'POST', payload: { template: feishuText } } },
}

export const contactNames: readonly string[] = Object.keys(receivers)

/** Contact point and the policy that leads to it; for `none` alerts are seen in Grafana only, where its own contact point stays unused without SMTP. */
export function contact(way: string) {
  const receiver = receivers[way]
  const policies = [policy(receiver ? name : 'grafana-default-email')]
  if (!receiver) return { apiVersion: 1, policies }
  return { apiVersion: 1, contactPoints: [{ orgId: 1, name, receivers: [{ uid: `kezhong-${way}`, ...receiver }] }], policies }
}

/** One message for an alarm and town, however many devices have it; the root alone, at once. */
const policy = (receiver: string) => ({
  orgId: 1,
  receiver,
  group_by: ['alertname', 'town'],
  group_wait: '1m',
  group_interval: '5m',
  repeat_interval: '12h',
  routes: [
    {
      ...{ receiver, object_matchers: [['scope', '=', rootRuleScope]], group_by: ['alertname'] },
      ...{ group_wait: '10s', group_interval: '1m', repeat_interval: '4h' },
    },
    { receiver, object_matchers: [['severity', '=', 'info']], group_by: ['alertname', 'town'], group_wait: '10m', repeat_interval: '2d' },
  ],
})
