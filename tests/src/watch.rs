//! Everything a page does wrong while a spec looks elsewhere: errors, broken promises, what a script warns
//! of or calls an error in the console, violations of the content security policy, requests to other origins,
//! requests that fail. It is read from the browsers' own logs, which hold workers too.
//!
//! Not by WebDriver BiDi: a subscription makes Firefox attach to every worker as it starts, and then
//! about one page in six hangs for ever in `new Worker` (tried with Firefox 153).

use serde_json::{Value, json};

use crate::driver::{Driver, Kind};

/// Has Firefox keep what it would forget: console calls of every process, and requests.
const KEEP: &str = r"
    const kept = window.heddle = [];
    // Console calls stay in the process of the page, so a script there passes them on.
    Services.ppmm.addMessageListener('heddle', ({ data }) => kept.push(['console error', data]));
    Services.ppmm.loadProcessScript('data:application/javascript,' + encodeURIComponent(`
        Services.obs.addObserver({ observe(subject) {
            const { level, arguments: words } = subject.wrappedJSObject;
            if (level === 'error' || level === 'warn' || level === 'assert')
                Services.cpmm.sendAsyncMessage('heddle', words.map(String).join(' '));
        } }, 'console-api-log-event')`), true);
    window.heddleObserver = { observe(subject, topic) {
        const channel = subject.QueryInterface(Ci.nsIHttpChannel);
        if (channel.loadInfo.triggeringPrincipal.isSystemPrincipal) return;
        if (topic === 'http-on-modify-request') kept.push(['request', channel.URI.spec]);
        else if (channel.responseStatus >= 400) kept.push(['failed request', channel.responseStatus + ' ' + channel.URI.spec]);
    } };
    Services.obs.addObserver(window.heddleObserver, 'http-on-modify-request');
    Services.obs.addObserver(window.heddleObserver, 'http-on-examine-response');
    Services.console.reset();";

/// Gives what was kept, and every error that stands in the browser's console.
const TAKE: &str = r"
    const kept = window.heddle.splice(0);
    for (const message of Services.console.getMessageArray()) {
        if (!(message instanceof Ci.nsIScriptError) || message.isFromChromeContext) continue;
        if (message.flags & Ci.nsIScriptError.warningFlag || /^(chrome|resource):/.test(message.sourceName)) continue;
        kept.push(['page error', message.errorMessage]);
    }
    Services.console.reset();
    return kept;";

/// What a spec expects to go wrong, and where it and those before it went: requests to there are no fault.
#[derive(Default)]
pub(crate) struct Watch {
    expected: Vec<String>,
    origins: Vec<String>,
}

/// What no page asked for: the start page of Debian's Chromium, which every new tab shows first, and
/// a browser that looks for a newer service worker of a server of an earlier spec.
fn is_of_the_browser(request: &str) -> bool {
    request.contains("start.duckduckgo.com") || request.starts_with("http://localhost:") && request.ends_with("/sw.js")
}

impl Watch {
    /// Prepares a browser that has just started.
    pub(crate) fn prepare(kind: Kind, driver: &Driver) -> Result<(), String> {
        match kind {
            Kind::Chromium => Ok(()),
            Kind::Firefox => privileged(driver, KEEP).map(drop),
        }
    }

    pub(crate) fn visit(&mut self, url: &str) {
        self.origins.extend(origin(url));
    }

    /// The spec is over. The service worker of its page may still be fetching files from where the page was.
    pub(crate) fn forget(&mut self) {
        self.expected.clear();
    }

    pub(crate) fn expect(&mut self, text: &str) {
        self.expected.push(text.to_owned());
    }

    /// What went wrong since the last call, but for what is expected.
    pub(crate) fn take(&self, kind: Kind, driver: &Driver) -> Vec<String> {
        let told = match kind {
            Kind::Chromium => chromium_log(driver),
            Kind::Firefox => firefox_log(driver),
        };
        let faults = told.unwrap_or_else(|error| vec![("no log".into(), error)]);
        faults.into_iter().filter_map(|(kind, text)| self.fault(&kind, &text)).collect()
    }

