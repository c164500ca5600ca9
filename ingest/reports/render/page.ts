// The page of an official notice (GB/T 9704-2012): what Word and the printed page both follow. Lengths in mm, type in points.
export const page = {
  width: 210,
  height: 297,
  margin: { top: 37, bottom: 35, left: 28, right: 26 },
  /** Between the lines of the body. */
  linePt: 28,
} as const

/** Fonts by role: the one prescribed, then what stands in for it where it is not installed. 号: 2号 22 pt, 3号 16 pt, 4号 14 pt, 小五 9 pt. */
export const type = {
  title: { fonts: ['方正小标宋简体', 'FZXiaoBiaoSong-B05S', 'STZhongsong', 'SimSun', 'Noto Serif CJK SC'], pt: 22 },
  body: { fonts: ['仿宋_GB2312', 'FangSong', 'STFangsong', 'Noto Serif CJK SC'], pt: 16 },
  heading: { fonts: ['黑体', 'SimHei', 'STHeiti', 'Noto Sans CJK SC'], pt: 16 },
  subheading: { fonts: ['楷体_GB2312', 'KaiTi', 'STKaiti', 'Noto Serif CJK SC'], pt: 16 },
  table: { fonts: ['宋体', 'SimSun', 'STSong', 'Noto Serif CJK SC'], pt: 9 },
  pageNumber: { fonts: ['宋体', 'SimSun', 'STSong', 'Noto Serif CJK SC'], pt: 14 },
} as const

/** Of letters and figures between the characters. */
export const latin = 'Times New Roman'

export type TypeRole = keyof typeof type

/** Width of what is printed on. */
export const printedWidth = (isWide: boolean): number =>
  (isWide ? page.height : page.width) - (isWide ? page.margin.top + page.margin.bottom : page.margin.left + page.margin.right)
