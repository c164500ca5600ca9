import { leftOver } from './left-over.ts'
import { alertSteps } from './push-alerts.ts'
import { dashboardSteps } from './push-dashboards.ts'
import type { Push, Pushed } from './pushed.ts'

/** Makes Grafana have what we have, and writes nothing that is there already. What is not ours is not touched, nothing is deleted. */
export async function push(asked: Push): Promise<Pushed[]> {
  const steps = [...dashboardSteps(asked), ...(asked.withAlerts ? alertSteps(asked) : [])]
  const done: Pushed[] = []
  for (const [index, step] of steps.entries()) {
    const pushed = await step()
    if (pushed) done.push(pushed)
    asked.progress(index + 1, steps.length)
  }
  return [...done, ...(await leftOver(asked))]
}
