"""An application on httpx: it signs in by every grant it would use, and bills a customer. Reads its settings as JSON on standard
input and prints what it was answered as JSON; the test judges it."""

import base64
import hashlib
import json
import secrets
import sys
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import httpx

settings = json.load(sys.stdin)


class LoginForm(HTMLParser):
    """Where the form that takes a password posts to, and its fields."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append((attributes.get("action"), {}))
        elif tag == "input" and self.forms and "name" in attributes:
            self.forms[-1][1][attributes["name"]] = attributes.get("value", "")

    def typed(self):
        return next((action, fields) for action, fields in self.forms if "password" in fields)


def identity(client):
    issuer, backend = settings["issuer"], (settings["clientId"], settings["clientSecret"])
    found = client.get(f"{issuer}/.well-known/openid-configuration").json()
    user = {"username": settings["username"], "password": settings["password"], "scope": "openid"}

    def token(auth=None, **form):
        return client.post(found["token_endpoint"], data=form, auth=auth)

    service = token(backend, grant_type="client_credentials").json()
    password = token(backend, grant_type="password", **user).json()
    signed_in = code_flow(client, found, token)
    refreshed = token(grant_type="refresh_token", client_id=settings["portal"], refresh_token=signed_in["refresh_token"]).json()
    bearer = {"authorization": f"Bearer {refreshed['access_token']}"}
    person = client.get(found["userinfo_endpoint"], headers=bearer)

    def inspect(value):
        return client.post(found["introspection_endpoint"], data={"token": value}, auth=backend).json()

    before = inspect(refreshed["access_token"])
    revoked = client.post(
        found["revocation_endpoint"], data={"token": refreshed["refresh_token"], "client_id": settings["portal"]}
    )
    gone = token(grant_type="refresh_token", client_id=settings["portal"], refresh_token=refreshed["refresh_token"])
    return {
        "issuer": found["issuer"],
        "service": claims(service["access_token"])["preferred_username"],
        "password": claims(password["access_token"])["preferred_username"],
        "nonce": claims(signed_in["id_token"])["nonce"] == signed_in["nonce"],
        "rotated": refreshed["refresh_token"] != signed_in["refresh_token"],
        "userinfo": [person.status_code, person.json()["email"]],
        "introspection": [before["active"], before.get("username"), inspect(refreshed["access_token"])["active"]],
        "revoked": [revoked.status_code, gone.status_code, gone.json()["error"]],
    }


def code_flow(client, found, token):
    verifier, state, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    digest = hashlib.sha256(verifier.encode()).digest()
    question = {
        "client_id": settings["portal"],
        "redirect_uri": settings["redirect"],
        "response_type": "code",
        "scope": "openid profile email",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "state": state,
        "nonce": nonce,
    }
    page = client.get(found["authorization_endpoint"], params=question, follow_redirects=True)
    action, fields = LoginForm(page.text).typed()
    answer = {**fields, "username": settings["username"], "password": settings["password"]}
    step = client.post(page.url.join(action), data=answer)
    while step.has_redirect_location and not step.headers["location"].startswith(settings["redirect"]):
        step = client.send(step.next_request)
    back = parse_qs(urlsplit(step.headers["location"]).query)
    assert back["state"] == [state], "the state of another request came back"
    redeem = {"client_id": settings["portal"], "redirect_uri": settings["redirect"], "code_verifier": verifier}
    return {**token(grant_type="authorization_code", code=back["code"][0], **redeem).json(), "nonce": nonce}


def claims(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def billing(client):
    base = f"{settings['billing']}/api/v1"
    client.headers["authorization"] = f"Bearer {settings['billingKey']}"

    def post(path, body):
        return client.post(base + path, json=body).raise_for_status().json()

    post("/customers", {"customer": {"external_id": "acme", "name": "Acme"}})
    metric = post("/billable_metrics", {"billable_metric": settings["metric"]})["billable_metric"]
    charge = {**settings["charge"], "billable_metric_id": metric["lago_id"]}
    post("/plans", {"plan": {**settings["plan"], "charges": [charge]}})
    post("/subscriptions", {"subscription": settings["subscription"]})
    names = {"code": metric["code"], "external_subscription_id": settings["subscription"]["external_id"]}
    events = [{**names, "transaction_id": f"t-{at}", "properties": {"minutes": at}} for at in range(100)]
    post("/events/batch", {"events": events})
    again = client.post(base + "/events/batch", json={"events": events})
    asked = {"external_subscription_id": names["external_subscription_id"]}
    usage = client.get(base + "/customers/acme/current_usage", params=asked).json()["customer_usage"]
    client.delete(f"{base}/subscriptions/{names['external_subscription_id']}").raise_for_status()
    invoices = client.get(base + "/invoices", params={"external_customer_id": "acme"}).json()["invoices"]
    return {
        "usage": [usage["amount_cents"], usage["charges_usage"][0]["units"], usage["charges_usage"][0]["events_count"]],
        "again": again.status_code,
        "invoices": [[one["status"], one["fees_amount_cents"], one["total_amount_cents"]] for one in invoices],
    }


# What a machine has for a proxy must not come between an application and its sandbox.
with httpx.Client(trust_env=False, timeout=5) as client:
    print(json.dumps({"identity": identity(client), "billing": billing(client)}))
