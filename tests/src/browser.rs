//! A browser with its tabs: what a spec does to a page, and everything the page did wrong meanwhile.
//!
//! Pages are addressed by selectors, most by `data-testid` (see [`id`]). What a page has not yet is
//! waited for; nothing is clicked or read by the clock.

use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::{Driver, Kind, Refusal, SiteData};
use crate::memory;
use crate::trap::Trap;
use crate::wait::{USUAL, until, until_ok};
use crate::watch::Watch;

/// The member under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The selector of a part of the page, by its test id.
#[must_use]
pub fn id(testid: &str) -> String {
    format!("[data-testid=\"{testid}\"]")
}

/// A key that has no character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names are on the keys")]
pub enum Key {
    Tab,
    Enter,
    Space,
    Escape,
    Left,
    Right,
    /// What one types.
    Char(char),
}

impl Key {
    fn code(self) -> char {
        match self {
            Key::Tab => '\u{e004}',
            Key::Enter => '\u{e007}',
            Key::Space => ' ',
            Key::Escape => '\u{e00c}',
            Key::Left => '\u{e012}',
            Key::Right => '\u{e014}',
            Key::Char(char) => char,
        }
    }
}

/// A tab.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tab(String);

/// A browser. It ends when this is dropped.
pub struct Browser {
    kind: Kind,
    driver: Driver,
    trap: Trap,
    watch: Watch,
}

impl Browser {
    /// Starts one with an empty profile.
    #[must_use]
    pub fn start(kind: Kind) -> Browser {
        Browser::start_as(kind, SiteData::Kept)
    }

    /// Starts one whose user lets no site keep anything.
    #[must_use]
    pub fn start_forgetful(kind: Kind) -> Browser {
        Browser::start_as(kind, SiteData::Blocked)
    }

    fn start_as(kind: Kind, data: SiteData) -> Browser {
        let trap = Trap::start();
        let driver = Driver::start(kind, trap.port(), data);
        Watch::prepare(kind, &driver).unwrap_or_else(|error| panic!("{error}"));
        Browser { kind, driver, trap, watch: Watch::default() }
    }

    /// Which browser this is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    // Going places.

    /// Goes to this address and waits until it has loaded.
    #[track_caller]
    pub fn open(&mut self, url: &str) {
        self.watch.visit(url);
        self.command("POST", "/url", &json!({ "url": url }));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&mut self) {
        self.command("POST", "/refresh", &json!({}));
    }

    /// Goes back.
    #[track_caller]
    pub fn back(&mut self) {
        self.command("POST", "/back", &json!({}));
    }

    /// The address of the page.
    #[track_caller]
    pub fn address(&mut self) -> String {
        self.eval("return location.href", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// The tab in use.
    #[track_caller]
    pub fn tab(&mut self) -> Tab {
        let handle = self.command("GET", "/window", &Value::Null);
        Tab(handle.as_str().unwrap_or_default().to_owned())
    }

    /// Opens a tab and uses it.
    #[track_caller]
    pub fn open_tab(&mut self) -> Tab {
        let made = self.command("POST", "/window/new", &json!({ "type": "tab" }));
        let tab = Tab(made["handle"].as_str().unwrap_or_default().to_owned());
        self.use_tab(&tab);
        tab
    }

    /// Uses this tab from now on.
    #[track_caller]
    pub fn use_tab(&mut self, tab: &Tab) {
        self.command("POST", "/window", &json!({ "handle": tab.0 }));
    }

    /// Closes a tab and uses another.
    #[track_caller]
    pub fn close_tab(&mut self, tab: &Tab, then: &Tab) {
        self.use_tab(tab);
        self.command("DELETE", "/window", &Value::Null);
        self.use_tab(then);
    }

    /// Uses what this frame of the page shows from now on.
    #[track_caller]
    pub fn use_frame(&mut self, selector: &str) {
        let element = until_ok(selector, USUAL, || self.find(selector));
        self.command("POST", "/frame", &json!({ "id": element }));
    }

    /// Makes this server reachable as `http://name/`: a page served without HTTPS.
    pub fn host(&mut self, name: &str, port: u16) {
        self.trap.host(name, port);
    }

    // Looking.

    /// What the body of a function gives in the page; promises are waited for.
    #[track_caller]
    pub fn eval(&mut self, body: &str, arguments: &[Value]) -> Value {
        self.try_eval(body, arguments).unwrap_or_else(|error| panic!("{body}\n{error}"))
    }

    /// As [`Browser::eval`], or why it gave nothing: perhaps the page is just being left.
    ///
    /// # Errors
    /// As said.
    pub fn try_eval(&mut self, body: &str, arguments: &[Value]) -> Result<Value, String> {
        let script = json!({ "script": body, "args": arguments });
        self.driver.send("POST", "/execute/sync", &script).map_err(|error| error.to_string())
    }

    /// How many there are now.
    #[track_caller]
    pub fn count(&mut self, selector: &str) -> u64 {
        let count = self.eval("return document.querySelectorAll(arguments[0]).length", &[json!(selector)]);
        count.as_u64().unwrap_or_default()
    }

    /// Whether it is there now and can be seen.
    pub fn is_visible(&mut self, selector: &str) -> bool {
        let look = "return !!document.querySelector(arguments[0])?.checkVisibility({ visibilityProperty: true })";
        self.try_eval(look, &[json!(selector)]).is_ok_and(|seen| seen == true)
    }

    /// Waits until it can be seen.
    #[track_caller]
    pub fn wait_for(&mut self, selector: &str) {
        until(selector, USUAL, || self.is_visible(selector).then_some(()));
    }

    /// Waits until the expression is true in the page.
    #[track_caller]
    pub fn wait_until(&mut self, expression: &str, patience: Duration) {
        let body = format!("return !!({expression})");
        until_ok(expression, patience, || match self.try_eval(&body, &[]) {
            Ok(Value::Bool(true)) => Ok(()),
            Ok(_) => Err(String::new()),
            Err(error) => Err(error),
        });
    }

    /// The attribute as it is now; `None` where there is no such part or it has no such attribute.
    pub fn attribute(&mut self, selector: &str, name: &str) -> Option<String> {
        let look = "return document.querySelector(arguments[0])?.getAttribute(arguments[1])";
        let value = self.try_eval(look, &[json!(selector), json!(name)]).ok()?;
        value.as_str().map(str::to_owned)
    }

    /// Waits until the attribute is as it should be; gives it.
    #[track_caller]
    pub fn wait_for_attribute(
        &mut self,
        selector: &str,
        name: &str,
        patience: Duration,
        is_right: impl Fn(&str) -> bool,
    ) -> String {
        until_ok(&format!("{name} of {selector}"), patience, || match self.attribute(selector, name) {
            Some(value) if is_right(&value) => Ok(value),
            last => Err(format!("It is {last:?}.")),
        })
    }

    /// The text as a reader sees it, once it is there.
    #[track_caller]
    pub fn text(&mut self, selector: &str) -> String {
        self.wait_for(selector);
        let text = self.eval("return document.querySelector(arguments[0])?.innerText", &[json!(selector)]);
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// The role and the name that a screen reader tells, once it is there.
    #[track_caller]
    pub fn role_and_name(&mut self, selector: &str) -> (String, String) {
        let element = until_ok(selector, USUAL, || self.find(selector));
        let mut tell = |what: &str| {
            let told = self.command("GET", &format!("/element/{}/{what}", element_id(&element)), &Value::Null);
            told.as_str().unwrap_or_default().to_owned()
        };
        (tell("computedrole"), tell("computedlabel"))
    }

    // Doing.

    /// Clicks in the middle of it, as soon as it is there and nothing lies above it.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        until_ok(&format!("a click on {selector}"), USUAL, || {
            let element = self.find(selector)?;
            self.driver.send("POST", &format!("/element/{}/click", element_id(&element)), &json!({}))
        });
    }

