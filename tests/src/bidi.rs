//! WebDriver BiDi: the browser's side of the story (log, requests) and scripts that run before a
//! page's own. See <https://w3c.github.io/webdriver-bidi/>.

use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::socket::{self, Sender};

const PATIENCE: Duration = Duration::from_secs(30);

/// Called for each event, with its name and parameters, on a thread of its own.
pub(crate) type Listener = Box<dyn Fn(&str, &Value) + Send>;

/// A connection to a session.
pub(crate) struct Bidi {
    sender: Sender,
    replies: Receiver<Value>,
    last_id: u64,
}

impl Bidi {
    pub(crate) fn connect(url: &str, listener: Listener) -> Bidi {
        let (sender, mut receiver) = socket::open(url).unwrap_or_else(|error| panic!("no WebDriver BiDi: {error}"));
        let (reply, replies) = mpsc::channel();
        std::thread::spawn(move || {
            // It ends with an error or without: the browser is gone, and whoever asks will notice.
            while let Ok(Some(text)) = receiver.receive() {
                let message: Value = serde_json::from_str(&text).expect("a driver sends JSON");
                if message["type"] == "event" {
                    listener(message["method"].as_str().unwrap_or_default(), &message["params"]);
                } else if reply.send(message).is_err() {
                    return;
                }
            }
        });
        Bidi { sender, replies, last_id: 0 }
    }

    /// Gives the command's result, or the error's text. Every event that came before the command took
    /// effect has been heard by then.
    pub(crate) fn send(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.last_id += 1;
        let command = json!({ "id": self.last_id, "method": method, "params": params });
        self.sender.send(&command.to_string()).map_err(|error| error.to_string())?;
        loop {
            let mut reply = self.replies.recv_timeout(PATIENCE).map_err(|_| format!("no answer to {method}"))?;
            if reply["id"] == self.last_id {
                if reply["type"] == "success" {
                    return Ok(reply["result"].take());
                }
                return Err(format!("{method}: {} ({})", reply["message"], reply["error"]));
            }
        }
    }
}

/// What is shared between the thread that hears events and the one that runs specs.
pub(crate) type Shared<T> = Arc<Mutex<T>>;
