// Says whether the address given answers 2xx: the health check of a container, where there is no curl. Without one it only says that Node runs.
const timeoutMs = 4_000
const [address] = process.argv.slice(2)

if (address !== undefined) {
  const isWell = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) }).then(
    ({ ok }) => ok,
    () => false,
  )
  process.exitCode = isWell ? 0 : 1
}
