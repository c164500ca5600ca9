import { describe, expect, it } from 'vitest'
import { problems } from '../../ingest/api/problems.ts'
import { apiSite } from './api-site.ts'

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security?: object[]
  parameters?: { name: string; in: string; schema: object }[]
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

async function documentOf() {
  const { get } = await apiSite()
  const answer = await get('/api/v1/openapi.json')
  const document = answer.json() as { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: object } }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return { document, operations }
}

describe('the OpenAPI document', () => {
  it('lists every route that is not a page', async () => {
    const { app } = await apiSite()
    const { operations } = await documentOf()

    const registered = operations.filter(({ path, method }) =>
      app.hasRoute({ method: method.toUpperCase(), url: path.replace(/\{(\w+)\}/g, ':$1') }),
    )
    expect(registered).toHaveLength(operations.length)
    // GET and HEAD share a line of the print-out; the pages under /docs are not part of the API.
    const printed = app
      .printRoutes({ commonPrefix: false })
      .split('\n')
      .filter((line) => !/docs|static|\*|\/json|\/yaml/.test(line))
    const methods = printed.flatMap((line) => /\(([^)]*)\)/.exec(line)?.[1]?.split(', ') ?? []).filter((method) => method !== 'HEAD')
    expect(operations).toHaveLength(methods.length)
  })

  it('gives each operation its own id, a summary, a tag, a described success and problem documents for refusals', async () => {
    const { operations } = await documentOf()

    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, method, operation } of operations) {
      const where = `${method} ${path}`
      expect(operation.summary, where).toBeTruthy()
      expect(operation.tags, where).toHaveLength(1)
      const statuses = Object.keys(operation.responses)
      expect(
        // What takes long may be answered with how far it is.
        statuses.filter((status) => status.startsWith('2') && (status !== '202' || !statuses.includes('200'))),
        where,
      ).toHaveLength(1)
      expect(statuses.includes('401') || operation.security?.length === 0, where).toBe(true)
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description, where).not.toBe('Default Response')
        if (!status.startsWith('2'))
          expect(response.content, where).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } })
      }
      if (path.includes('{')) expect(statuses, where).toContain('400')
      expect(operation.responses[204] ?? {}, where).not.toHaveProperty('content')
      for (const name of path.matchAll(/\{(\w+)\}/g))
        expect(operation.parameters, where).toContainEqual(expect.objectContaining({ in: 'path', name: name[1] }))
    }
  })

  it('refers only to components that are there', async () => {
    const { document } = await documentOf()

    const named = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) =>
      match[1]?.replace('#/components/schemas/', ''),
    )
    expect(new Set(named)).toEqual(new Set(Object.keys(document.components.schemas)))
    expect(document.openapi).toBe('3.1.0')
  })
})

describe('the documents at /docs', () => {
  it('come from here, whole, and with a policy that lets nothing else in', async () => {
    const { get } = await apiSite()

    const page = await get('/docs')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(links.length).toBeGreaterThan(3)
    for (const link of links) {
      expect(link).not.toMatch(/^(https?:)?\/\//)
      expect((await get(new URL(link, 'http://x/docs').pathname)).statusCode, link).toBe(200)
    }
    expect(page.body).not.toMatch(/<script>(?!\s*<)/)
  })

  it('show a browser that is not signed in where to do so', async () => {
    const { app } = await apiSite()

    const page = await app.inject({ url: '/docs', headers: { accept: 'text/html,*/*', 'accept-language': 'zh-CN' } })
    expect(page.statusCode).toBe(401)
    expect(page.body).toContain('登录')
    expect(page.headers['content-security-policy']).toMatch(/script-src 'sha256-/)
    expect((await app.inject({ url: '/docs', headers: { accept: 'application/json' } })).json()).toMatchObject({ code: 'not-signed-in' })
  })
})

describe('the list of problems', () => {
  it.each(Object.entries(problems))('%s says what is wrong in both languages', (code, { status, title, message, hint }) => {
    expect(code).toMatch(/^[a-z-]+$/)
    expect(status).toBeGreaterThanOrEqual(400)
    for (const words of [title, message, hint]) {
      expect(words.zh).toMatch(/\p{Script=Han}/u)
      expect(words.en).toMatch(/^[\x20-\x7e]+$/)
      const holes = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort()
      expect(holes(words.zh)).toEqual(holes(words.en))
    }
  })
})
