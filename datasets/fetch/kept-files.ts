/** What lists the answers that are kept in a folder, beside the files made of them. */
export const FETCH_MANIFEST = 'manifest.json'
export const FETCH_SCHEMA = 'sectorcast.fetch/1'
/** Folder of the raw answers. */
export const RAW_FOLDER = 'raw'
/** Folder of the documents that list how history was restated. */
export const RESTATED_FOLDER = 'restated'
