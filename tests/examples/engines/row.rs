//! One figure of the bench, as a line of JSON that `./x bench` reads.

use e2e::Kind;
use serde_json::{Value, json};

/// A figure.
pub(crate) struct Row {
    json: Value,
    ours: f64,
    ratio: f64,
}

impl Row {
    /// The median of these, with their spread.
    pub(crate) fn of(bench: &str, kind: Kind, name: &str, unit: &str, values: &[f64]) -> Row {
        let [low, ours, high] = quartiles(values);
        let name = format!("{}: {name}", kind.id());
        let json = json!({ "bench": bench, "row": name, "ours": ours, "unit": unit, "spread": high - low });
        Row { json, ours, ratio: f64::NAN }
    }

    /// The same beside these of a peer, measured in turns with ours.
    pub(crate) fn against(mut self, peer: &str, values: &[f64]) -> Row {
        let [_, theirs, _] = quartiles(values);
        self.ratio = self.ours / theirs;
        self.json["peer"] = json!(peer);
        self.json["peer_value"] = json!(theirs);
        self.json["ratio"] = json!(self.ratio);
        self
    }

    /// Where the goal is so much of the peer's speed.
    pub(crate) fn of_speed(self, speed: f64) -> Row {
        let holds = 1.0 / self.ratio >= speed;
        self.goal(format!("at least {speed:.2} of the peer's speed"), holds)
    }

    /// Where the goal is to be as far from the peer at most.
    pub(crate) fn near(self, share: f64) -> Row {
        let holds = (self.ratio - 1.0).abs() <= share;
        self.goal(format!("within {:.0} %", share * 100.0), holds)
    }

    /// Where the goal is a figure of ours that is no greater.
    pub(crate) fn at_most(self, goal: f64) -> Row {
        let holds = self.ours <= goal;
        self.goal(format!("at most {goal}"), holds)
    }

    /// Tells it.
    pub(crate) fn print(self) {
        println!("{}", self.json);
    }

    fn goal(mut self, goal: String, holds: bool) -> Row {
        self.json["goal"] = json!(goal);
        self.json["holds"] = json!(holds);
        self
    }
}

/// The first quartile, the median and the third.
fn quartiles(values: &[f64]) -> [f64; 3] {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}
