/**
 * Within the data folder, as that may be a volume of its own: what is renamed stays on the same disk. While the second name is there, no
 * process begins on the folder (journal/folder-lock.ts): what is in it is half of the old and half of the new.
 */
export const freshName = '.restoring'
export const wholeName = '.restored'