    /// Replaces what stands in a field, as one who selects all of it and types.
    #[track_caller]
    pub fn fill(&mut self, selector: &str, text: &str) {
        until_ok(&format!("typing into {selector}"), USUAL, || {
            let element = self.find(selector)?;
            let select = json!({ "script": "arguments[0].focus(); arguments[0].select()", "args": [element] });
            self.driver.send("POST", "/execute/sync", &select)?;
            self.driver.send("POST", &format!("/element/{}/value", element_id(&element)), &json!({ "text": text }))?;
            // A field that wrote itself anew in between, as when the page has just loaded, lost what was
            // selected; then the text stands beside the old one.
            let look = json!({ "script": "return arguments[0].value", "args": [element] });
            match self.driver.send("POST", "/execute/sync", &look)? {
                Value::String(value) if value.chars().filter(|c| *c != ',').count() > text.chars().count() => {
                    Err(Refusal { code: "typed beside".into(), text: value })
                }
                _ => Ok(()),
            }
        });
    }

    /// Presses a key, wherever the focus is.
    #[track_caller]
    pub fn press(&mut self, key: Key) {
        let key = key.code().to_string();
        let strokes = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.command("POST", "/actions", &actions);
    }

    /// Bytes of memory that the browser's processes have for themselves, once it has let go of what nobody needs;
    /// what several share counts in parts. `None` on systems that do not tell.
    pub fn memory(&mut self) -> Option<u64> {
        memory::let_go(self.kind, &self.driver);
        memory::of_group(self.driver.group())
    }

    // What went wrong.

    /// Faults with this text in them are part of the spec.
    pub fn expect_fault(&mut self, text: &str) {
        self.watch.expect(text);
    }

    /// Everything that went wrong since the last call, but for what the spec expects.
    pub fn faults(&mut self) -> Vec<String> {
        let mut faults = self.watch.take(self.kind, &self.driver);
        let caught = self.trap.caught();
        faults.extend(caught.iter().filter_map(|request| self.watch.fault("foreign request", request)));
        faults
    }

    /// Ends a spec: one empty tab is left, and nothing that the spec asked for.
    pub(crate) fn tidy_up(&mut self) -> Result<(), Refusal> {
        let handles = self.driver.send("GET", "/window/handles", &Value::Null)?;
        let made = self.driver.send("POST", "/window/new", &json!({ "type": "tab" }))?;
        for handle in handles.as_array().into_iter().flatten() {
            self.driver.send("POST", "/window", &json!({ "handle": handle }))?;
            self.driver.send("DELETE", "/window", &Value::Null)?;
        }
        self.driver.send("POST", "/window", &json!({ "handle": made["handle"] }))?;
        self.faults();
        self.watch.forget();
        Ok(())
    }

    /// A picture of the page, as base64 of a PNG.
    pub(crate) fn picture(&mut self) -> Option<String> {
        let picture = self.driver.send("GET", "/screenshot", &Value::Null).ok()?;
        picture.as_str().map(str::to_owned)
    }

    fn find(&mut self, selector: &str) -> Result<Value, Refusal> {
        self.driver.send("POST", "/element", &json!({ "using": "css selector", "value": selector }))
    }

    #[track_caller]
    fn command(&mut self, method: &str, path: &str, body: &Value) -> Value {
        self.driver.send(method, path, body).unwrap_or_else(|error| panic!("{method} {path} {body}: {error}"))
    }
}

fn element_id(element: &Value) -> &str {
    element[ELEMENT].as_str().unwrap_or_default()
}
