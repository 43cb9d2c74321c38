"""A receiver of webhooks, as an integrator would write one: checks signatures with Standard Webhooks' own library.

usage: webhook_receiver.py PORT MODE-FILE SECRET [CERTIFICATE KEY]

Prints "listening PORT", then for each request a line of JSON: {id, verified, type, dossier, status}. What it answers
stands in the mode file, which is read at each request: ok, fail (500), refuse (400, or 400 to the dossiers named after
it), gone (410), redirect, slow (no answer for a minute), hang-up (the connection ends without one).
"""

import json
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

STATUS = {"ok": 204, "fail": 500, "gone": 410, "redirect": 302}


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            event = Webhook(secret).verify(body, dict(self.headers))
            verified = True
        except WebhookVerificationError:
            event, verified = {}, False
        dossier = event.get("data", {}).get("dossier")
        with open(mode_file, encoding="utf-8") as file:
            mode, *named = file.read().split()
        status = STATUS.get(mode, 204)
        if mode == "refuse" and (not named or dossier in named):
            status = 400
        print(
            json.dumps(
                {
                    "id": self.headers.get("webhook-id", ""), "verified": verified, "type": event.get("type"),
                    "dossier": dossier, "status": status, "path": self.path, "body": body.decode(),
                }
            ),
            flush=True,
        )
        if mode == "slow":
            time.sleep(60)
        if mode == "hang-up":
            self.close_connection = True
            return
        self.send_response(status)
        if mode == "redirect":
            self.send_header("location", "/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format, *arguments):
        pass


if __name__ == "__main__":
    port, mode_file, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    server = ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    server.daemon_threads = True
    if len(sys.argv) > 4:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[4], sys.argv[5])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(f"listening {server.server_port}", flush=True)
    server.serve_forever()