    /// What is wrong about this, if anything.
    pub(crate) fn fault(&self, kind: &str, text: &str) -> Option<String> {
        let is_ours = || origin(text).is_none_or(|origin| self.origins.contains(&origin));
        let fault = match kind {
            "request" if is_ours() || text.is_empty() || is_of_the_browser(text) => return None,
            "foreign request" if is_of_the_browser(text) => return None,
            // A link that is too long on purpose is too long to be told to the server, too.
            _ if text.contains("HTTP Referrer header") => return None,
            // Firefox looks for a newer service worker of a server that is gone.
            _ if text.contains("Failed to load ‘’. A ServiceWorker intercepted") => return None,
            "request" => format!("foreign request: {text}"),
            _ => format!("{kind}: {text}"),
        };
        (!self.expected.iter().any(|expected| fault.contains(expected))).then_some(fault)
    }
}

/// Errors of the console, failed requests and violations of the policy stand in one of Chromium's
/// logs, requests in the other.
fn chromium_log(driver: &Driver) -> Result<Vec<(String, String)>, String> {
    let log = |name: &str| {
        let entries = driver.send("POST", "/se/log", &json!({ "type": name })).map_err(|error| error.to_string())?;
        Ok::<_, String>(entries.as_array().cloned().unwrap_or_default())
    };
    let mut found = Vec::new();
    // What the browser itself only warns of is not ours to judge; what a script does is.
    let is_fault = |entry: &Value| match entry["level"].as_str() {
        Some("SEVERE") => true,
        Some("WARNING") => matches!(entry["source"].as_str(), Some("console-api" | "worker")),
        _ => false,
    };
    for entry in log("browser")?.into_iter().filter(is_fault) {
        found.push(("page error".into(), entry["message"].as_str().unwrap_or_default().to_owned()));
    }
    for entry in log("performance")? {
        let message: Value =
            entry["message"].as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        if message["message"]["method"] == "Network.requestWillBeSent" {
            let url = &message["message"]["params"]["request"]["url"];
            found.push(("request".into(), url.as_str().unwrap_or_default().to_owned()));
        }
    }
    Ok(found)
}

fn firefox_log(driver: &Driver) -> Result<Vec<(String, String)>, String> {
    let kept: Vec<(String, String)> =
        serde_json::from_value(privileged(driver, TAKE)?).map_err(|error| error.to_string())?;
    Ok(kept)
}

/// Runs a script as the browser itself.
pub(crate) fn privileged(driver: &Driver, script: &str) -> Result<Value, String> {
    let run = || {
        driver.send("POST", "/moz/context", &json!({ "context": "chrome" }))?;
        let answer = driver.send("POST", "/execute/sync", &json!({ "script": script, "args": [] }));
        driver.send("POST", "/moz/context", &json!({ "context": "content" }))?;
        answer
    };
    run().map_err(|error| error.to_string())
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

    fn watch() -> Watch {
        let mut watch = Watch::default();
        watch.visit("http://localhost:1/some/page");
        watch.expect("known");
        watch
    }

    #[test]
    fn a_request_elsewhere_is_a_fault() {
        let foreign = watch().fault("request", "http://localhost:2/");
        assert_eq!(foreign.as_deref(), Some("foreign request: http://localhost:2/"));
        for ours in ["http://localhost:1/a?b", "ws://localhost:1/", "data:text/plain,x", "blob:http://localhost:1/x"] {
            assert_eq!(watch().fault("request", ours), None);
        }
    }

    #[test]
    fn what_is_expected_is_no_fault() {
        assert_eq!(watch().fault("failed request", "404 /new").as_deref(), Some("failed request: 404 /new"));
        assert_eq!(watch().fault("failed request", "404 /known"), None);
    }
}
