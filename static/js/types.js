/**
 * The shapes of `sasurai.plan/1`, as far as the page reads them. Types only.
 *
 * @typedef {{code: string, name: string, name_kana: string, name_en: string, prefecture: string}} Place
 * @typedef {{id: string, kind: string, title: string, title_en?: string, start: string, end: string, days: number, source: string,
 *   confidence: string, as_of: string, peak_start?: string, peak_end?: string, exchange?: string}} Served
 * @typedef {{municipality: Place & {prefecture_name: string, prefecture_en: string}, arrive: string, depart: string, objective_loss: number,
 *   why: string, why_en: string}} Rival
 * @typedef {{municipality: Place, arrive: string, depart: string, nights: number, share?: number|null, rival?: Rival|null, shifted?: Rival|null, role: string, value: number, lnglat: [number, number],
 *   lodging_jpy: number|null, lodging_estimated?: boolean, earnings_jpy: number|null, demand: Served[], why: string, why_en?: string}} Stay
 * @typedef {{mode: string, line: string, from: string, to: string, minutes: number, km: number, fare_jpy: number|null,
 *   fare_estimated?: boolean, co2_kg: number, basis: string, departs?: string, arrives?: string,
 *   trips_per_day?: number, ticket_to?: string, supplement_jpy?: number, supplement_to?: string, fare_included?: boolean, path?: [number, number][]}} Segment
 * @typedef {{date: string, from: string, to: string, minutes: number, nights: number, fare_jpy: number|null, fare_estimated?: boolean,
 *   transfers: number, km: number, co2_kg: number, basis: string, segments: Segment[],
 *   departs?: string, notes?: string[], notes_en?: string[]}} Leg
 * @typedef {{nights: number, stops: number, travel_minutes: number, fare_jpy: number, lodging_jpy: number, earnings_jpy: number|null,
 *   co2_kg: number, value: number}} Totals
 * @typedef {{stays: Stay[], legs: Leg[], totals: Totals}} Itinerary
 * @typedef {{pass: string, name_ja: string, edition: string, price_jpy: number, tickets: number, days: number, people: number,
 *   days_used: string[], legs: number[], fare_without_jpy: number, fare_with_jpy: number, saving_jpy: number, estimated: boolean,
 *   announced: boolean, visitors_only: boolean, status: string, confidence: string, source: string, note: string, note_en: string}} PassUse
 * @typedef {{id: string, request: Record<string, any>, dataset: {version: string, sha256: string}, itinerary: Itinerary, objective: number,
 *   objective_terms: Record<string, number>, upper_bound: number|null, gap: number|null, solve_ms: number|null, status: string,
 *   alternatives: {label: string, labels?: string[], itinerary: Itinerary, objective: number, share_of_best?: number|null, shared_nights?: number|null}[],
 *   passes?: PassUse[], notebook?: Notebook, record?: {created: string, modified: string, sequence: number, name?: string, trip?: string}, unshared?: string[], links: Record<string, string>,
 *   geometry: GeoCollection}} Plan
 * @typedef {{itinerary: Itinerary, objective: number, geometry: GeoCollection}} First
 * @typedef {{places?: {id: string, name: string, lnglat: [number, number], code: string, kind: string, note?: string, link?: string}[],
 *   bookings?: {legs?: any[], lodging?: any[]}, appointments?: any[], blocked?: any[], ideas?: any[],
 *   checklist?: {id: string, text: string, done: boolean}[], note?: string, notes?: Record<string, string>,
 *   ledger?: {food_jpy_per_day?: number, pay_jpy?: Record<string, number>}}} Notebook
 * @typedef {{type: "Feature", properties: Record<string, any>, geometry: {type: string, coordinates: any}|null}} Feature
 * @typedef {{type: "FeatureCollection", features: Feature[]}} GeoCollection
 * @typedef {{id: string, code: string, kind: string, title: string, title_en?: string, start: string, end: string, peak_start: string,
 *   peak_end: string, min_nights: number|null, max_nights: number|null, lodging: string|null, exchange: string|null, source: string,
 *   confidence: string, as_of: string|null, skills?: string[], pay_jpy_per_day?: number|null}} DemandWindow
 */

export {};
