type Defined<Query> = {
  [Name in keyof Query as undefined extends Query[Name] ? never : Name]: Query[Name]
} & {
  [Name in keyof Query as undefined extends Query[Name] ? Name : never]?: Exclude<Query[Name], undefined>
}

/** Without what was not given: zod leaves such names out or has them undefined, and elsewhere absent and undefined are two things. */
export const defined = <Query extends object>(query: Query): Defined<Query> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Defined<Query>
