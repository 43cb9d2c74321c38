// The station's HTTP API on this PC, and its events.

import { t } from "./texts.js";

/** A refusal of the server, or its silence, in words for the officer. */
export class Fault extends Error {
  constructor(status, { code = "unknown", text, field, retryAt } = {}) {
    super(code);
    Object.assign(this, { status, code, field, retryAt });
    this.text = text ?? t(status ? "app.odd" : "app.unreachable", { code: `${status} ${code}` });
  }
}

let token = null;
let signedOut = () => {};

/** Keeps the token that every change has to carry. */
export const useToken = (csrf) => (token = csrf ?? null);

/** Calls `what` when the server no longer knows who is here. */
export const onSignedOut = (what) => (signedOut = what);

/** One request; a body that is a Blob goes as it is, anything else as JSON. Throws a fault for every answer but a good one. */
async function call(method, path, body, more) {
  const headers = { Accept: "application/json" };
  if (method !== "GET" && token) headers["X-Sohoa-CSRF"] = token;
  if (body !== undefined) headers["Content-Type"] = body instanceof Blob ? "application/octet-stream" : "application/json";
  let response;
  try {
    response = await fetch(`/api/${path}`, {
      method, headers, credentials: "same-origin", cache: "no-store",
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body), ...more,
    });
  } catch {
    throw new Fault(0);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  if (response.status === 401 && path !== "session") signedOut();
  throw new Fault(response.status, answer ?? {});
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const put = (path, body, more) => call("PUT", path, body, more);
export const remove = (path) => call("DELETE", path);

/** The address of a page's picture: its thumbnail, its screen size, or the stored image. */
export const picture = (code, page, size) => `/api/pages/${encodeURIComponent(code)}/${page}/${size}`;

/**
 * Tells `handlers` of the server's events for as long as the page is shown, and reconnects by itself; returns what stops it.
 *
 * A browser has few connections to one server: a tab in the background gives its own back after half a minute.
 */
export function listen(handlers) {
  let source = null;
  let timer = null;
  let isStopped = false;
  const later = (seconds, what) => {
    clearTimeout(timer);
    timer = setTimeout(what, seconds * 1000);
  };
  const open = () => {
    clearTimeout(timer);
    if (source || isStopped) return;
    source = new EventSource("/api/events");
    for (const name of ["hello", "change", "scan", "link"]) {
      source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
    }
    source.onerror = () => {
      handlers.lost();
      // A refused stream is never tried again by the browser; one that broke off is, but on its own time.
      shut();
      later(2, open);
    };
  };
  const shut = () => {
    source?.close();
    source = null;
  };
  const seen = () => (document.hidden ? later(30, shut) : open());
  document.addEventListener("visibilitychange", seen);
  open();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    shut();
    document.removeEventListener("visibilitychange", seen);
  };
}
