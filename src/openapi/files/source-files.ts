/** How files are read and called. */
export interface SourceFiles {
  /** The text of a file, by its URL. */
  readonly read: (url: string) => string;
  /** What a file is called in messages. */
  readonly show: (url: string) => string;
}
