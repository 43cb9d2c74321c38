#!/usr/bin/env python3
"""Makes the golden vectors of this folder with programs that are not Sohoa: json and hashlib, openssl, PyJWT.

To be run again only when the wire format changes on purpose: signatures are random, so every envelope changes.
Needs: openssl, and `pip install pyjwt cryptography`.
"""
import base64, hashlib, json, os, subprocess, tempfile, unicodedata
import jwt

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def write(name, content):
    with open(name, "wb") as file:
        file.write(content)


def text_of(value):
    """JSON with sorted members, no white space, UTF-8 as it is."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def public_der(key):
    return subprocess.run(
        ["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout


def pre_authentication_encoding(kind, payload):
    """PAE of DSSE v1.0.2, protocol.md."""
    kind = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def seal(name, kind, payload, key):
    """Writes payload, its digest, the signed bytes and the envelope; returns the digest."""
    digest = hashlib.sha256(payload).hexdigest()
    signed = pre_authentication_encoding(kind, payload)
    with tempfile.NamedTemporaryFile() as file:
        file.write(signed)
        file.flush()
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", key, file.name], check=True, capture_output=True).stdout
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind,
        "signatures": [
            {"keyid": hashlib.sha256(public_der(key)).hexdigest(), "sig": base64.b64encode(signature).decode()}],
    }
    write(name + ".json", payload)
    write(name + ".sha256", digest.encode())
    write(name + ".pae", signed)
    write(name + ".envelope.json", text_of(envelope))
    return digest


STATION, COLLECTOR = "TEST-KEY-station.pem", "TEST-KEY-collector.pem"


def page(content, **members):
    return {
        "byteLength": len(content), "colourMode": "colour", "digest": hashlib.sha256(content).hexdigest(),
        "flags": [], "height": 2339, "mediaType": "image/jpeg", "resolution": 200,
        "scannedAt": "2021-06-15T01:30:00Z", "scanner": "Fujitsu fi-7160 fujitsu:fi-7160:83213", "width": 1654,
        **members}


first_page, back, result = b"first page", b"back of the first page", b"result"
first = {
    "clockCorrection": 0, "sealedAt": "2021-06-15T01:31:02Z", "sequence": 1, "site": "xa-dai-tam",
    "station": "t-0123456789abcdef", "operator": "lan.tt", "supersedes": [],
    "dossier": {
        "code": "000.18.29.H51-210615-0001", "procedure": "1.001193", "componentsComplete": False,
        "owner": {"name": "Nguyễn Thị Hồ Sơ"}},
    "documents": [{
        "role": "component", "type": "to-khai", "authority": "xa-dai-tam", "level": "commune", "inForce": True,
        "pages": [page(first_page)]}],
}
first_digest = seal("manifest-first", "application/vnd.sohoa.manifest.v1+json", text_of(first), STATION)

second = {
    "clockCorrection": -3600, "sealedAt": "2021-06-15T09:00:00Z", "sequence": 2, "previous": first_digest,
    "site": "xa-dai-tam", "station": "t-0123456789abcdef", "operator": "Trần Thị Lan", "supersedes": [first_digest],
    "sheetsExpected": 2,
    "dossier": {
        "code": "000.18.29.H51-210615-0001", "procedure": "1.001193", "componentsComplete": True,
        # Decomposed (NFD), with a quote, a slash and a character beyond the basic plane: kept byte for byte.
        "owner": {"name": unicodedata.normalize("NFD", "Nguyễn Thị Hồ Sơ") + " \"/\\ 𡨸", "identityNumber": "094123456789"}},
    "documents": [
        {"role": "component", "type": "to-khai", "authority": "xa-dai-tam", "level": "commune", "inForce": True,
         "pages": [
             page(first_page),
             page(back, colourMode="grey", flags=["blankSuspected", "rescanned"], scannedAt="2021-06-15T01:30:04Z"),
             page(first_page, flags=["repeated"])]},
        {"role": "result", "type": "giay-khai-sinh", "number": "12/2021", "issuedOn": "2021-06-15",
         "issuer": "UBND xã Đại Tâm", "authority": "xa-dai-tam", "level": "commune", "inForce": False,
         "pages": [{key: value for key, value in page(
             result, colourMode="bilevel", flags=["imported"], mediaType="image/png", width=1, height=65500,
             resolution=10000).items() if key != "scanner"}]},
    ],
}
# What two sealings of the same content have in common.
write("manifest.content-sha256", hashlib.sha256(
    text_of({key: second[key] for key in ("site", "dossier", "documents")})).hexdigest().encode())
second_digest = seal("manifest", "application/vnd.sohoa.manifest.v1+json", text_of(second), STATION)

# A correction: a page turned, one taken out, a component reused instead of scanned.
CORRECTED = {
    "clockCorrection": 0, "sealedAt": "2021-06-16T02:00:00Z", "sequence": 3, "previous": second_digest,
    "site": "xa-dai-tam", "station": "t-0123456789abcdef", "operator": "lan.tt", "supersedes": [second_digest],
    "dossier": second["dossier"],
    "documents": [
        {**second["documents"][0], "pages": [page(first_page, rotation=270)]},
        second["documents"][1],
        {"role": "component", "type": "giay-chung-sinh", "number": "08", "authority": "xa-dai-tam", "level": "commune",
         "inForce": True, "pages": [],
         "reuse": {"dossier": "000.18.29.H51-210301-0042", "site": "xa-tham-don", "manifest": first_digest,
                   "digitisedOn": "2021-03-01"}},
    ],
    "corrections": [
        {"at": "2021-06-16T01:58:00Z", "by": "lan.tt", "action": "rotated", "detail": "270",
         "page": hashlib.sha256(first_page).hexdigest()},
        {"at": "2021-06-16T01:58:30Z", "by": "minh.nv", "action": "removed", "page": hashlib.sha256(back).hexdigest()},
        {"at": "2021-06-16T01:59:00Z", "by": "lan.tt", "action": "reused",
         "detail": "giay-chung-sinh, 000.18.29.H51-210301-0042"},
    ],
}
seal("manifest-corrected", "application/vnd.sohoa.manifest.v1+json", text_of(CORRECTED), STATION)

receipt = {
    "manifest": second_digest, "station": "t-0123456789abcdef", "sequence": 2, "site": "xa-dai-tam", "number": 814602,
    "issuedAt": "2021-06-15T09:00:05Z", "pages": 3, "bytes": len(first_page + back + result)}
RECEIPT = "application/vnd.sohoa.receipt.v1+json"
seal("receipt-accepted", RECEIPT, text_of({**receipt, "outcome": "accepted"}), COLLECTOR)
seal("receipt-duplicate", RECEIPT, text_of({**receipt, "outcome": "duplicate", "duplicateOf": first_digest}), COLLECTOR)
seal("receipt-refused", RECEIPT, text_of({
    **receipt, "outcome": "refused", "pages": 0, "bytes": 0,
    "refusal": {"code": "site_closed", "detail": "site xa-dai-tam is closed since 2021-06-01"}}), COLLECTOR)

seal("enrolment", "application/vnd.sohoa.enrolment.v1+json", text_of({
    "token": "soh_3zVwP8yQ", "publicKey": base64.b64encode(public_der(STATION)).decode(), "label": "PC-MOTCUA-02",
    "agentVersion": "1.0.0", "replaces": "t-fedcba9876543210"}), STATION)
write("enrolment-answer.json", text_of({
    "station": "t-0123456789abcdef", "site": "xa-dai-tam", "siteName": "Xã Đại Tâm", "level": "commune",
    "collector": "c-soc-trang", "collectorKey": base64.b64encode(public_der(COLLECTOR)).decode()}))

with open("receipt-accepted.envelope.json", "rb") as file:
    envelope = json.load(file)
page_digest = hashlib.sha256(result).hexdigest()
write("submission-announced.json", text_of({
    "manifest": second_digest, "state": "announced",
    "needed": [{"digest": hashlib.sha256(back).hexdigest(), "byteLength": len(back)},
               {"digest": page_digest, "byteLength": len(result)}]}))
write("submission-complete.json", text_of(
    {"manifest": second_digest, "state": "complete", "needed": [], "receipt": envelope}))

write("problem.json", text_of({
    "type": "urn:sohoa:problem:sequence_gap", "title": "Gap in the chain", "status": 409, "code": "sequence_gap",
    "detail": "sequence 9 came where 7 is next; post 7 first", "expectedSequence": 7}))
write("problem-page.json", text_of({
    "type": "urn:sohoa:problem:page_mismatch", "title": "Wrong page", "status": 460, "code": "page_mismatch",
    "detail": "the bytes do not match", "page": page_digest}))

write("lookup.json", text_of({
    "operator": "lan.tt", "code": "000.18.29.H51-210615-0001",
    "ownerName": unicodedata.normalize("NFD", "Nguyễn Thị Hồ Sơ"), "number": "12/2021",
    "identityNumber": "094123456789"}))
found = {"dossier": "000.18.29.H51-210615-0001", "site": "xa-dai-tam", "siteName": "Xã Đại Tâm",
         "digitisedOn": "2021-06-15", "manifest": second_digest}
write("lookup-answer.json", text_of({"isCut": True, "papers": [
    {**found, "role": "result", "type": "giay-khai-sinh", "number": "12/2021", "issuedOn": "2021-06-14",
     "issuer": "UBND xã Đại Tâm", "pages": 1},
    {**found, "role": "component", "type": "to-khai", "pages": 3}]}))
write("briefing.json", text_of({
    "site": "xa-dai-tam", "siteName": "Xã Đại Tâm", "level": "commune", "asOf": "2021-06-15T09:00:05Z",
    "procedures": [{"code": "1.001193", "name": "Đăng ký khai sinh", "papers": [
        {"type": "to-khai", "name": "Tờ khai đăng ký khai sinh", "role": "component", "isCompulsory": True},
        {"type": "giay-khai-sinh", "name": "Giấy khai sinh", "role": "result", "isCompulsory": False}]}],
    "progress": [
        {"indicator": "R1", "level": "commune", "year": 2021, "numerator": 334, "denominator": 1000},
        {"indicator": "R3", "level": "commune", "year": 2021, "numerator": 12, "targetPermille": 150}]}))

with open(STATION) as file:
    private = file.read()
write("token.jwt", jwt.encode(
    {"iss": "t-0123456789abcdef", "sub": "t-0123456789abcdef", "aud": "c-soc-trang", "iat": 1623719000,
     "exp": 1623719300},
    private, algorithm="ES256", headers={"kid": hashlib.sha256(public_der(STATION)).hexdigest()}).encode())

write("station.der", public_der(STATION))
write("collector.der", public_der(COLLECTOR))
