// What docker-compose.yml alone reads, out of the same .env: none of our processes is told of it.

export interface ComposeSetting {
  readonly default: string
  readonly description: string
}

export const composeSettings = {
  KZ_PUBLISH: { default: '127.0.0.1', description: 'Address on which this machine offers the ports; 0.0.0.0 opens them to the network.' },
  KZ_GRAFANA_PORT: { default: '3000', description: 'Port of Grafana.' },
  KZ_GRAFANA_ROOT_URL: {
    default: 'http://localhost:3000/',
    description: 'Address under which people open Grafana, for its links and messages.',
  },
  KZ_GRAFANA_CONTACT: { default: 'none', description: 'Whom Grafana tells of alarms: none, email, webhook, dingtalk, wecom or feishu.' },
  KZ_GRAFANA_CONTACT_URL: { default: '', description: 'Address of the robot or webhook of KZ_GRAFANA_CONTACT.' },
  KZ_GRAFANA_CONTACT_EMAIL: { default: '', description: 'Addresses for KZ_GRAFANA_CONTACT=email, separated by semicolons.' },
  KZ_SMTP_ENABLED: { default: 'false', description: 'true where Grafana is to send mail, for KZ_GRAFANA_CONTACT=email.' },
  KZ_SMTP_HOST: { default: '', description: 'Its mail server, as host:port.' },
  KZ_SMTP_FROM: { default: '', description: 'Address its mail comes from; most servers take only that of KZ_SMTP_USER.' },
  KZ_SMTP_USER: { default: '', description: 'User at the mail server.' },
  KZ_SMTP_PASSWORD_FILE: {
    default: '',
    description: 'File with the password: /given/NAME for stack/secrets/grafana/NAME.',
  },
  KZ_METRICS_DAYS: { default: '30', description: 'Days Prometheus keeps our own metrics.' },
  KZ_REGISTRY: {
    default: '',
    description: 'Registry or mirror the images come from, with its last slash. Not set: the one of Docker.',
  },
  KZ_DEBIAN_MIRROR: {
    default: '',
    description: 'Mirror of Debian for the build of the images, http://… without a last slash. Not set: the one of the image.',
  },
  KZ_NPM_REGISTRY: {
    default: '',
    description: 'Registry of npm packages for the build of the images, https://…. Not set: the one of npm.',
  },
} as const satisfies Record<string, ComposeSetting>
