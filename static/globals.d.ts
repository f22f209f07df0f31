/** The map library and what draws a region come as classic scripts, and bring no types of their own. */
declare const L: any;
interface Window {
  sasuraiRegion: (map: any, data: any, href: (choice: any, id: string) => string, texts: Record<string, string>) => { show(choice: { month: number; kinds: string[]; layers: string[] }): void; fit(course?: string): void };
  sasuraiPins: (map: any, items: any[], tools: { css(name: string): string; colour(kind: number): string; label(items: any[], n: number): string; passes(item: any): boolean; card(items: any[]): HTMLElement }) => { paint(month: number): void; recount(): void };
}
