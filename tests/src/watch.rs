//! Everything a page does wrong while a spec looks elsewhere: errors, broken promises, messages on
//! the console's error level, violations of the content security policy, requests to other origins,
//! requests that fail.

use std::sync::PoisonError;

use serde_json::{Value, json};

use crate::bidi::{Listener, Shared};

/// The channel on which a page's violations of its policy come.
const CHANNEL: &str = "violations";

/// What is wrong so far, and what may be.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    seen: Shared<Seen>,
}

#[derive(Default)]
struct Seen {
    faults: Vec<String>,
    expected: Vec<String>,
    /// Where the spec itself went: requests to there are no fault.
    origins: Vec<String>,
}

impl Watch {
    /// The events of BiDi it lives on.
    pub(crate) const EVENTS: &[&str] =
        &["log.entryAdded", "network.beforeRequestSent", "network.responseCompleted", "script.message"];

    /// The script that has to run in every page before its own.
    pub(crate) fn preload() -> Value {
        let function = "send => addEventListener('securitypolicyviolation', \
                        event => send(`${event.effectiveDirective} forbids ${event.blockedURI}`))";
        let channel = json!({ "type": "channel", "value": { "channel": CHANNEL } });
        json!({ "functionDeclaration": function, "arguments": [channel] })
    }

    /// What hears the events.
    pub(crate) fn listener(&self) -> Listener {
        let watch = self.clone();
        Box::new(move |name, params| {
            if let Some(fault) = watch.fault(name, params) {
                watch.add(&fault);
            }
        })
    }

    fn fault(&self, name: &str, params: &Value) -> Option<String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match name {
            "log.entryAdded" if params["level"] == "error" => {
                let kind = if params["type"] == "javascript" { "page error" } else { "console error" };
                Some(format!("{kind}: {}", text(&params["text"])))
            }
            "script.message" if params["channel"] == CHANNEL => {
                Some(format!("policy: {}", text(&params["data"]["value"])))
            }
            "network.beforeRequestSent" => {
                let url = text(&params["request"]["url"]);
                let is_ours = origin(&url).is_none_or(|origin| self.lock().origins.contains(&origin));
                (!is_ours).then(|| format!("foreign request: {url}"))
            }
            "network.responseCompleted" => {
                let status = params["response"]["status"].as_u64().unwrap_or_default();
                (status >= 400).then(|| format!("failed request: {status} {}", text(&params["response"]["url"])))
            }
            _ => None,
        }
    }

    pub(crate) fn add(&self, fault: &str) {
        self.lock().faults.push(fault.to_owned());
    }

    pub(crate) fn visit(&self, url: &str) {
        self.lock().origins.extend(origin(url));
    }

    pub(crate) fn expect(&self, text: &str) {
        self.lock().expected.push(text.to_owned());
    }

    /// What is wrong since the last call, but for what is expected.
    pub(crate) fn take(&self) -> Vec<String> {
        let mut seen = self.lock();
        let faults = std::mem::take(&mut seen.faults);
        faults.into_iter().filter(|fault| !seen.expected.iter().any(|text| fault.contains(text))).collect()
    }

    /// Begins anew, for the next spec.
    pub(crate) fn forget(&self) {
        *self.lock() = Seen::default();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        // Nothing is left half done under this lock.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Scheme, host and port of an address that goes over the network; `None` of `data:`, `blob:` and the like.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = match scheme {
        "ws" => "http",
        "wss" => "https",
        "http" | "https" => scheme,
        _ => return None,
    };
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hears(name: &str, params: &Value) -> Vec<String> {
        let watch = Watch::default();
        watch.visit("http://localhost:1/some/page");
        watch.expect("known");
        watch.listener()(name, params);
        watch.take()
    }

    #[test]
    fn an_error_is_a_fault_and_a_warning_is_none() {
        let entry = |level: &str, kind: &str| json!({ "level": level, "type": kind, "text": "oh" });
        assert_eq!(hears("log.entryAdded", &entry("error", "console")), ["console error: oh"]);
        assert_eq!(hears("log.entryAdded", &entry("error", "javascript")), ["page error: oh"]);
        assert!(hears("log.entryAdded", &entry("warn", "console")).is_empty());
    }

    #[test]
    fn a_request_elsewhere_is_a_fault() {
        let request = |url: &str| json!({ "request": { "url": url } });
        assert_eq!(
            hears("network.beforeRequestSent", &request("http://localhost:2/")),
            ["foreign request: http://localhost:2/"]
        );
        for ours in ["http://localhost:1/a?b", "ws://localhost:1/", "data:text/plain,x", "blob:http://localhost:1/x"] {
            assert!(hears("network.beforeRequestSent", &request(ours)).is_empty(), "{ours}");
        }
    }

    #[test]
    fn what_is_expected_is_no_fault() {
        let answer = |url: &str| json!({ "response": { "url": url, "status": 404 } });
        assert_eq!(hears("network.responseCompleted", &answer("/new")), ["failed request: 404 /new"]);
        assert!(hears("network.responseCompleted", &answer("/known")).is_empty());
    }
}
