// Every sentence the register refuses something with. Each says what is wrong and what to do.
import type { Words } from '../facilities/define.ts'
import { didYouMean, short } from '../facilities/did-you-mean.ts'
import type { Fault } from './fault.ts'

export type Thing = 'device' | 'facility' | 'town' | 'circle' | 'kind' | 'unit'

const names: Readonly<Record<Thing, Words>> = {
  device: { zh: '设备', en: 'device' },
  facility: { zh: '设施', en: 'facility' },
  town: { zh: '镇（街道）', en: 'town' },
  circle: { zh: '生活圈', en: 'circle' },
  kind: { zh: '设施类型', en: 'kind of facility' },
  unit: { zh: '责任单位', en: 'unit' },
}

const advice: Readonly<Record<Thing, Words>> = {
  device: { zh: '请先登记该设备。', en: 'Register it first.' },
  facility: { zh: '请先登记该设施。', en: 'Register it first.' },
  town: { zh: '请使用镇（街道）列表中的编号。', en: 'Take an id from the list of towns.' },
  circle: { zh: '请使用生活圈列表中的编号。', en: 'Take an id from the list of circles.' },
  kind: { zh: '请使用设施类型列表中的名称。', en: 'Take one from the list of kinds.' },
  unit: { zh: '请使用责任单位列表（GET /tasks）中的编号。', en: 'Take an id from the units of the tasks: GET /tasks.' },
}

export function exists(thing: Thing, id: string, isRetired: boolean): Fault {
  const zh = isRetired ? '已存在且已停用，停用的编号不能再次使用' : '已存在'
  const en = isRetired ? 'exists and is retired, and its id is not given again' : 'exists already'
  return {
    code: 'exists',
    path: 'id',
    message: { zh: `${names[thing].zh} ${id} ${zh}。请换一个编号。`, en: `The ${names[thing].en} ${id} ${en}. Choose another id.` },
  }
}

/** `guess` is the id that was probably meant. */
export function notFound(thing: Thing, id: string, path: string, guess?: string): Fault {
  const shown = short(id)
  return {
    code: 'not-found',
    path,
    message: {
      zh: `没有编号为 ${shown} 的${names[thing].zh}。${guess ? `您是不是要填 ${guess}？` : advice[thing].zh}`,
      en: `There is no ${names[thing].en} ${shown}. ${guess ? `Did you mean ${guess}?` : advice[thing].en}`,
    },
  }
}

export function invalid(path: string, message: Words): Fault {
  return { code: 'invalid', path, message }
}

export function unknownField(path: string, known: readonly string[]): Fault {
  const guess = didYouMean(
    path,
    known.map((id) => ({ id })),
  )
  return invalid(path, {
    zh: `没有名为 ${short(path)} 的字段。${guess ? `您是不是要填 ${guess}？` : `可用字段：${known.join('、')}。`}`,
    en: `There is no field ${short(path)}. ${guess ? `Did you mean ${guess}?` : `The fields are ${known.join(', ')}.`}`,
  })
}

export function retired(thing: 'device' | 'facility', id: string, path: string): Fault {
  return {
    code: 'retired',
    path,
    message: {
      zh: `${names[thing].zh} ${id} 已停用。请使用在用的${names[thing].zh}。`,
      en: `The ${names[thing].en} ${id} is retired. Use one that is in service.`,
    },
  }
}

export function inUse(facility: string, devices: number): Fault {
  return {
    code: 'in-use',
    path: 'id',
    message: {
      zh: `设施 ${facility} 还有 ${devices} 台在用设备。请先移走或停用这些设备。`,
      en: `The facility ${facility} still has ${devices} ${devices === 1 ? 'device' : 'devices'} in service. Move or retire them first.`,
    },
  }
}

export function future(path: string): Fault {
  return {
    code: 'future',
    path,
    message: { zh: '时间在未来。请在实际发生后再登记。', en: 'The time lies in the future. Enter it when it has happened.' },
  }
}

export function repeated(id: string, row: number): Fault {
  return {
    code: 'duplicate',
    path: 'id',
    message: {
      zh: `编号 ${id} 与第 ${row} 行重复。请只保留一行。`,
      en: `The id ${id} is that of row ${row} too. Keep one of them.`,
    },
  }
}

export function kindStays(kind: string): Fault {
  return invalid('kind', {
    zh: `该设备的类型是 ${kind}，不能更改。请停用它，并用新编号登记新设备。`,
    en: `The device is of kind ${kind}, which cannot change. Retire it and register the new device with an id of its own.`,
  })
}
